"""Group commit: while one transaction of a workshop commits, the next batch gathers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from ideahub.commands import Sent, execute_batch
from ideahub.live.executor import write
from ideahub.protocol.frames import Result
from ideahub.snapshot import mine

MOST_IN_A_BATCH = 500


class Decided(NamedTuple):
    """Results in the order of the commands, and the sender's own view after them."""

    results: list[Result]
    me: dict[str, Any] | None


class Waiting(NamedTuple):
    commands: list[Sent]
    done: "asyncio.Future[Decided]"


@dataclass
class Writer:
    """One workshop's queue in this process."""

    workshop: UUID
    waiting: list[Waiting] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None

    def submit(self, commands: list[Sent]) -> "asyncio.Future[Decided]":
        """Queues one sender's commands, in order behind what already waits. The future fails if the database does."""
        done: asyncio.Future[Decided] = asyncio.get_running_loop().create_future()
        self.waiting.append(Waiting(commands, done))
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())
        return done

    async def _run(self) -> None:
        while self.waiting:
            taken = self._take()
            batch = [sent for one in taken for sent in one.commands]
            try:
                results, own = await write(_execute, self.workshop, batch)
            except Exception as error:
                for one in taken:
                    if not one.done.done():
                        one.done.set_exception(error)
                continue
            self._answer(taken, results, own)

    def _take(self) -> list[Waiting]:
        taken: list[Waiting] = []
        size = 0
        while self.waiting and (not taken or size + len(self.waiting[0].commands) <= MOST_IN_A_BATCH):
            taken.append(self.waiting.pop(0))
            size += len(taken[-1].commands)
        return taken

    def _answer(self, taken: list[Waiting], results: list[Result], own: dict[UUID, dict[str, Any]]) -> None:
        at = 0
        for one in taken:
            mine_now = own.get(one.commands[0].actor.id) if one.commands else None
            if not one.done.done():
                one.done.set_result(Decided(results[at : at + len(one.commands)], mine_now))
            at += len(one.commands)


def _execute(workshop: UUID, batch: Sequence[Sent]) -> tuple[list[Result], dict[UUID, dict[str, Any]]]:
    results = execute_batch(workshop, batch)
    people = {
        sent.actor.participant
        for sent, result in zip(batch, results, strict=True)
        if result.ok and not result.repeat and sent.actor.participant
    }
    return results, mine(workshop, list(people)) if people else {}


_writers: dict[UUID, Writer] = {}


def writer_of(workshop: UUID) -> Writer:
    return _writers.setdefault(workshop, Writer(workshop))
