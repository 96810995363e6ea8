"""Reading a workshop's log."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from ideahub.eventlog.models import Event, Outcome, Stream
from ideahub.eventlog.statements import Question

HEAD = Question(lambda workshop: Stream.objects.filter(pk=workshop).values_list("epoch", "seq"))
OUTCOMES = Question(lambda workshop, commands: Outcome.objects.filter(stream=workshop, command__in=commands))


class Head(NamedTuple):
    epoch: str
    seq: int


def head(workshop: UUID) -> Head:
    """Raises Stream.DoesNotExist."""
    return Head(*HEAD.one(workshop))


def events_since(workshop: UUID, seq: int, *, most: int = 5000) -> list[Event]:
    """Events after `seq` in order."""
    return list(Event.objects.filter(stream_id=workshop, seq__gt=seq).order_by("seq")[:most])


def known_outcomes(workshop: UUID, commands: Sequence[UUID]) -> dict[UUID, Outcome]:
    return {one.command: one for one in OUTCOMES.ask(workshop, commands)}
