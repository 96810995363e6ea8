from django.db import models
from django.db.models import Q

from ideahub.core.ids import new_id
from ideahub.workshops.models import Column, Participant, Workshop


class Cluster(models.Model):
    """Ideas about the same thing; what people vote on and act on. A removed one is kept so that its id stays spent and it can
    be restored. `merged_into`: the cluster that took over its ideas and votes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="clusters")
    column = models.ForeignKey(Column, null=True, on_delete=models.SET_NULL, related_name="clusters")
    title = models.CharField(max_length=120)
    position = models.IntegerField(default=0)
    points = models.IntegerField(default=0)
    answers = models.JSONField(null=True)
    removed = models.BooleanField(default=False)
    merged_into = models.UUIDField(null=True)

    class Meta:
        ordering = ["position", "id"]


class Idea(models.Model):
    """One idea with the number people say. `room`: revealed to the room. `table`: the number of the table it was written for.

    Their domains keep `points`, `answers`, `comments` and `supports` in step.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="ideas")
    number = models.PositiveIntegerField()
    # The collect step that took it in, whose cap it counts for; null before that was kept.
    step = models.UUIDField(null=True)
    column = models.ForeignKey(Column, null=True, on_delete=models.SET_NULL, related_name="ideas")
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.SET_NULL, related_name="ideas")
    text = models.TextField(max_length=500)
    author = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="ideas")
    author_name = models.CharField(max_length=40, blank=True)
    table = models.PositiveSmallIntegerField(null=True)
    status = models.CharField(max_length=8, default="shown")
    room = models.BooleanField(default=True)
    reason = models.CharField(max_length=280, blank=True)
    flags = models.JSONField(default=list, blank=True)
    position = models.IntegerField(default=0)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="parts")
    withdrawn = models.BooleanField(default=False)
    # Its author took the text back: what stands there now is said in its place.
    erased = models.BooleanField(default=False)
    points = models.IntegerField(default=0)
    answers = models.JSONField(null=True)
    comments = models.PositiveIntegerField(default=0)
    supports = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="number_once_in_a_workshop"),
            models.CheckConstraint(condition=Q(status__in=["shown", "pending", "hidden"]), name="idea_status_is_known"),
        ]
        # Each batch of commands looks for ideas whose time has come; there are few of them among many.
        indexes = [models.Index(fields=["workshop"], condition=Q(room=False), name="ideas_held_back")]

    @property
    def is_seen(self) -> bool:
        """Whether the room sees it."""
        return self.status == "shown" and self.room and not self.withdrawn and self.merged_into_id is None


class Comment(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="thread")
    author = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=40, blank=True)
    text = models.TextField(max_length=300)
    created_at = models.DateTimeField()
    # The leader took it away, and may put it back.
    removed = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["created_at", "id"]


class Exposure(models.Model):
    """That an idea, or a cluster that is voted on, was on one phone's screen. Goes with the participant's data."""

    id = models.BigAutoField(primary_key=True)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+", db_index=False)
    target = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "target"], name="shown_once_on_a_phone")]


class Support(models.Model):
    """That a participant stands behind somebody else's idea. It stays with the idea it was given to, also when that is merged."""

    id = models.BigAutoField(primary_key=True)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "idea"], name="supports_an_idea_once")]
