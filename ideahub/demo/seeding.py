"""The demo arena: its seven workshops, three of them held, one open and waiting, three planned."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ideahub.accounts.models import User
from ideahub.core.actor import Actor, Audience
from ideahub.demo.held import Held
from ideahub.demo.material import Session, SessionTexts, read_programme, texts_of
from ideahub.demo.past import carry_out, send
from ideahub.demo.people import demo_password, ensure_organizer
from ideahub.eventlog.models import Stream
from ideahub.protocol.state import ActivitySettings
from ideahub.workshops.agenda_templates import SHAPES
from ideahub.workshops.arenas import create_arena
from ideahub.workshops.codes import create_with_codes, new_code
from ideahub.workshops.leaders import make_leader
from ideahub.workshops.models import Activity, Arena, Column, Workshop

OPEN_CODE = "428617"
HELD_AT, PLANNED_AT = time(13, 0), time(10, 0)


@dataclass(frozen=True, slots=True)
class Demo:
    email: str
    password: str
    board_path: str
    code: str


@transaction.atomic
def seed_demo() -> Demo:
    """Makes the demo arena, or finds it made; either way tells how to get in."""
    organizer = ensure_organizer()
    waiting = _find_open(organizer) or _make_arena(organizer)
    return Demo(organizer.email, demo_password(), f"/board/{waiting.id}/", waiting.code)


def _find_open(organizer: User) -> Workshop | None:
    """The session that waits in an arena that was seeded before; when it is over, the newest of that arena."""
    workshops = Workshop.objects.filter(arena__name=read_programme().arena.name, arena__memberships__user=organizer)
    return workshops.filter(code=OPEN_CODE).first() or workshops.filter(status="open").first() or workshops.last()


def _make_arena(organizer: User) -> Workshop:
    """Returns the workshop that is open."""
    programme, now = read_programme(), timezone.now()
    texts = [texts_of(session) for session in programme.sessions]
    days = days_around(now, held=[one is not None for one in texts])
    arena = create_arena(
        by=organizer,
        name=programme.arena.name,
        place=programme.arena.place,
        on=timezone.localtime(min(days)).date(),
        language=programme.arena.language,
    )
    waiting: Workshop | None = None
    for session, written, starts_at in zip(programme.sessions, texts, days, strict=True):
        is_open = written is None and waiting is None
        workshop, columns = prepare(arena, session, organizer, starts_at=starts_at, code=OPEN_CODE if is_open else None)
        if written is not None:
            hold(workshop, columns, session=session, texts=written, leader=organizer, began_at=starts_at)
        elif is_open:
            _open_and_wait(workshop, organizer, now)
            waiting = workshop
    if waiting is None:
        raise ValueError("the programme has no session left to open")
    return waiting


def days_around(now: datetime, *, held: list[bool]) -> list[datetime]:
    """When each session begins: held ones on the days before today, the first of the others now, the rest from tomorrow on."""
    today = timezone.localtime(now)
    before, after = -sum(held), 0
    days: list[datetime] = []
    for was_held in held:
        day = today + timedelta(days=before if was_held else after)
        clock = HELD_AT if was_held else PLANNED_AT
        is_today = not was_held and after == 0
        days.append(now if is_today else day.replace(hour=clock.hour, minute=0, second=0, microsecond=0))
        before, after = (before + 1, after) if was_held else (before, after + 1)
    return days


def prepare(
    arena: Arena, session: Session, organizer: User, *, starts_at: datetime, code: str | None
) -> tuple[Workshop, dict[str, UUID]]:
    """A draft as the programme describes it, and its columns by their keys."""
    wanted = iter([code] if code else [])
    workshop = create_with_codes(
        pick_code=lambda: next(wanted, None) or new_code(),
        arena=arena,
        title=session.title,
        purpose=session.purpose,
        language=arena.language,
        place=arena.place,
        partners=[partner.name for partner in session.partners],
        recipients=[organizer.email],
        starts_at=starts_at,
        settings={"minutes": session.minutes},
    )
    Stream.objects.create(workshop=workshop)
    make_leader(by=organizer, workshop=workshop)
    rows = [
        Column(workshop=workshop, title=question.title, position=position, shape=SHAPES[position])
        for position, question in enumerate(session.columns)
    ]
    Column.objects.bulk_create(rows)
    columns = {question.key: row.id for question, row in zip(session.columns, rows, strict=True)}
    Activity.objects.bulk_create(
        Activity(
            workshop=workshop,
            kind=step.kind,
            title=step.title,
            minutes=step.minutes,
            position=position,
            settings=known_settings(step.settings, columns),
        )
        for position, step in enumerate(session.agenda)
    )
    return workshop, columns


def known_settings(written: dict[str, object], columns: dict[str, UUID]) -> dict[str, object]:
    """The settings that mean something here, under the names the protocol gives them.

    A step that asks about all columns names none.
    """
    settings = {"max_per_target" if name == "max_per_idea" else name: value for name, value in written.items()}
    if isinstance(keys := settings.pop("columns", None), list) and set(keys) != columns.keys():
        settings["columns"] = [str(columns[key]) for key in keys]
    return {name: value for name, value in settings.items() if name in ActivitySettings.model_fields}


def hold(
    workshop: Workshop,
    columns: dict[str, UUID],
    *,
    session: Session,
    texts: SessionTexts,
    leader: User,
    began_at: datetime,
) -> None:
    """Plays a session as if it had been held at `began_at`; its report is due afterwards."""
    dice = random.Random(session.slug)
    Held(workshop, leader, texts, began_at, columns, session.people, dice).play()


def _open_and_wait(workshop: Workshop, organizer: User, now: datetime) -> None:
    """Opens its first step without a clock, so that nothing runs out while nobody is there."""
    staff = Actor(Audience.STAFF, organizer.id)
    carry_out(workshop.id, now, [send(staff, "workshop.open"), send(staff, "timer.set")])
