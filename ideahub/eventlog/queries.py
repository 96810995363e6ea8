"""Reading a workshop's log."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from ideahub.eventlog.models import Event, Outcome, Stream


class Head(NamedTuple):
    epoch: str
    seq: int


def head(workshop: UUID) -> Head:
    epoch, seq = Stream.objects.values_list("epoch", "seq").get(pk=workshop)
    return Head(epoch, seq)


def events_since(workshop: UUID, seq: int, *, most: int = 5000) -> list[Event]:
    """Events after `seq` in order."""
    return list(Event.objects.filter(stream_id=workshop, seq__gt=seq).order_by("seq")[:most])


def known_outcomes(workshop: UUID, commands: Sequence[UUID]) -> dict[UUID, Outcome]:
    return {one.command: one for one in Outcome.objects.filter(stream_id=workshop, command__in=commands)}
