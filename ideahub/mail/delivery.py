"""From the outbox to the mail server. SMTP has no transaction: a mail is never lost, and doubled only after a crash inside the dialogue."""

import logging
import threading
import time
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.db import connection

from ideahub.core.clock import now
from ideahub.mail.domain import claim_message, mark_sent, mark_unsent
from ideahub.mail.models import Message

logger = logging.getLogger(__name__)


def deliver_due_mail(*, budget_s: float = 60.0) -> int:
    """Sends what is due, one by one, until none is or `budget_s` seconds are over; returns how many went out."""
    end = time.monotonic() + budget_s
    sent = 0
    while time.monotonic() < end and (message := claim_message(now())) is not None:
        sent += _deliver(message)
    return sent


def deliver_at_once(key: str) -> None:
    """Tries one mail now, in a thread of its own, for somebody who waits for it. What fails is left to the sweep."""
    threading.Thread(target=_deliver_one, args=(key,), name="mail", daemon=True).start()


def _deliver_one(key: str) -> None:
    try:
        if message := claim_message(now(), key=key):
            _deliver(message)
    finally:
        connection.close()


def _deliver(message: Message) -> bool:
    try:
        _as_email(message).send()
    except (SMTPException, OSError) as error:
        # The class and the server's code, not its words: they may repeat the address.
        code = getattr(error, "smtp_code", "")
        logger.warning("mail_not_sent", extra={"mail": str(message.pk), "tries": message.tries})
        mark_unsent(message, error=f"{type(error).__name__} {code}".strip(), now=now())
        return False
    mark_sent(message, now=now())
    return True


def _as_email(message: Message) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": message.message_id,
        "Content-Language": message.language,
        # Keeps holiday answers and other machines from answering.
        "Auto-Submitted": "auto-generated",
    }
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.recipient],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers=headers,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for file in message.attachments.all():
        email.attach(file.name, bytes(file.content), file.content_type)
    return email
