from django.db import models

from ideahub.core.ids import new_id
from ideahub.workshops.models import Workshop


class Report(models.Model):
    """A version of a workshop's report. Its row, made in the transaction that closes the workshop, is what gets it written."""

    class State(models.TextChoices):
        DUE = "due"
        WRITING = "writing"
        WRITTEN = "written"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="reports")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    data = models.JSONField(null=True)
    pdf = models.BinaryField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["workshop", "version"], name="version_once_in_a_workshop")]
