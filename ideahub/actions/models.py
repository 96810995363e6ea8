from django.db import models

from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from ideahub.protocol.state import SuggestionStatus
from ideahub.workshops.models import Participant, Workshop


class ActionItem(models.Model):
    """Who does what by when. `owner_email` is personal and shown to staff only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(max_length=200)
    owner_name = models.CharField(max_length=80, blank=True)
    owner_org = models.CharField(max_length=120, blank=True)
    owner_email = models.EmailField(blank=True)
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=12, default="open")
    removed = models.BooleanField(default=False)
    ideas = models.ManyToManyField(Idea, related_name="actions", blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]


class Suggestion(models.Model):
    """What somebody in the room proposes to do: no action, and in no report, before whoever leads the meeting takes it up.

    `action`: what became of it. Who made it is told to nobody.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="suggestions")
    author = models.ForeignKey(Participant, null=True, on_delete=models.SET_NULL, related_name="suggestions")
    title = models.CharField(max_length=200)
    declined = models.BooleanField(default=False)
    action = models.OneToOneField(ActionItem, null=True, on_delete=models.SET_NULL, related_name="suggestion")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(declined=False) | models.Q(action=None), name="declined_suggestion_is_no_action"
            )
        ]

    @property
    def status(self) -> SuggestionStatus:
        if self.action_id:
            return "taken"
        return "declined" if self.declined else "waiting"
