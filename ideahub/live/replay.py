"""The tail of a workshop's log, each event encoded once for each audience that asked for it."""

import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ideahub.core.actor import Audience
from ideahub.eventlog.models import Event
from ideahub.visibility import seen_by

MOST_KEPT = 1000


@dataclass(slots=True)
class Entry:
    """One event of the log and its encodings."""

    event: Event
    encoded: dict[Audience, str | None] = field(default_factory=dict)

    @property
    def seq(self) -> int:
        return self.event.seq

    @property
    def concerns(self) -> UUID | None:
        return self.event.concerns

    def text_for(self, audience: Audience) -> str | None:
        """The event as JSON text, or None when this audience may not see it."""
        if audience not in self.encoded:
            event = self.event
            fact = seen_by(audience, event.payload, totals_shown=event.totals_shown, was_seen=event.was_seen)
            self.encoded[audience] = (
                None if fact is None else json.dumps(fact, ensure_ascii=False, separators=(",", ":"))
            )
        return self.encoded[audience]


@dataclass
class Tail:
    """The newest events in order, without gaps."""

    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))

    def extend(self, events: Iterable[Event]) -> None:
        self.entries.extend(Entry(event) for event in events)

    def holds(self, after: int, upto: int) -> bool:
        """Whether all of (after, upto] is here."""
        return after >= upto or bool(self.entries and self.entries[0].seq <= after + 1 and self.entries[-1].seq >= upto)

    def between(self, after: int, upto: int) -> list[Entry]:
        if after >= upto or not self.entries:
            return []
        first = self.entries[0].seq
        return [self.entries[i] for i in range(max(0, after + 1 - first), min(len(self.entries), upto + 1 - first))]


def frame(audience: Audience, entries: Iterable[Entry], *, after: int, upto: int) -> tuple[str, int]:
    """An `events` frame for one audience, and how many events are in it."""
    texts = [text for entry in entries if (text := entry.text_for(audience)) is not None]
    return f'{{"type":"events","after":{after},"upto":{upto},"events":[{",".join(texts)}]}}', len(texts)
