"""What an organizer sees first: the meetings, what waits for them, and what became of what was agreed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from ideahub.accounts.models import Membership, Role
from ideahub.accounts.rules import may_prepare
from ideahub.actions.models import ActionItem
from ideahub.ideas.models import Idea
from ideahub.mail.models import Message
from ideahub.mail.queries import messages_under
from ideahub.reports.models import Report
from ideahub.workshops.leaders import leaders_with_names
from ideahub.workshops.models import Activity, Leaderless, Workshop
from ideahub.workshops.plans import planned_minutes, planned_tables
from ideahub.workshops.queries import with_counts, with_setup
from ideahub.workshops.readiness import what_is_missing

Wait = Literal[
    "review",
    "overtime",
    "start",
    "no_leader",
    "unready",
    "report_failed",
    "mail_failed",
    "late",
    "needs_help",
    "no_owner",
]
SOON = timedelta(days=7)
SHORTLY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Progress:
    """Action items of one meeting by what became of them."""

    workshop: UUID
    title: str
    done: int
    in_progress: int
    late: int
    not_started: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something somebody should look at; `count` is how many of it, `since` when it has waited, where that is known."""

    kind: Wait
    workshop: UUID
    title: str
    count: int = 1
    name: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeaderName:
    """Somebody who leads a meeting: their membership, and what they are called."""

    member: int
    name: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """One row of a list of meetings."""

    id: UUID
    arena: UUID
    arena_name: str
    role: Role
    title: str
    place: str
    status: str
    locked: bool
    code: str
    starts_at: datetime | None
    minutes: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    people: int
    ideas: int
    columns: int
    step: Activity | None
    step_number: int
    timer_ends_at: datetime | None
    timer_paused_s: int | None
    report: str | None
    missing: int
    leaders: list[LeaderName]
    leaderless_since: datetime | None
    tables: int


@dataclass(frozen=True, slots=True)
class Overview:
    meetings: list[Meeting]
    waiting: list[Waiting]
    follow_up: list[Progress]


def overview(workshops: QuerySet[Workshop], *, user_id: UUID, now: datetime, today: date) -> Overview:
    """Reads a fixed number of queries, whatever the number of meetings."""
    meetings = meeting_rows(workshops, user_id=user_id)
    actions = list(
        ActionItem.objects.filter(workshop__in=[one.id for one in meetings], removed=False)
        .exclude(status="dropped")
        .only("workshop_id", "title", "status", "due_on", "owner_name")
    )
    waiting = [*_meetings_waiting(meetings, now=now), *_actions_waiting(meetings, actions, today=today)]
    return Overview(meetings=meetings, waiting=waiting, follow_up=_progress(meetings, actions, today=today))


def meeting_rows(workshops: QuerySet[Workshop], *, user_id: UUID) -> list[Meeting]:
    role = Membership.objects.filter(user=user_id, arena=OuterRef("arena")).values("role")[:1]
    report = Report.objects.filter(workshop=OuterRef("pk")).order_by("-version").values("state")[:1]
    since = Leaderless.objects.filter(workshop=OuterRef("pk")).values("since")[:1]
    rows = with_setup(with_counts(workshops)).annotate(role=Subquery(role), report=Subquery(report))
    rows = rows.annotate(leaderless_since=Subquery(since))
    rows = rows.prefetch_related(leaders_with_names())
    return [_meeting(one) for one in rows.order_by("starts_at", "id")]


def _meeting(row: Workshop) -> Meeting:
    steps, columns = list(row.activities.all()), list(row.columns.all())
    place = next((number for number, one in enumerate(steps, 1) if one.id == row.activity_id), 0)
    return Meeting(
        id=row.id,
        arena=row.arena_id,
        arena_name=row.arena.name,
        role=Role(row.role),  # type: ignore[attr-defined]
        title=row.title,
        place=row.place,
        status=row.status,
        locked=row.locked,
        code=row.code,
        starts_at=row.starts_at,
        minutes=planned_minutes(row),
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        people=row.people,  # type: ignore[attr-defined]
        ideas=row.idea_count,  # type: ignore[attr-defined]
        columns=len(columns),
        step=row.activity,
        step_number=place,
        timer_ends_at=row.timer_ends_at,
        timer_paused_s=row.timer_paused_s,
        report=row.report,  # type: ignore[attr-defined]
        missing=len(what_is_missing(row, columns, steps)),
        leaders=[LeaderName(one.member_id, one.member.user.name or one.member.user.email) for one in row.leaders.all()],
        leaderless_since=row.leaderless_since,  # type: ignore[attr-defined]
        tables=planned_tables(steps),
    )


