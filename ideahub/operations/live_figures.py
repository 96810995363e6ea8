"""How the service stands now: meetings, phones, ideas a minute, time to the screen, mail."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min, QuerySet

from ideahub.edge.health import look
from ideahub.edge.presence import Here, here_now
from ideahub.ideas.models import Idea
from ideahub.mail.models import Message
from ideahub.operations import samples
from ideahub.operations.samples import Sample
from ideahub.workshops.models import Workshop

MINUTE = timedelta(minutes=1)
SOON = timedelta(hours=1)
# A second is when a room begins to notice.
SLOW_MS = 1000
FEWER_IN_S = 300


@dataclass(frozen=True, slots=True)
class MeetingNow:
    """`state`: "good", "slow" where things take more than a second to reach the screens, "empty" while nobody is there."""

    id: UUID
    title: str
    phones: int
    ideas_a_minute: int
    lag_ms: int | None
    state: str


@dataclass(frozen=True, slots=True)
class MailNow:
    """Mails that wait; the age in seconds of the one that has been due longest; those that failed for good today."""

    waiting: int
    oldest_s: int
    failed: int


@dataclass(frozen=True, slots=True)
class Now:
    """`meetings` are those that the person asking may see; the rest is of the whole installation.

    `gone`: how many fewer phones than at the most in the last five minutes.
    """

    server_time: datetime
    status: str
    checks: dict[str, bool]
    meetings: list[MeetingNow]
    phones: int
    gone: int
    running: int
    opening_soon: int
    lag_ms: int | None
    worst_today_ms: int | None
    mail: MailNow
    history: list[Sample]


def operations_now(seen: QuerySet[Workshop], *, now: datetime) -> Now:
    """A fixed number of queries, whatever the number of meetings."""
    status, checks = look()
    everything = running()
    here = here_now([one.pk for one in everything])
    history = samples.recent()
    total = total_of(here.values())
    lately = [one.phones for one in history if one.at > now.timestamp() - FEWER_IN_S]
    return Now(
        server_time=now,
        status=status,
        checks=checks,
        meetings=_meetings(seen.filter(status="open"), here, now=now),
        phones=total.phones,
        gone=max(0, max(lately, default=0) - total.phones),
        running=len(everything),
        opening_soon=Workshop.objects.filter(
            status="draft", is_rehearsal=False, starts_at__gt=now, starts_at__lt=now + SOON
        ).count(),
        lag_ms=total.lag_ms,
        worst_today_ms=samples.worst_lag_ms(now),
        mail=mail_now(now),
        history=samples.thinned(history),
    )


def running() -> list[Workshop]:
    """Real meetings that are open, in the whole installation."""
    return list(Workshop.objects.filter(status="open", is_rehearsal=False).only("pk"))


def total_of(parts: Iterable[Here]) -> Here:
    found = list(parts)
    return Here(
        sum(one.phones for one in found), max((one.lag_ms for one in found if one.lag_ms is not None), default=None)
    )


def take_sample(now: datetime) -> Sample:
    """Raises redis.RedisError."""
    here = here_now([one.pk for one in running()])
    total = total_of(here.values())
    meetings = sum(one.phones > 0 for one in here.values())
    sample = Sample(now.timestamp(), total.phones, meetings, total.lag_ms, mail_now(now).waiting)
    samples.keep(sample, now)
    return sample


def mail_now(now: datetime) -> MailNow:
    waiting = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    oldest = waiting.filter(due_at__lte=now).aggregate(at=Min("created_at"))["at"]
    failed = Message.objects.filter(state=Message.State.FAILED, created_at__gt=now - timedelta(days=1))
    return MailNow(waiting.count(), int((now - oldest).total_seconds()) if oldest else 0, failed.count())


def _meetings(seen: QuerySet[Workshop], here: dict[UUID, Here], *, now: datetime) -> list[MeetingNow]:
    rows = list(seen.order_by("title", "pk"))
    fresh = Idea.objects.filter(workshop__in=[one.pk for one in rows], created_at__gt=now - MINUTE, withdrawn=False)
    pace = Counter(fresh.values_list("workshop_id", flat=True))
    return [_meeting(one, here.get(one.pk, Here()), pace[one.pk]) for one in rows]


def _meeting(row: Workshop, here: Here, pace: int) -> MeetingNow:
    slow = here.lag_ms is not None and here.lag_ms > SLOW_MS
    state = "empty" if not here.phones else "slow" if slow else "good"
    return MeetingNow(row.pk, row.title, here.phones, pace, here.lag_ms, state)
