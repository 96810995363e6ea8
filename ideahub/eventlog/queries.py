"""Reading a workshop's log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from ideahub.eventlog.models import Event, Outcome, Stream
from ideahub.eventlog.statements import Question

HEAD = Question(lambda workshop: Stream.objects.filter(pk=workshop).values_list("epoch", "seq"))
MOST_EVENTS = 5000
SINCE = Question(lambda workshop, seq: Event.objects.filter(stream=workshop, seq__gt=seq).order_by("seq")[:MOST_EVENTS])
FIELDS = [field.attname for field in Event._meta.concrete_fields]
SINCE_WITH_HEAD = Question(
    lambda workshop, seq: (
        Event.objects.filter(stream=workshop, seq__gt=seq)
        .order_by("seq")
        .values_list(*FIELDS, "stream__epoch", "stream__seq")[:MOST_EVENTS]
    )
)
OUTCOMES = Question(lambda workshop, commands: Outcome.objects.filter(stream=workshop, command__in=commands))


class Head(NamedTuple):
    epoch: str
    seq: int


def head(workshop: UUID) -> Head:
    """Raises Stream.DoesNotExist."""
    return Head(*HEAD.one(workshop))


def events_since(workshop: UUID, seq: int) -> list[Event]:
    """Events after `seq` in order, the first MOST_EVENTS of them."""
    return SINCE.ask(workshop, seq)


def log_since(workshop: UUID, seq: int, *, expected: bool) -> tuple[Head, list[Event]]:
    """The head, and what came after `seq`, with one statement where that is `expected` and did. Raises Stream.DoesNotExist."""
    if not expected:
        now = head(workshop)
        if now.seq <= seq:
            return now, []
    rows = SINCE_WITH_HEAD.ask(workshop, seq)
    if not rows:
        return head(workshop), []
    return Head(*rows[-1][len(FIELDS) :]), [Event.from_db(DEFAULT_DB_ALIAS, FIELDS, row[: len(FIELDS)]) for row in rows]


def tables_told(workshop: UUID) -> list[tuple[datetime, list[dict[str, Any]]]]:
    """When the tables changed and what was told of them then, in order, of what is stored."""
    told = Event.objects.filter(stream_id=workshop, type="table.changed").order_by("seq")
    return list(told.values_list("created_at", "payload__workshop__tables"))


def known_outcomes(workshop: UUID, commands: Sequence[UUID]) -> dict[UUID, Outcome]:
    return {one.command: one for one in OUTCOMES.ask(workshop, commands)}
