from uuid import uuid4

from django.db import models

from ideahub.core.ids import new_id


def new_epoch() -> str:
    return uuid4().hex


class Stream(models.Model):
    """A workshop's log: its row is locked by whoever writes, so `seq` has no gaps. A restored backup gets a new epoch."""

    workshop = models.OneToOneField(
        "workshops.Workshop", on_delete=models.CASCADE, primary_key=True, related_name="stream"
    )
    epoch = models.CharField(max_length=32, default=new_epoch)
    seq = models.BigIntegerField(default=0)


class Event(models.Model):
    """One thing that happened, as the staff sees it. Never changed.

    `totals_shown`: whether the room saw totals at that moment. `was_seen`: whether the room saw the thing before this event.
    `concerns`: the participant whose own view (`me`) it changes.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    type = models.CharField(max_length=32)
    payload = models.JSONField()
    totals_shown = models.BooleanField()
    was_seen = models.BooleanField(default=True)
    concerns = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="seq_once_in_a_stream")]


class Outcome(models.Model):
    """How a command ended, kept so that sending it again has no effect and gets the same answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="outcomes")
    command = models.UUIDField()
    actor = models.CharField(max_length=64)
    result = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "command"], name="command_once_in_a_stream")]
