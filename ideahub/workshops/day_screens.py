"""The day's screen: what runs now and next in each place of an arena, for whoever has its link, on that day."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_preparer
from ideahub.core import clock
from ideahub.core.errors import DomainError
from ideahub.workshops.joining import hash_token
from ideahub.workshops.models import Arena, DayScreen, Workshop
from ideahub.workshops.plans import planned_minutes

TOKEN_BYTES = 32
# An evening may become long.
KEPT_AFTER_MIDNIGHT = timedelta(hours=4)
EARLIEST_AHEAD = timedelta(days=60)
# More screens than any house has. One more ends the oldest.
MOST_SCREENS = 20
# How long a meeting without an end may be late before it is no longer told as what comes next.
UNKNOWN_LENGTH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting as the screen tells of it. `code` is of one that people may join now, None otherwise."""

    id: UUID
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: what runs there, and what comes after."""

    place: str
    now: Slot | None
    next: Slot | None


def make_day_screen(*, by: User, arena: Arena, day: date) -> tuple[DayScreen, str]:
    """A new screen and its token, which is shown this once. Of more than `MOST_SCREENS` the oldest end.

    Raises DomainError: `not_allowed` for readers, `invalid` for a day that has been, or is far away.
    """
    require_preparer(user_id=by.id, arena_id=arena.id)
    if not _first_day() <= day <= timezone.localdate() + EARLIEST_AHEAD:
        raise DomainError("invalid", _("Välj i dag eller en dag som kommer snart."), field="day")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    screen = DayScreen.objects.create(arena=arena, day=day, token_hash=hash_token(token))
    newest = arena.day_screens.filter(revoked_at=None).order_by("-created_at", "-id")
    surplus = list(newest.values_list("id", flat=True)[MOST_SCREENS:])
    DayScreen.objects.filter(pk__in=surplus).update(revoked_at=clock.now())
    return screen, token


def end_day_screens(*, by: User, arena: Arena) -> int:
    """Ends all of the arena's, also those of other days; they go dark when they ask the next time. Returns how many."""
    require_preparer(user_id=by.id, arena_id=arena.id)
    return arena.day_screens.filter(revoked_at=None).update(revoked_at=clock.now())


def find_day_screen(token: str) -> DayScreen | None:
    """None for one that was ended, or whose day is over."""
    working = DayScreen.objects.filter(revoked_at=None, day__gte=_first_day()).select_related("arena")
    return working.filter(token_hash=hash_token(token)).first()


def forget_past_screens() -> int:
    """Removes all that show nothing any more, since they were ended or their day is over. Returns how many."""
    return DayScreen.objects.filter(Q(day__lt=_first_day()) | Q(revoked_at__isnull=False)).delete()[0]


def shows_code_of(screen: DayScreen, workshop_id: UUID) -> Workshop | None:
    """The workshop, when the screen tells how to join it."""
    found = _on_its_day(screen).filter(pk=workshop_id).first()
    return found if found and _slot(found, screen.day).code else None


def spots_of(screen: DayScreen) -> list[Spot]:
    """By place. Where several run at the same time in one place, each is told by itself."""
    places: dict[str, list[Workshop]] = {}
    for one in _on_its_day(screen):
        places.setdefault((one.place or screen.arena.place).strip().casefold(), []).append(one)
    found = [spot for _key, here in sorted(places.items()) for spot in _spots_in(here, screen)]
    return sorted(found, key=lambda spot: spot.place.casefold())


def _spots_in(here: list[Workshop], screen: DayScreen) -> Iterable[Spot]:
    place = here[0].place or screen.arena.place
    running = [_slot(one, screen.day) for one in here if one.status == "open"]
    coming = [_slot(one, screen.day) for one in here if one.status == "draft"]
    later = next((one for one in coming if not _is_missed(one)), None)
    if running or later:
        yield Spot(place, running[0] if running else None, later)
    for one in running[1:]:
        yield Spot(place, one, None)


def _on_its_day(screen: DayScreen) -> QuerySet[Workshop]:
    """Those with a name, planned for the day; and what runs now is of today, whenever it was planned for."""
    begins = timezone.make_aware(datetime.combine(screen.day, datetime.min.time()))
    ends = timezone.make_aware(datetime.combine(screen.day + timedelta(days=1), datetime.min.time()))
    planned = Q(status="draft", starts_at__gte=begins, starts_at__lt=ends)
    running = Q(status="open") if begins <= clock.now() < ends + KEPT_AFTER_MIDNIGHT else Q(pk=None)
    named = Workshop.objects.filter(arena=screen.arena_id, is_rehearsal=False).exclude(title="")
    return named.filter(planned | running).order_by("starts_at", "id")


def _slot(workshop: Workshop, day: date) -> Slot:
    starts = workshop.starts_at
    if workshop.status == "open" and (starts is None or timezone.localdate(starts) != day):
        starts = workshop.opened_at
    minutes = planned_minutes(workshop)
    ends = starts + timedelta(minutes=minutes) if starts and minutes else None
    code = workshop.code if workshop.status == "open" and not workshop.locked else None
    return Slot(workshop.id, workshop.title, starts, ends, code)


def _is_missed(slot: Slot) -> bool:
    """It was to be over by now, and was never opened."""
    assert slot.starts_at is not None
    return (slot.ends_at or slot.starts_at + UNKNOWN_LENGTH) < clock.now()


def _first_day() -> date:
    return timezone.localdate(clock.now() - KEPT_AFTER_MIDNIGHT)
