from django.conf import settings
from django.db import models

from ideahub.core.ids import new_id
from ideahub.workshops.models import Workshop


class Rehearsal(models.Model):
    """A trial with synthetic phones in a throw-away copy of a workshop.

    `slot` is the same word in each that is not over, and unique: only one is on at a time, whoever asks.
    `lease_until` belongs to the worker that runs it; when it has passed, the worker is taken for dead.
    """

    class State(models.TextChoices):
        DUE = "due"
        RUNNING = "running"
        DONE = "done"
        STOPPED = "stopped"
        FAILED = "failed"

    THE_SLOT = "on"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="rehearsals")
    copy = models.OneToOneField(Workshop, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    phones = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.DUE)
    slot = models.CharField(max_length=2, null=True, unique=True)
    stop_asked = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    figures = models.JSONField(null=True)
    problem = models.CharField(max_length=20, blank=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_on(self) -> bool:
        return self.state in {self.State.DUE, self.State.RUNNING}
