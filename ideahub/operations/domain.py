"""Asking for a rehearsal, taking one up, ending it, and cleaning up what a killed worker left."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from redis import RedisError

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_organizer
from ideahub.core.errors import DomainError
from ideahub.operations.models import Rehearsal
from ideahub.operations.queries import people_in_meetings
from ideahub.operations.verdict import Figures, judge
from ideahub.workshops.models import Activity, Column, Workshop
from ideahub.workshops.setup import duplicate_workshop

LEAST, MOST = 10, 600
LEASE = timedelta(seconds=30)
REST = timedelta(seconds=60)
# What a rehearsal needs of its copy, whatever the meeting asks: input at once, and by everybody.
COLLECT = {"review": False, "show_others_after_s": 0, "max_ideas_per_person": None, "max_chars": 280}
VOTE = {"target": "ideas", "model": "points", "votes_per_person": 3, "max_per_target": 3, "show_results": "manual"}


def request_rehearsal(*, by: User, workshop: Workshop, phones: int, now: datetime) -> Rehearsal:
    """Puts a rehearsal in line. For organizers; raises DomainError `not_open` while people are in a meeting or nobody
    can tell, while another rehearsal is on or has just been, `invalid` for a number outside 10 to 600."""
    require_organizer(user_id=by.id, arena_id=workshop.arena_id)
    if not LEAST <= phones <= MOST:
        raise DomainError("invalid", _("Öva med mellan 10 och 600 telefoner."), field="phones")
    _require_nobody_in_meetings()
    latest = Rehearsal.objects.exclude(ended_at=None).order_by("-ended_at").first()
    if latest and latest.ended_at and now - latest.ended_at < REST:
        raise DomainError("not_open", _("En övning har just varit. Vänta en minut och öva sedan igen."))
    try:
        with transaction.atomic():
            return Rehearsal.objects.create(
                workshop=workshop, asked_by=by, phones=phones, slot=Rehearsal.THE_SLOT, created_at=now
            )
    except IntegrityError:
        raise DomainError("not_open", _("En övning pågår redan. Vänta tills den är klar.")) from None


def _require_nobody_in_meetings() -> None:
    try:
        people = people_in_meetings()
    except RedisError:
        raise DomainError(
            "not_open",
            _("Det går inte att se om någon är inne i ett möte: Redis svarar inte. Öva när det är i gång igen."),
        ) from None
    if people:
        raise DomainError("not_open", _("Ett möte pågår just nu. Öva när ingen är inne."))


def ask_to_stop(*, by: User, rehearsal: Rehearsal) -> None:
    """The worker sees it within a second or two; one that nobody has taken up ends at once."""
    require_organizer(user_id=by.id, arena_id=rehearsal.workshop.arena_id)
    Rehearsal.objects.filter(pk=rehearsal.pk, slot=Rehearsal.THE_SLOT).update(stop_asked=True)


def claim_rehearsal(now: datetime) -> Rehearsal | None:
    """The one that waits, for whoever asks first; it must be renewed before its lease ends."""
    free = Q(state=Rehearsal.State.DUE)
    with transaction.atomic():
        found = Rehearsal.objects.select_for_update().filter(free).first()
        if found is None:
            return None
        found.state, found.started_at, found.lease_until = Rehearsal.State.RUNNING, now, now + LEASE
        found.save(update_fields=["state", "started_at", "lease_until"])
    return found


def keep_on(rehearsal: UUID, *, progress: dict[str, Any], now: datetime) -> str:
    """Renews the lease and tells how far it has come. Returns why to stop: "asked", "people_came", "lost", or "".

    "unknown", where nobody can tell whether people have come, is a reason when it is so twice in a row.
    """
    mine = Rehearsal.objects.filter(pk=rehearsal, state=Rehearsal.State.RUNNING)
    if not mine.update(progress=progress, lease_until=now + LEASE):
        return "lost"
    if mine.filter(stop_asked=True).exists():
        return "asked"
    try:
        return "people_came" if people_in_meetings() else ""
    except RedisError:
        return "unknown"


def make_copy(rehearsal: Rehearsal) -> Workshop:
    """The throw-away workshop: the same questions and steps, made open to what the phones do. Nobody is mailed."""
    assert rehearsal.asked_by is not None
    with transaction.atomic():
        copy = duplicate_workshop(by=rehearsal.asked_by, original=rehearsal.workshop, title="Övning")
        copy.is_rehearsal = True
        copy.recipients = []
        # A draft is rehearsed before everything in it has its name, or its length.
        copy.settings = {**copy.settings, "minutes": None}
        copy.save(update_fields=["is_rehearsal", "recipients", "settings"])
        for unnamed in (copy.columns, copy.activities):
            unnamed.filter(title="").update(title="Övning")
        if not copy.columns.exists():
            Column.objects.create(workshop=copy, title="Övning", position=0)
        _ready(copy, "collect", COLLECT)
        _ready(copy, "vote", VOTE)
        Rehearsal.objects.filter(pk=rehearsal.pk).update(copy=copy)
    return copy


def _ready(copy: Workshop, kind: str, wanted: dict[str, Any]) -> None:
    """The first step of that kind, or a new one, without a clock and with the settings that it needs."""
    step = copy.activities.filter(kind=kind).first()
    step = step or Activity(workshop=copy, kind=kind, title=kind, position=copy.activities.count())
    step.minutes, step.settings = None, dict(wanted)
    step.save()


def end_rehearsal(rehearsal: UUID, *, figures: Figures | None, problem: str, now: datetime) -> None:
    """Files the outcome, frees the slot and removes the copy with everything in it."""
    row = Rehearsal.objects.get(pk=rehearsal)
    row.state = (
        Rehearsal.State.STOPPED if problem in {"asked", "people_came", "unknown"}
        else Rehearsal.State.FAILED if problem
        else Rehearsal.State.DONE
    )  # fmt: skip
    if figures is not None:
        verdict = judge(figures)
        row.figures = {**asdict(figures), "colour": verdict.colour, "comfortable": verdict.comfortable}
    row.problem, row.ended_at, row.slot, row.lease_until = problem, now, None, None
    row.save(update_fields=["state", "figures", "problem", "ended_at", "slot", "lease_until"])
    remove_copy(row)


def remove_copy(rehearsal: Rehearsal) -> None:
    if rehearsal.copy_id is not None:
        Workshop.objects.filter(pk=rehearsal.copy_id, is_rehearsal=True).delete()


def end_abandoned(now: datetime) -> int:
    """Ends rehearsals whose worker died, and throws away copies that nobody runs any more. Returns how many it ended."""
    dead = Rehearsal.objects.filter(state=Rehearsal.State.RUNNING, lease_until__lt=now)
    unwanted = Rehearsal.objects.filter(state=Rehearsal.State.DUE, stop_asked=True)
    ended = 0
    for row in [*dead, *unwanted]:
        end_rehearsal(row.pk, figures=None, problem="asked" if row.stop_asked else "worker_died", now=now)
        ended += 1
    if not Rehearsal.objects.filter(slot=Rehearsal.THE_SLOT).exists():
        Workshop.objects.filter(is_rehearsal=True).delete()
    return ended
