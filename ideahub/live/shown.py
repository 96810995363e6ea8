"""What phones say they showed, gathered beside the live path and written together a few times a second."""

import asyncio
import logging
from uuid import UUID

from django.db import DatabaseError

from ideahub.ideas.exposure import MOST_IN_A_WRITE, Seen, store_seen
from ideahub.live.executor import write

logger = logging.getLogger(__name__)

GATHER_S = 0.25
# Beyond it a process forgets the newest: a count for a report is not worth its memory.
MOST_WAITING = 200_000


class Gatherer:
    """One event loop's. What waits here when a process is killed is lost: little, and a count only."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.waiting: dict[UUID, set[Seen]] = {}
        self.task: asyncio.Task[None] | None = None

    def note(self, workshop: UUID, participant: UUID, targets: list[UUID]) -> None:
        waits = self.waiting.setdefault(workshop, set())
        if len(waits) < MOST_WAITING:
            waits.update(Seen(participant, target) for target in targets)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        while self.waiting:
            await asyncio.sleep(GATHER_S)
            for workshop in list(self.waiting):
                await self._write(workshop)

    async def _write(self, workshop: UUID) -> None:
        """As many as do not hold the database up; the rest comes next, as does what could not be written."""
        waits = self.waiting.pop(workshop)
        now = {waits.pop() for _ in range(min(len(waits), MOST_IN_A_WRITE))}
        try:
            await write(store_seen, workshop, now)
        except DatabaseError as error:
            logger.warning("exposure_waits workshop=%s %s", workshop, type(error).__name__)
            waits |= now
        if waits:
            self.waiting.setdefault(workshop, set()).update(waits)


_gatherer: Gatherer | None = None


def gatherer() -> Gatherer:
    """The running loop's."""
    global _gatherer
    if _gatherer is None or _gatherer.loop is not asyncio.get_running_loop():
        _gatherer = Gatherer()
    return _gatherer
