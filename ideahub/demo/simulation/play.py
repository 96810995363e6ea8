"""One simulated session from the first join to the verdict."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ideahub.demo.material import SessionTexts
from ideahub.demo.simulation import figures
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.crowd import Crowd
from ideahub.demo.simulation.door import Door
from ideahub.demo.simulation.figures import Figures, Percentiles
from ideahub.demo.simulation.leader import Leader
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State
from ideahub.demo.simulation.waiting import until

Json = dict[str, Any]
SETTLE_S = 60.0


@dataclass(frozen=True, slots=True)
class Options:
    """`stay_s`: how long the crowd stays and follows the steps once it has nothing more to do by itself."""

    url: str
    code: str
    participants: int
    speed: float
    seed: int
    stay_s: float = 0.0
    facilitator: tuple[str, str] | None = None


@dataclass
class Play:
    options: Options
    texts: SessionTexts
    tell: Callable[["Play"], None]
    ledger: Ledger = field(default_factory=Ledger)
    leader: Client | None = None
    played: dict[str, asyncio.Event] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dice = random.Random(self.options.seed)
        self.door = Door(self.options.url, self.options.code)
        self.crowd = Crowd(self.door, self.texts, self.ledger, speed=self.options.speed, dice=dice)
        self.began = time.monotonic()

    async def run(self) -> Figures:
        """Raises NoWayIn when the service or the workshop cannot be reached."""
        telling = asyncio.create_task(self._keep_telling())
        try:
            await self._enter()
            await self._session()
            return await self._settle()
        finally:
            telling.cancel()
            await self.crowd.leave()
            if self.leader:
                await self.leader.leave()
            await self.door.http.aclose()

    async def _keep_telling(self) -> None:
        while True:
            await asyncio.sleep(0.5)
            self.tell(self)

    async def _enter(self) -> None:
        if self.options.facilitator:
            entry = await self.door.sign_in(*self.options.facilitator)
            self.leader = Client(self.door, entry, self.ledger, random.Random(self.options.seed))
            await self.leader.start()
        await self.door.card()
        await self.crowd.join(self.options.participants)

    async def _session(self) -> None:
        following = asyncio.create_task(self._follow())
        if self.leader is None:
            await following
            return
        try:
            await Leader(self.leader, self.crowd, speed=self.options.speed).lead(self._until_played)
        finally:
            following.cancel()

    async def _until_played(self, step: str) -> None:
        await self._flag(step).wait()

    def _flag(self, step: str) -> asyncio.Event:
        return self.played.setdefault(step, asyncio.Event())

    async def _follow(self) -> None:
        """Plays whatever step is on, until the workshop closes, or, unled, until nothing more is to be done."""
        step: str | None = None
        playing: asyncio.Task[None] | None = None
        idle_since = time.monotonic()
        try:
            while (state := self.crowd.newest) and state.workshop["status"] == "open":
                now = state.activity
                if now and now["id"] != step:
                    if playing:
                        playing.cancel()
                    step = now["id"]
                    playing = asyncio.create_task(self._play(now))
                if playing and not playing.done():
                    idle_since = time.monotonic()
                elif playing and (error := playing.exception()):
                    raise error
                elif self.leader is None and time.monotonic() - idle_since > self.options.stay_s:
                    return
                await asyncio.sleep(0.02)
        finally:
            if playing:
                playing.cancel()

    async def _play(self, step: Json) -> None:
        await self.crowd.play(step)
        self._flag(step["id"]).set()

    # ---- The verdict -----------------------------------------------------------------------------------------------

    async def _settle(self) -> Figures:
        """Waits for a quiet moment, then compares everybody with the server."""
        seconds = round(time.monotonic() - self.began, 1)
        clients = [*self.crowd.phones, *([self.leader] if self.leader else [])]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLE_S):
                await until(lambda: not any(one.outbox or one.socket is None for one in clients))
        ends = await self._agree(clients)
        return self._figures(clients, ends, seconds)

    async def _agree(self, clients: list[Client]) -> list[State]:
        """Fresh snapshots for all, taken until they are of the seq that the clients have got to, or time is up."""
        until = time.monotonic() + SETTLE_S / 2
        while True:
            ends = await asyncio.gather(*(self._fresh(client) for client in clients))
            level = all(
                one.state and one.state.seq >= end.seq and not figures.differences(one.state, end)
                for one, end in zip(clients, ends, strict=True)
            )
            if level or time.monotonic() > until:
                return list(ends)
            await asyncio.sleep(0.5)

    async def _fresh(self, client: Client) -> State:
        return State(await self.door.snapshot(client.entry))

    def _figures(self, clients: list[Client], ends: list[State], seconds: float) -> Figures:
        ledger, states = self.ledger, [one.state for one in clients if one.state]
        wrong_votes = sum(
            figures.find_wrong_votes(client.votes.get(end.workshop["vote_activity"], {}), end)
            for client, end in zip(clients, ends, strict=True)
            if end.me
        )
        unlike = [figures.differences(one, end) for one, end in zip(states, ends, strict=True)]
        return Figures(
            participants=len(self.crowd.phones),
            seconds=seconds,
            acknowledged=ledger.acknowledged,
            refused=ledger.refused,
            delayed_too_fast=ledger.delayed,
            lost=figures.find_lost(ledger, ends) | {"votes": wrong_votes},
            doubled=figures.find_doubled(ledger, states, ends),
            diverged=sum(bool(parts) for parts in unlike),
            diverged_in=dict(Counter(chain.from_iterable(unlike))),
            ack_ms=Percentiles.of(ledger.ack_s),
            screen_ms=Percentiles.of(ledger.screen_s),
            cuts=ledger.cuts,
            reconnects=ledger.reconnects,
            resyncs=ledger.resyncs,
            left_out=self.crowd.left_out,
            seq=max((end.seq for end in ends), default=0),
            state={client.entry.audience: end.fingerprint() for client, end in zip(clients, ends, strict=True)},
            unexpected=dict(ledger.unexpected),
        )
