"""One simulated session from the first join to the verdict."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ideahub.demo.material import SessionTexts
from ideahub.demo.simulation import verdict
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.crowd import new_id
from ideahub.demo.simulation.door import Door
from ideahub.demo.simulation.figures import Figures, Seen
from ideahub.demo.simulation.leader import Leader
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.patience import Patience
from ideahub.demo.simulation.room import Room
from ideahub.demo.simulation.waiting import until

SETTLE_S = 60.0
TELL_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Options:
    """`stay_s`: how long the phones stay when nothing happens; None lets that depend on whether anybody leads."""

    url: str
    code: str
    participants: int
    speed: float
    seed: int
    stay_s: float | None = None
    facilitator: tuple[str, str] | None = None


@dataclass
class Play:
    """Made where a loop runs."""

    options: Options
    texts: SessionTexts
    tell: Callable[["Play"], None]
    ledger: Ledger = field(default_factory=Ledger)
    leader: Client | None = None
    patience: Patience | None = None
    # While the phones have nothing to do: how long they wait for the next step.
    left_s: float | None = None
    running: "asyncio.Task[object] | None" = None

    def __post_init__(self) -> None:
        self.door = Door(self.options.url, self.options.code)
        self.room = Room(self.options.participants)
        self.ideas = {text.id: new_id() for text in self.texts.ideas}
        self.stopping = asyncio.Event()
        self.began = time.monotonic()

    def stop(self) -> None:
        """Ends the session now, with what was seen so far; asked for again, without."""
        if self.stopping.is_set() and self.running:
            self.running.cancel()
        self.stopping.set()

    @property
    def left_alone(self) -> bool:
        """Whether the phones left because nobody led."""
        return (
            self.patience is not None
            and not self.patience.is_led
            and self.room.look.is_open
            and not self.stopping.is_set()
        )

    async def run(self) -> Figures:
        """Raises NoWayIn when the service or the workshop cannot be reached."""
        self.running = asyncio.current_task()
        telling = asyncio.create_task(self._keep_telling())
        try:
            await self.door.card()
            await self._until_over(asyncio.create_task(self._session()))
            seconds = round(time.monotonic() - self.began, 1)
            return Figures.of(
                await self._settle(), processes=len(self.room.processes), seconds=seconds, ideas=len(self.texts.ideas)
            )
        finally:
            telling.cancel()
            await self.room.leave()
            if self.leader:
                await self.leader.leave()
            await self.door.http.aclose()

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(TELL_EVERY_S)
            self.tell(self)

    async def _until_over(self, session: "asyncio.Task[None]") -> None:
        """Until the session is at its end, somebody stops it, or a process fails, which raises."""
        stopping = asyncio.create_task(self.stopping.wait())
        either: set[asyncio.Future[Any]] = {session, stopping, *self.room.ended}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            for one in either - {stopping}:
                if one.done():
                    one.result()
        finally:
            self.left_s = None
            for task in (session, stopping):
                task.cancel()
            await asyncio.gather(session, stopping, return_exceptions=True)

    # ---- The session -----------------------------------------------------------------------------------------------

    async def _session(self) -> None:
        if self.options.facilitator:
            entry = await self.door.sign_in(*self.options.facilitator)
            self.leader = Client(self.door, entry, self.ledger, random.Random(self.options.seed))
            await self.leader.start()
        await self.room.enter({
            "url": self.options.url, "code": self.options.code, "speed": self.options.speed, "seed": self.options.seed,
            "ideas": self.ideas, "texts": self.texts.model_dump(mode="json", by_alias=True),
        })  # fmt: skip
        if self.leader:
            await Leader(self.leader, self.texts, self.ideas, speed=self.options.speed).lead(self._until_played)
        else:
            await self._until_nothing_happens()

    async def _until_played(self, step: str) -> None:
        await until(lambda: step in self.room.look.played)

    async def _until_nothing_happens(self) -> None:
        """Or the workshop is closed."""
        self.patience = Patience(self.options.stay_s, self.room.look, time.monotonic())
        while (look := self.room.look).is_open:
            left_s = self.patience.left_s(look, time.monotonic())
            begins_to_wait = self.left_s is None and not look.is_busy
            self.left_s = None if look.is_busy else max(left_s, 0.0)
            if begins_to_wait:
                # At once: who looks now and then may see nothing of a wait that is short.
                self.tell(self)
            if left_s < 0:
                return
            await asyncio.sleep(0.1)

    # ---- The verdict -----------------------------------------------------------------------------------------------

    async def _settle(self) -> list[Seen]:
        """Waits for a quiet moment, then everybody is held against the server."""
        await self.room.rest()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_S):
                await until(self._is_quiet)
        clients = [self.leader] if self.leader else []
        led, seen = await asyncio.gather(verdict.hold(clients, self.door, self.ledger), self.room.end())
        return [*seen, led]

    def _is_quiet(self) -> bool:
        leads = self.leader is None or bool(self.leader.socket and not self.leader.outbox)
        return leads and self.room.is_quiet