def pending_ideas(workshops: Iterable[UUID]) -> Counter[UUID]:
    """How many ideas wait for review in each."""
    waiting = Idea.objects.filter(workshop__in=list(workshops), status="pending", withdrawn=False)
    return Counter(waiting.values_list("workshop_id", flat=True))


def _failed_mails(workshops: Iterable[UUID]) -> Counter[str]:
    keys = {f"report:{one}:" for one in workshops}
    failed = messages_under("report:").filter(state=Message.State.FAILED).values_list("key", flat=True)
    return Counter(key.split(":")[1] for key in failed if any(key.startswith(known) for known in keys))


def _meetings_waiting(meetings: list[Meeting], *, now: datetime) -> Iterable[Waiting]:
    pending = pending_ideas(one.id for one in meetings if one.status == "open")
    failed = _failed_mails(one.id for one in meetings if one.status == "closed")
    for one in meetings:
        if not may_prepare(one.role):
            continue
        if pending[one.id]:
            yield Waiting("review", one.id, one.title, pending[one.id])
        if one.status == "open" and one.timer_ends_at is not None and one.timer_ends_at < now:
            yield Waiting("overtime", one.id, one.title)
        if not one.leaders and _is_soon_or_on(one, now):
            yield Waiting("no_leader", one.id, one.title, name=one.place or one.arena_name, since=one.leaderless_since)
        if one.status == "draft" and one.starts_at is not None:
            if one.missing and now < one.starts_at < now + SOON:
                yield Waiting("unready", one.id, one.title, one.missing)
            elif not one.missing and now - SHORTLY < one.starts_at < now + SHORTLY:
                yield Waiting("start", one.id, one.title)
        if one.report == Report.State.FAILED:
            yield Waiting("report_failed", one.id, one.title)
        if failed[str(one.id)]:
            yield Waiting("mail_failed", one.id, one.title, failed[str(one.id)])


def _is_soon_or_on(meeting: Meeting, now: datetime) -> bool:
    if meeting.status == "draft" and meeting.starts_at is not None:
        return now - SHORTLY < meeting.starts_at < now + SOON
    return meeting.status == "open"


def _actions_waiting(meetings: list[Meeting], actions: list[ActionItem], *, today: date) -> Iterable[Waiting]:
    for one in meetings:
        if one.status != "closed" or not may_prepare(one.role):
            continue
        mine = [action for action in actions if action.workshop_id == one.id and action.status != "done"]
        late = [action for action in mine if _is_late(action, today)]
        if late:
            yield Waiting("late", one.id, one.title, len(late))
        for action in mine:
            if action.status == "needs_help":
                yield Waiting("needs_help", one.id, action.title, name=action.owner_name)
        unowned = [action for action in mine if not action.owner_name]
        if unowned:
            yield Waiting("no_owner", one.id, one.title, len(unowned))


def _is_late(action: ActionItem, today: date) -> bool:
    return action.status != "done" and action.due_on is not None and action.due_on < today


def _progress(meetings: list[Meeting], actions: list[ActionItem], *, today: date) -> list[Progress]:
    """The latest meeting first; meetings without action items are left out."""
    found = []
    for one in reversed(meetings):
        mine = [action for action in actions if action.workshop_id == one.id]
        if mine and one.status == "closed":
            counts = Counter(_fate(action, today) for action in mine)
            found.append(
                Progress(
                    one.id, one.title, counts["done"], counts["in_progress"], counts["late"], counts["not_started"]
                )
            )
    return found


def _fate(action: ActionItem, today: date) -> str:
    if action.status == "done":
        return "done"
    if _is_late(action, today):
        return "late"
    return "in_progress" if action.status in {"accepted", "in_progress", "needs_help"} else "not_started"
