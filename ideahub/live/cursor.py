"""One process's place in a workshop's log, and the newest events in memory."""

from collections import deque
from collections.abc import Sequence
from uuid import UUID

from ideahub.eventlog.models import Event
from ideahub.eventlog.queries import Head, events_since, head, log_since
from ideahub.live.executor import read
from ideahub.live.replay import Entry, Tail

LOOK_BACK = 200
# With an action's event its owner's address may have gone.
TEXTS_GO = frozenset(
    {"idea.erased", "idea.withdrawn", "comment.removed", "suggestion.withdrawn", "action.updated", "action.removed"}
)


class Cursor:
    """What this process has committed is handed over and not read again; the rest is read from the database."""

    def __init__(self, workshop: UUID) -> None:
        self.workshop = workshop
        self.at = Head("", 0)
        self.tail = Tail()
        self._handed: list[Event] = []

    async def start(self) -> None:
        self.tail = Tail()
        at = await read(head, self.workshop)
        self.tail.extend(await read(events_since, self.workshop, max(0, at.seq - LOOK_BACK)))
        # Something may have been written between the two reads.
        self.at = Head(at.epoch, self.tail.entries[-1].seq) if self.tail.entries else at

    def hand(self, events: Sequence[Event]) -> None:
        """Takes events of this process's own commit, if they come next; what does not is read when its turn comes."""
        last = self._handed[-1].seq if self._handed else self.at.seq
        if events and events[0].seq == last + 1 and events[0].stream.epoch == self.at.epoch:
            self._handed.extend(events)

    def take_handed(self) -> list[Event]:
        """Moves over what was handed, without the database."""
        handed, self._handed = self._handed, []
        fresh = [event for event in handed if event.seq > self.at.seq]
        if not fresh or fresh[0].seq != self.at.seq + 1 or takes_texts_away(fresh):
            return []
        self._move(self.at.epoch, fresh)
        return fresh

    async def read_on(self, *, expected: bool) -> tuple[list[Event], Head | None]:
        """Moves over what came since and returns it; or the head of another log under the same name, a restored database's.

        `expected`: somebody has said that there is something.
        """
        now, fresh = await read(log_since, self.workshop, self.at.seq, expected=expected)
        if now.epoch != self.at.epoch or now.seq < self.at.seq:
            return [], now
        if fresh:
            self._move(now.epoch, fresh)
        return fresh, None

    def start_over(self, at: Head) -> None:
        """Another log under the same name: nothing known of it but its head."""
        self.tail, self.at, self._handed = Tail(), at, []

    def _move(self, epoch: str, fresh: list[Event]) -> None:
        if takes_texts_away(fresh):
            # A text may have been taken out of events that were told before: what is kept of them goes.
            self.tail = Tail()
        self.tail.extend(fresh)
        self.at = Head(epoch, fresh[-1].seq)

    async def between(self, after: int, upto: int) -> list[Entry]:
        """All entries of (after, upto], from the database where the tail is too short."""
        if self.tail.holds(after, upto):
            return self.tail.between(after, upto)
        older = Tail()
        older.entries = deque(Entry(event) for event in await read(events_since, self.workshop, after))
        return older.between(after, upto)

    async def has_reached(self, seq: int) -> bool:
        """Whether the log is at `seq`, which a snapshot may say before this cursor has come so far."""
        now = await read(head, self.workshop)
        return now.epoch == self.at.epoch and seq <= now.seq


def takes_texts_away(events: Sequence[Event]) -> bool:
    return any(event.type in TEXTS_GO for event in events)
