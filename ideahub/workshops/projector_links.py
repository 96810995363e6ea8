"""Read-only ways in for the room's screen: made from the board, known by a hash only, revocable, and not for ever."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ideahub.core import clock
from ideahub.workshops.joining import hash_token
from ideahub.workshops.models import ProjectorLink, Workshop
from ideahub.workshops.ways_in import look_again

TOKEN_BYTES = 32
# The thanks may stand on the screen for the rest of the day; after that nobody is in the room.
KEPT_AFTER_CLOSE = timedelta(hours=12)
# A meeting that is never closed must not keep them for ever.
KEPT_AT_MOST = timedelta(days=30)
# More screens than any room has. One more ends the oldest.
MOST_LINKS = 20


def working_links(now: datetime) -> QuerySet[ProjectorLink]:
    """Those that open something: not revoked, and not too old."""
    fresh = ProjectorLink.objects.filter(revoked_at=None, created_at__gt=now - KEPT_AT_MOST)
    long_ago = now - KEPT_AFTER_CLOSE
    # One that is made to show the result again lives as long as one that was there at the close.
    return fresh.exclude(workshop__closed_at__lt=long_ago, created_at__lt=long_ago)


def make_link(*, workshop: Workshop) -> tuple[ProjectorLink, str]:
    """A new link and its token, which is shown this once. Of more than `MOST_LINKS` the oldest end."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = ProjectorLink.objects.create(workshop=workshop, token_hash=hash_token(token))
    newest = workshop.projector_links.filter(revoked_at=None).order_by("-created_at", "-id")
    surplus = list(newest.values_list("id", flat=True)[MOST_LINKS:])
    if surplus:
        ProjectorLink.objects.filter(pk__in=surplus).update(revoked_at=clock.now())
        look_again([workshop.id])
    return link, token


def revoke_link(link: ProjectorLink) -> None:
    """Ends it; whoever watches through it is cut off."""
    link.revoked_at = clock.now()
    link.save(update_fields=["revoked_at"])
    look_again([link.workshop_id])


def revoke_links(*, workshop: Workshop) -> int:
    """Ends all of a workshop's, likewise. Returns how many there were."""
    ended = workshop.projector_links.filter(revoked_at=None).update(revoked_at=clock.now())
    look_again([workshop.id])
    return ended


def find_by_token(token: str) -> ProjectorLink | None:
    return working_links(clock.now()).filter(token_hash=hash_token(token)).first()


def still_shown(workshop: UUID, links: set[UUID]) -> set[UUID]:
    """Those of a workshop's links that still open it."""
    working = working_links(clock.now()).filter(workshop=workshop, pk__in=links)
    return set(working.values_list("pk", flat=True))
