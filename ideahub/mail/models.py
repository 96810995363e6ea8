from django.db import models
from django.db.models import Q

from ideahub.core.ids import new_id


class Attachment(models.Model):
    """A file that goes with one mail or with several; stored once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    content = models.BinaryField()


class Message(models.Model):
    """One mail in the outbox. `key` makes it once: a second row with the same key cannot be written.

    `lease_until` belongs to whoever is sending it; when it has passed, the sender is taken for dead.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=255, unique=True)
    message_id = models.CharField(max_length=255)
    recipient = models.EmailField()
    # Whom an answer reaches; empty: nobody.
    reply_to = models.EmailField(blank=True, default="", db_default="")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="sv")
    attachments = models.ManyToManyField(Attachment, related_name="messages", blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    # The address and the words are wiped once the mail has gone or failed for good; `key` must then not hold them either.
    forget = models.BooleanField(default=False)
    # Not sent after that: what it says is no longer so.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_to_send")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False) | ~Q(state="sending"),
                name="a_mail_being_sent_has_a_lease",
            )
        ]
