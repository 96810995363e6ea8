from django.db import models

from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from ideahub.workshops.models import Workshop


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
