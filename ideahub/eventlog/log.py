"""Writing to a workshop's log: the row lock that makes `seq` gapless, the events, and the wake-up after the commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ideahub.core.clock import now as clock_now
from ideahub.eventlog import publish
from ideahub.eventlog.models import Event, Stream
from ideahub.eventlog.statements import Question, insert, save
from ideahub.eventlog.together import forget, together
from ideahub.protocol import events

LOCKED = Question(lambda workshop: Stream.objects.select_for_update().filter(pk=workshop))


@dataclass
class Log:
    """One transaction's view of a locked stream. Only domain functions record."""

    stream: Stream
    now: datetime
    fresh: list[Event] = field(default_factory=list)
    # Participants whose own view changed without an event that says so (a vote, a raised hand).
    touched: set[UUID] = field(default_factory=set)
    hands_changed: bool = False

    @property
    def seq(self) -> int:
        return self.stream.seq

    def record(
        self,
        kind: type[events.Event],
        *,
        totals_shown: bool = False,
        was_seen: bool = True,
        concerns: UUID | None = None,
        **fields: Any,
    ) -> int:
        """Appends an event with the next seq and returns it. `fields` are the event's own."""
        self.stream.seq += 1
        event = kind(seq=self.stream.seq, **fields)
        self.fresh.append(
            Event(
                stream=self.stream,
                seq=self.stream.seq,
                type=event.type,  # type: ignore[attr-defined]
                payload=event.model_dump(mode="json", by_alias=True),
                totals_shown=totals_shown,
                was_seen=was_seen,
                concerns=concerns,
                created_at=self.now,
            )
        )
        return self.stream.seq

    def write(self) -> None:
        """Stores the events and the new head. Call once, last in the transaction."""
        if self.fresh:
            insert(self.fresh)
            save([self.stream], "seq")

    def announce_after_commit(self) -> None:
        if self.fresh or self.touched or self.hands_changed:
            message = publish.Wake(
                workshop=self.stream.pk,
                seq=self.stream.seq,
                touched=frozenset(self.touched),
                hands=self.hands_changed,
                fresh=tuple(self.fresh),
            )
            transaction.on_commit(lambda: publish.announce(message))


@contextmanager
def open_log(workshop: UUID, *, ahead: Callable[[], None] | None = None) -> Iterator[Log]:
    """One transaction that holds the workshop's lock; what is recorded inside is stored and announced when it commits.

    `ahead` asks ahead what will be read. Raises Stream.DoesNotExist for a workshop that has none.
    """
    with together(), transaction.atomic():
        forget()
        # The lock alone: whatever else were read in its statement would be as it was before the wait for it.
        LOCKED.ask_ahead(workshop)
        if ahead:
            ahead()
        log = Log(stream=LOCKED.one(workshop), now=clock_now())
        yield log
        log.write()
        log.announce_after_commit()
