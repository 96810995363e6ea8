"""The outbox. A mail is a row first: whoever wants it sent writes the row in the transaction that made it true."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import Case, F, TextField, Value, When

from ideahub.mail.models import Attachment, Message
from ideahub.mail.queries import messages_to_send

MOST_TRIES = 8
EXPIRED = "expired"
# How long to wait after the first failure, the second, and so on: about an hour and a half in all.
BACK_OFF_S = (10, 30, 60, 120, 300, 900, 3600)
# Longer than any SMTP dialogue lasts (settings.EMAIL_TIMEOUT is for one step of it).
LEASE = timedelta(minutes=3)
MOST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Letter:
    """What is said, before it is known to whom. `reply_to`: whom an answer reaches, where it reaches anybody."""

    subject: str
    text: str
    html: str
    language: str
    reply_to: str = ""


def post_letter(
    letter: Letter,
    *,
    key: str,
    recipient: str,
    now: datetime,
    attachments: Iterable[Attachment] = (),
    forget: bool = False,
    expires_at: datetime | None = None,
) -> bool:
    """Puts one mail into the outbox, in the caller's transaction. False, and nothing is done, when `key` is there already.

    With `forget` the address and the words are wiped once the mail has gone or failed for good. After `expires_at` it is
    not sent any more.
    """
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "message_id": message_id_of(key),
            "recipient": recipient,
            "reply_to": letter.reply_to,
            "subject": clean_subject(letter.subject),
            "text": letter.text,
            "html": letter.html,
            "language": letter.language,
            "due_at": now,
            "created_at": now,
            "forget": forget,
            "expires_at": expires_at,
        },
    )
    if created:
        message.attachments.set(attachments)
    return created


def message_id_of(key: str) -> str:
    """The same for every try, so that a receiver can tell a repeat; says nothing about whom it is for."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def clean_subject(subject: str) -> str:
    """One line: what people typed cannot end the header and begin another, nor turn it around."""
    spaced = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in subject)
    line = " ".join(spaced.split())
    return line if len(line) <= MOST_SUBJECT else line[: MOST_SUBJECT - 1].rstrip() + "…"


def claim_message(now: datetime, *, key: str | None = None) -> Message | None:
    """Takes the next mail and commits that it is being sent, so that no other sender takes it. None when none is due.

    With `key` only that one is looked at.

    Do not call inside a transaction: the claim must be durable before the first byte of SMTP.
    """
    wanted = messages_to_send(now).filter(**{"key": key} if key else {})
    while (found := wanted.order_by("due_at", "id").first()) is not None:
        expired = found.expires_at is not None and found.expires_at <= now
        spent = expired or found.tries >= MOST_TRIES
        state = Message.State.FAILED if spent else Message.State.SENDING
        lease = None if spent else now + LEASE
        # Compare and set: of several senders that saw the row, one changes it.
        mine = Message.objects.filter(pk=found.pk, state=found.state, lease_until=found.lease_until, tries=found.tries)
        rest = _what_is_left() if spent else {}
        if expired:
            rest["last_error"] = EXPIRED
        tries = found.tries + (not spent)
        if mine.update(state=state, lease_until=lease, tries=tries, **rest) and not spent:
            found.state, found.lease_until, found.tries = state, lease, found.tries + 1
            return found
    return None


def mark_sent(message: Message, *, now: datetime) -> None:
    """Also when the lease was lost meanwhile: it did go out, and saying so keeps it from going again."""
    unsettled = [Message.State.SENDING, Message.State.WAITING, Message.State.FAILED]
    Message.objects.filter(pk=message.pk, state__in=unsettled).update(
        state=Message.State.SENT, sent_at=now, lease_until=None, last_error="", **_what_is_left()
    )


def _what_is_left() -> dict[str, Any]:
    """What remains of the address and the words of a mail that will not be tried again."""
    return {
        name: Case(When(forget=True, then=Value("")), default=F(name), output_field=TextField())
        for name in ("recipient", "subject", "text", "html")
    }


def mark_unsent(message: Message, *, error: str, now: datetime) -> None:
    """Waits for the next try, longer each time; after the last it has failed and the organizer sees it."""
    over = message.tries >= MOST_TRIES
    wait = BACK_OFF_S[min(message.tries, len(BACK_OFF_S)) - 1]
    Message.objects.filter(pk=message.pk, state=Message.State.SENDING, lease_until=message.lease_until).update(
        state=Message.State.FAILED if over else Message.State.WAITING,
        due_at=now + timedelta(seconds=wait),
        lease_until=None,
        last_error=error[:300],
        **(_what_is_left() if over else {}),
    )
