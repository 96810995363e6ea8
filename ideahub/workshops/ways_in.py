"""Ways into workshops that have ended: whoever listens through one is cut off at once."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from ideahub.eventlog.publish import Wake, announce
from ideahub.workshops.models import Workshop


def look_again(workshops: Iterable[UUID]) -> None:
    """Once this is committed, all processes look who may still listen in these. Where Redis is away the others do within a minute."""
    for one in workshops:
        transaction.on_commit(partial(announce, Wake(one, seq=0, access=True)))


def look_again_in_arena(arena: UUID) -> None:
    look_again(Workshop.objects.filter(arena=arena, removed_at=None).values_list("id", flat=True))


def look_again_where_led(user: UUID) -> None:
    """In all that somebody has a role in."""
    look_again(Workshop.objects.filter(arena__memberships__user=user, removed_at=None).values_list("id", flat=True))
