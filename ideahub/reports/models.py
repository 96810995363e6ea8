from uuid import uuid4

from django.db import models

from ideahub.core import clock
from ideahub.core.ids import new_id
from ideahub.reports.trying import MOST_TRIES
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
    # It says another case number than the report does by now.
    pdf_due = models.BooleanField(default=False, db_default=False)
    pdf_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    pdf_due_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["workshop", "version"], name="version_once_in_a_workshop")]

    @property
    def pdf_failed(self) -> bool:
        """It stays as it is: nobody tries any more to make it anew, and the last try is over (where it ended its worker: its time is)."""
        is_over = self.pdf_due_at is None or self.pdf_due_at <= clock.now()
        return self.pdf_due and self.pdf_tries >= MOST_TRIES and is_over


class SummaryRequest(models.Model):
    """An address that wants the report by mail once it is written. Deleted as the mail is put into the outbox.

    Nothing in it leads to a participant: no key to one, no moment of making, and an id without a clock in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="summary_requests")
    address = models.EmailField()
    address_digest = models.CharField(max_length=64)
    ticket_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=2)
    # Where the report may be there already: leaves time to change one's mind. Null before the meeting is closed.
    not_before = models.DateTimeField(null=True)
    # A meeting that is never closed must not keep an address for ever.
    expires_on = models.DateField()
