"""Who leads which meeting. All who prepare meetings may lead any of them: this tells who is to."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.accounts.queries import members_of
from ideahub.accounts.rules import require_preparer
from ideahub.core import clock
from ideahub.core.errors import DomainError
from ideahub.workshops.models import Arena, Leader, Leaderless, Status, Workshop
from ideahub.workshops.setup_rules import require_not_closed

LEADS = (Role.ORGANIZER, Role.FACILITATOR)
MOST_LEADERS = 10


def leaders_with_names() -> "Prefetch[str]":
    """For a list of meetings: their leaders, without those who only read now."""
    leaders = Leader.objects.filter(member__role__in=LEADS).select_related("member__user")
    return Prefetch("leaders", queryset=leaders)


def may_be_asked(workshop: Workshop) -> QuerySet[Membership]:
    """Those who may lead it, in the order they came to the arena."""
    return members_of(workshop.arena_id).filter(role__in=LEADS)


def leaders_of(workshop: Workshop) -> set[int]:
    """The memberships of those who lead it."""
    return set(workshop.leaders.filter(member__role__in=LEADS).values_list("member_id", flat=True))


def make_leader(*, by: User, workshop: Workshop) -> None:
    """Whoever makes a meeting leads it, until others are chosen."""
    Leader.objects.create(workshop=workshop, member=Membership.objects.get(user=by, arena=workshop.arena_id))


@transaction.atomic
def change_leader(*, by: User, workshop: Workshop, member: int, leads: bool) -> Membership | None:
    """Makes somebody a leader or no longer one; the others stay. Returns them if they lead from now on and did not before.

    Raises DomainError: `not_allowed` for readers, `closed`, or `invalid` for too many and for somebody who may not lead it.
    """
    with noting_who_is_led(workshop.arena_id):
        require_preparer(user_id=by.id, arena_id=workshop.arena_id)
        require_not_closed(Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk))
        new = _add(workshop, member) if leads else None
        if not leads:
            workshop.leaders.filter(member=member).delete()
    return new


def _add(workshop: Workshop, member: int) -> Membership | None:
    chosen = may_be_asked(workshop).filter(id=member).first()
    if chosen is None:
        raise DomainError("invalid", _("Personen leder inte möten här längre. Välj igen."), field="member")
    leading = leaders_of(workshop)
    if member in leading:
        return None
    if len(leading) >= MOST_LEADERS:
        raise DomainError("invalid", _("Högst %(most)d får plats.") % {"most": MOST_LEADERS}, field="member")
    Leader.objects.create(workshop=workshop, member=chosen)
    return chosen


@contextmanager
def noting_who_is_led(arena_id: UUID) -> Iterator[None]:
    """Around what changes who leads in an arena, or who may: writes down since when nobody leads a meeting that lost its
    leaders by it. A closed meeting needs nobody.

    Two who change this at the same time take turns, each until the caller's transaction ends. Begin it before anything else
    of the arena is locked.
    """
    with transaction.atomic():
        Arena.objects.select_for_update(no_key=True).get(pk=arena_id)
        led_before = list(_led(arena_id).exclude(status=Status.CLOSED))
        yield
        led = set(_led(arena_id))
        Leaderless.objects.filter(workshop__in=led).delete()
        since = clock.now()
        left = [Leaderless(workshop=one, since=since) for one in led_before if one not in led]
        Leaderless.objects.bulk_create(left, update_conflicts=True, unique_fields=["workshop"], update_fields=["since"])


def _led(arena_id: UUID) -> QuerySet[Workshop]:
    leaders = Leader.objects.filter(workshop=OuterRef("pk"), member__role__in=LEADS)
    return Workshop.objects.filter(Exists(leaders), arena=arena_id).only("id")
