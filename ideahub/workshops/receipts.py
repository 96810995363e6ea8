"""A participant's private receipt: a link that only they hold, and that shows later what became of their ideas.

Its token follows from the press of a button that made it, from when that was and from the service's secret key, so that it can be
told again to whom it belongs. Kept are hashes alone, from which it does not follow.
"""

import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.crypto import salted_hmac

from ideahub.core.clock import now
from ideahub.workshops.joining import TOKEN_BYTES, hash_token
from ideahub.workshops.models import Participant, Receipt


def make_receipt(participant: Participant, *, press: str | None = None) -> str:
    """A new link's token. The link there was before stops working. The same press, sent again, makes the same one while it is there;
    one that was taken away never comes back."""
    press_hash = hash_token(press or _new_press())
    with transaction.atomic():
        Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
        same = Receipt.objects.filter(participant=participant, press_hash=press_hash).first()
        if same and (there_is := token_of(same)):
            return there_is
        made_at = now()
        token = _token(participant.pk, press_hash, made_at)
        Receipt.objects.update_or_create(
            participant=participant,
            defaults={"token_hash": hash_token(token), "press_hash": press_hash, "created_at": made_at},
        )
    return token


def press_on(token: str) -> str:
    """For a button on this link's page: what is sent with it, tells one press from another, and is signed for that page."""
    return _signer(token).sign(_new_press())


def _new_press() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _signer(token: str) -> Signer:
    return Signer(salt=f"ideahub.receipt.press {token}")


def _token(participant: UUID, press_hash: str, made_at: datetime) -> str:
    follows_from = f"{participant.hex} {press_hash} {made_at.astimezone(UTC).isoformat()}"
    digest = salted_hmac("ideahub.receipt", follows_from, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_of(receipt: Receipt) -> str | None:
    """The token of the link there is. None where it was made before they could be told again, or with another secret key."""
    token = _token(receipt.participant_id, receipt.press_hash, receipt.created_at) if receipt.press_hash else None
    return token if token and hash_token(token) == receipt.token_hash else None


def made_by(press: str, *, on: str) -> str | None:
    """The token of the link that this press made, while it is the one there is: whoever pressed may not have had the answer. None
    where it was not pressed on the page of the link `on`."""
    try:
        _signer(on).unsign(press)
    except BadSignature:
        return None
    found = Receipt.objects.filter(press_hash=hash_token(press)).first()
    return token_of(found) if found else None


def drop_receipt(participant: Participant) -> bool:
    """Makes the link useless. True if there was one. The ideas stay."""
    return bool(Receipt.objects.filter(participant=participant).delete()[0])


def find_receipt(token: str) -> Receipt | None:
    found = Receipt.objects.select_related("participant__workshop__arena", "participant__workshop__activity")
    return found.filter(token_hash=hash_token(token)).first()
