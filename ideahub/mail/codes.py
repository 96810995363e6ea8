"""Mails with a code to sign in: sent at once, tried again while the code is good, and forgotten when they have gone."""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from ideahub.core.clock import now
from ideahub.mail.delivery import deliver_at_once
from ideahub.mail.domain import Letter, post_letter


def mail_code(letter: Letter, *, code: str, recipient: str, valid_s: int) -> None:
    """Puts it in the outbox and sends it after the commit. The same code to the same person is mailed once."""
    expires_at = now() + timedelta(seconds=valid_s)
    # Codes come back after a while: the period keeps today's from being taken for one of last year.
    period = int(expires_at.timestamp()) // valid_s
    # Keyed, since six digits behind a plain hash would be read back in a second.
    digest = salted_hmac("ideahub.mail.codes", f"{recipient.lower()} {code} {period}", algorithm="sha256").hexdigest()
    key = f"code:{digest}"
    if post_letter(letter, key=key, recipient=recipient, now=now(), forget=True, expires_at=expires_at):
        transaction.on_commit(lambda: deliver_at_once(key))
