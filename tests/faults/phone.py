"""A client as the protocol describes it, which also writes down what it saw."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from ideahub.demo.simulation import figures
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door, NoWayIn, Pass
from ideahub.demo.simulation.reducer import State
from tests.faults.book import Book, Page, dice_of
from tests.faults.history import Seen

Json = dict[str, Any]
# Looked at once a second: dead within the 25 s that the protocol says.
SILENCE_S = 24.0
PING_EVERY_S = 10.0
WATCH_EVERY_S = 1.0
SNAPSHOT_TRIES_S = 2.0
# So many of the commands of a phone whose clock is wrong say when they were made.
WAITED = 0.5


def wire_time(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


class Phone(Client):
    """Notes its way through the log; takes a link that has been silent too long for dead, as real phones do."""

    def __init__(
        self,
        name: str,
        door: Door,
        entry: Pass,
        workshop: Json,
        book: Book,
        *,
        actor: str,
        seed: int,
        watches: bool,
        skew_s: float = 0,
    ) -> None:
        self.ledger: Page
        page = Page(book, name, workshop["id"], actor, watches=watches)
        super().__init__(door, entry, page, dice_of(seed, name))
        self.name, self.workshop, self.book, self.skew_s = name, workshop, book, skew_s
        self.trail: list[Any] = []
        self.lost_at: float | None = None
        self.goal: int | None = None
        self.resyncs_begun = 0
        self.heard_at = time.monotonic()
        self.watching: asyncio.Task[None] | None = None

    async def start(self) -> None:
        await super().start()
        self._took_snapshot()
        self.lost_at = time.time()
        self.watching = asyncio.create_task(self._watch_silence())

    async def leave(self) -> None:
        if self.watching:
            self.watching.cancel()
        await super().leave()

    def send(self, name: str, **args: Any) -> str:
        """As any client, with an id and (of those that are sent as if they had waited for a network) the time by the clock of this phone,
        which may be wrong."""
        if not self.skew_s:
            return super().send(name, **args)
        key = str(uuid7(nanoseconds=int((time.time() + self.skew_s) * 10**9)))
        self.outbox[key] = {"id": key, "name": name, "args": args}
        if self.dice.random() < WAITED:
            self.outbox[key]["made"] = wire_time(time.time() + self.skew_s)
        self.ledger.write(self.outbox[key])
        self._push([self.outbox[key]])
        return key

    def _took_snapshot(self) -> None:
        assert self.state is not None
        self.trail.append([self.state.epoch, self.state.seq])
        self.book.saw(self.workshop["id"], [*self.state.ideas, *self.state.clusters])

    async def _watch_silence(self) -> None:
        pinged_at = time.monotonic() - self.dice.uniform(0, PING_EVERY_S)
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if self.socket is not None:
                if time.monotonic() - pinged_at > PING_EVERY_S:
                    pinged_at = time.monotonic()
                    self._say({"type": "ping", "t": time.time() + self.skew_s})
                if time.monotonic() - self.heard_at > SILENCE_S:
                    self.book.closes.append((round(time.time(), 3), "silent"))
                    self.socket.transport.abort()

    async def _be_connected(self) -> None:
        self.heard_at = time.monotonic()
        socket = None
        try:
            await super()._be_connected()
        finally:
            socket = self.socket
            if socket is not None and not self.leaving:
                self.lost_at = self.lost_at or time.time()
                self.goal = None
                code = socket.close_code if self.away_s is None else "cut"
                self.book.closes.append((round(time.time(), 3), str(code)))

    def _hear(self, frame: Json) -> None:
        self.heard_at = time.monotonic()
        if frame["type"] == "hello":
            self.goal = frame["seq"]
        elif frame["type"] == "online" and self.ledger.watches and self.workshop["title"] == "A":
            self.book.online.append((round(time.time(), 3), frame["count"]))
        super()._hear(frame)
        if self.goal is not None and self.lost_at is not None and self.state and self.state.seq >= self.goal:
            self.book.gaps.append((self.name, round(self.lost_at, 3), round(time.time(), 3)))
            self.lost_at = None

    def _hear_events(self, frame: Json, state: State) -> None:
        before = state.seq
        super()._hear_events(frame, state)
        if state.seq != before:
            self.trail.append(self.book.number_of(frame, self.workshop["id"], self.entry.audience, state.epoch))

    async def _resync(self) -> None:
        """Asks until a snapshot comes or the link is gone; then everything as any client does.

        A later one takes over: the answer to the earlier may be older than what it brings.
        """
        self.resyncs_begun += 1
        mine, socket = self.resyncs_begun, self.socket
        while self.socket is socket and mine == self.resyncs_begun:
            try:
                fresh = State(await self.door.snapshot(self.entry))
            except NoWayIn as error:
                self.book.note(f"snapshot: {error}")
                await asyncio.sleep(SNAPSHOT_TRIES_S * self.dice.random())
                continue
            if self.socket is not socket or mine != self.resyncs_begun:
                return
            self._go_on_with(fresh)
            self._took_snapshot()
            return

    async def ending(self) -> Seen:
        """How it stands beside a fresh snapshot, asked for until both are of one seq or it is clear that they will not be."""
        assert self.state is not None
        server = await self._fresh()
        for _try in range(20):
            if self.state.seq >= server.seq and not figures.differences(self.state, server):
                break
            await asyncio.sleep(0.5)
            server = await self._fresh()
        return Seen(
            client=self.name,
            workshop=self.workshop["id"],
            audience=self.entry.audience,
            trail=self.trail,
            seq=self.state.seq,
            fingerprint=self.state.fingerprint(),
            server=server.fingerprint(),
            differs=figures.differences(self.state, server),
            captured_twice=self.state.captured_twice,
            waiting=len(self.outbox),
        )

    async def _fresh(self) -> State:
        for _try in range(10):
            try:
                return State(await self.door.snapshot(self.entry))
            except NoWayIn:
                await asyncio.sleep(1)
        return State(await self.door.snapshot(self.entry))
