"""A participant's private receipt: a link that only they hold, and that shows later what became of their ideas.

Its token follows from the press of a button that made it and from the service's secret key, so that it can be told again to whom it
belongs. Kept are hashes alone, from which it does not follow.
"""

import secrets
from base64 import urlsafe_b64encode
from uuid import UUID

from django.utils.crypto import salted_hmac

from ideahub.core.clock import now
from ideahub.workshops.joining import TOKEN_BYTES, hash_token
from ideahub.workshops.models import Participant, Receipt


def make_receipt(participant: Participant, *, press: str | None = None) -> str:
    """A new link's token. The link there was before stops working. The same press, sent again, makes the same one."""
    press_hash = hash_token(press or new_press())
    token = _token(participant.pk, press_hash)
    Receipt.objects.update_or_create(
        participant=participant,
        defaults={"token_hash": hash_token(token), "press_hash": press_hash, "created_at": now()},
    )
    return token


def new_press() -> str:
    """For a button: what is sent with it, and tells one press from another. Nobody guesses it."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _token(participant: UUID, press_hash: str) -> str:
    digest = salted_hmac("ideahub.receipt", f"{participant.hex} {press_hash}", algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_of(receipt: Receipt) -> str | None:
    """The token of the link there is. None where it was made before they could be told again, or with another secret key."""
    token = _token(receipt.participant_id, receipt.press_hash) if receipt.press_hash else None
    return token if token and hash_token(token) == receipt.token_hash else None


def made_by(press: str) -> str | None:
    """The token of the link that this press made, while it is the one there is: whoever pressed may not have had the answer."""
    found = Receipt.objects.filter(press_hash=hash_token(press)).first()
    return token_of(found) if found else None


def drop_receipt(participant: Participant) -> bool:
    """Makes the link useless. True if there was one. The ideas stay."""
    return bool(Receipt.objects.filter(participant=participant).delete()[0])


def find_receipt(token: str) -> Receipt | None:
    found = Receipt.objects.select_related("participant__workshop__arena", "participant__workshop__activity")
    return found.filter(token_hash=hash_token(token)).first()
