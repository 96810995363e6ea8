"""Read-only ways in for the room's screen: made from the board, known by a hash only, revocable."""

import secrets

from ideahub.core.clock import now
from ideahub.workshops.joining import hash_token
from ideahub.workshops.models import ProjectorLink, Workshop

TOKEN_BYTES = 32


def make_link(*, workshop: Workshop) -> tuple[ProjectorLink, str]:
    """A new link and its token, which is shown this once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return ProjectorLink.objects.create(workshop=workshop, token_hash=hash_token(token)), token


def revoke_link(link: ProjectorLink) -> None:
    """Ends it; whoever watches through it is cut off within a minute."""
    link.revoked_at = now()
    link.save(update_fields=["revoked_at"])


def find_by_token(token: str) -> ProjectorLink | None:
    return ProjectorLink.objects.filter(token_hash=hash_token(token), revoked_at=None).first()
