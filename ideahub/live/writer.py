"""Group commit: while one transaction of a workshop commits, the next batch gathers."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from ideahub import metrics
from ideahub.commands import Sent, execute_batch
from ideahub.edge.counting import count_batch, count_undecided
from ideahub.edge.log_context import of_many
from ideahub.eventlog.together import together
from ideahub.live.executor import write
from ideahub.protocol.frames import Result
from ideahub.snapshot import Part, ask_mine_ahead, mine

MOST_IN_A_BATCH = 500
# What of the sender's own view the frequent commands can change; the others may change all of it.
CHANGES: dict[str, set[Part]] = {
    "vote.set": {Part.VOTES},
    "vote.done": {Part.VOTES},
    "idea.capture": {Part.IDEAS},
    "idea.restore": {Part.IDEAS},
    "comment.add": set(),
    "idea.support": {Part.SUPPORTS},
    "action.suggest": {Part.SUGGESTIONS},
    "suggestion.withdraw": {Part.SUGGESTIONS},
}
EVERYTHING = frozenset(Part)


class Decided(NamedTuple):
    """Results in the order of the commands, and the sender's own view after them.

    It is whole as of seq `reflects` or later; or only what the commands can change of it, and tells of the events in `tells_of`.
    """

    results: list[Result]
    me: dict[str, Any] | None
    reflects: int = 0
    tells_of: frozenset[int] = frozenset()


class Waiting(NamedTuple):
    """`since`: when the frame with the commands arrived."""

    commands: list[Sent]
    done: "asyncio.Future[Decided]"
    since: float


@dataclass
class Writer:
    """One workshop's queue in this process."""

    workshop: UUID
    waiting: list[Waiting] = field(default_factory=list)
    # What is being written now.
    taken: list[Waiting] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None

    def submit(self, commands: list[Sent], *, since: float) -> "asyncio.Future[Decided]":
        """Queues one sender's commands, in order behind what already waits. The future fails if the database does.

        `since`: when they arrived, by `monotonic`.
        """
        done: asyncio.Future[Decided] = asyncio.get_running_loop().create_future()
        self.waiting.append(Waiting(commands, done, since))
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run(), context=of_many(self.workshop))
        return done

    async def _run(self) -> None:
        while self.waiting:
            taken = self.taken = self._take()
            batch = [sent for one in taken for sent in one.commands]
            began = monotonic()
            try:
                results, own = await write(_execute, self.workshop, batch)
            except Exception as error:
                count_undecided([sent.raw for sent in batch], error)
                for one in taken:
                    if not one.done.done():
                        one.done.set_exception(error)
                continue
            finally:
                self.taken = []
            count_batch(self.workshop, batch, results, seconds=monotonic() - began)
            self._answer(taken, batch, results, own)
        # A process that lives for months sees many meetings.
        if _writers.get(self.workshop) is self:
            del _writers[self.workshop]

    def _take(self) -> list[Waiting]:
        taken: list[Waiting] = []
        size = 0
        while self.waiting and (not taken or size + len(self.waiting[0].commands) <= MOST_IN_A_BATCH):
            taken.append(self.waiting.pop(0))
            size += len(taken[-1].commands)
        return taken

    def _answer(
        self, taken: list[Waiting], batch: list[Sent], results: list[Result], own: dict[UUID, dict[str, Any]]
    ) -> None:
        at = 0
        now = monotonic()
        took = metrics.ACK_SECONDS.labels(metrics.BY_SOCKET)
        # What is decided again changed nothing: its part of the view is not among those that come along.
        reflects = max((result.seq or 0 for result in results if not result.repeat), default=0)
        brought = {person: parts for parts, people in _changed(batch, results).items() for person in people}
        # What others do in the same batch may concern the sender too, by more than comes along.
        changed = {part for sent, result in zip(batch, results, strict=True) for part in _parts(sent, result)}
        for one in taken:
            decided = results[at : at + len(one.commands)]
            sender = one.commands[0].actor.id if one.commands else None
            me = own.get(sender) if sender else None
            if not one.done.done():
                if me is None or sender is None or brought[sender] == EVERYTHING:
                    one.done.set_result(Decided(decided, me, reflects if me else 0))
                else:
                    seqs = {result.seq for result in decided if result.seq and not result.repeat}
                    if changed <= brought[sender]:
                        seqs.add(reflects)
                    elif changed == EVERYTHING:
                        # By the last seq the wake names all whom the batch concerned, also where it is the sender's own event.
                        seqs.discard(reflects)
                    one.done.set_result(Decided(decided, me, tells_of=frozenset(seqs)))
            took.observe(now - one.since)
            at += len(one.commands)


def _execute(workshop: UUID, batch: Sequence[Sent]) -> tuple[list[Result], dict[UUID, dict[str, Any]]]:
    # What is read after the commit goes to the database before it, and comes back with it.
    with together():
        results = execute_batch(workshop, batch, last=lambda results: _ask_own_ahead(workshop, batch, results))
        own: dict[UUID, dict[str, Any]] = {}
        for parts, people in _changed(batch, results).items():
            own |= mine(workshop, people, parts)
    return results, own


def _ask_own_ahead(workshop: UUID, batch: Sequence[Sent], results: Sequence[Result]) -> None:
    if len(batch) == len(results):
        for parts, people in _changed(batch, results).items():
            ask_mine_ahead(workshop, people, parts)


def _changed(batch: Sequence[Sent], results: Sequence[Result]) -> dict[frozenset[Part], list[UUID]]:
    """Whose own view the commands changed, by what of it."""
    changed: dict[UUID, set[Part]] = {}
    for sent, result in zip(batch, results, strict=True):
        if sent.actor.participant:
            changed.setdefault(sent.actor.participant, set()).update(_parts(sent, result))
    people: dict[frozenset[Part], list[UUID]] = {}
    for person, parts in changed.items():
        if parts:
            people.setdefault(frozenset(parts), []).append(person)
    return people


def _parts(sent: Sent, result: Result) -> Collection[Part]:
    """What of its sender's own view the command may have changed, were it a participant."""
    return CHANGES.get(str(sent.raw.get("name")), EVERYTHING) if result.ok and not result.repeat else ()


_writers: dict[UUID, Writer] = {}


def writer_of(workshop: UUID) -> Writer:
    """To be given something to write at once: it is kept until all that it was given is written."""
    return _writers.setdefault(workshop, Writer(workshop))


def longest_wait_s() -> float:
    """Of what has arrived in this process and is not yet answered, the age of the oldest. From any thread."""
    arrived = [one.since for writer in tuple(_writers.values()) for one in (*writer.taken, *writer.waiting[:1])]
    return max(0.0, monotonic() - min(arrived)) if arrived else 0.0


def all_written() -> bool:
    """Whether nothing waits for its commit in this process."""
    return all(one.task is None or one.task.done() for one in _writers.values())
