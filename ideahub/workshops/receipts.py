"""A participant's private receipt: a link that only they hold, and that shows later what became of their ideas."""

import secrets

from ideahub.core.clock import now
from ideahub.workshops.joining import TOKEN_BYTES, hash_token
from ideahub.workshops.models import Participant, Receipt


def make_receipt(participant: Participant) -> str:
    """A new link's token, told this once; only its hash is kept. The link there was before stops working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Receipt.objects.update_or_create(
        participant=participant, defaults={"token_hash": hash_token(token), "created_at": now()}
    )
    return token


def drop_receipt(participant: Participant) -> bool:
    """Makes the link useless. True if there was one. The ideas stay."""
    return bool(Receipt.objects.filter(participant=participant).delete()[0])


def find_receipt(token: str) -> Receipt | None:
    found = Receipt.objects.select_related("participant__workshop__arena", "participant__workshop__activity")
    return found.filter(token_hash=hash_token(token)).first()
