"""One device: a socket that comes back by itself, the state it folds, an outbox of what is not yet answered."""

import asyncio
import contextlib
import json
import random
import time
from functools import lru_cache
from typing import Any

from uuid_utils.compat import uuid7
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from ideahub.demo.simulation.door import Door, NoWayIn, Pass
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State

Json = dict[str, Any]
SUBPROTOCOL = Subprotocol("ideahub.v1")
MOST_IN_A_FRAME = 10
LONGEST_PAUSE_S = 20.0
TOO_FAST_WAIT_S = 6.0
GOT_EVERY_S = 1.0


@lru_cache(maxsize=256)
def parse(text: str | bytes) -> Json:
    """A frame. The same text comes to many phones and is read once; nobody changes what it holds."""
    frame: Json = json.loads(text)
    return frame


class Client:
    """Follows a workshop as one audience, and sends commands."""

    def __init__(self, door: Door, entry: Pass, ledger: Ledger, dice: random.Random) -> None:
        self.door, self.entry, self.ledger, self.dice = door, entry, ledger, dice
        self.state: State | None = None
        self.outbox: dict[str, Json] = {}
        # Ids of the ideas and comments made here.
        self.written: set[str] = set()
        # Points and effort acknowledged for each target, by vote.
        self.votes: dict[str | None, dict[str, tuple[int, int]]] = {}
        self.socket: ClientConnection | None = None
        self.outgoing: asyncio.Queue[str] = asyncio.Queue()
        self.connected_at = 0.0
        self.away_s: float | None = None
        # What a `bye` asked for.
        self.wait_s = 0.0
        self.failures = 0
        self.got_due = False
        self.leaving = False
        self.following: asyncio.Task[None] | None = None
        self.errands: set[asyncio.Task[None]] = set()

    # ---- Coming and going ------------------------------------------------------------------------------------------

    async def start(self) -> None:
        self.state = State(await self.door.snapshot(self.entry))
        self.following = asyncio.create_task(self._follow())

    async def leave(self) -> None:
        self.leaving = True
        if self.socket:
            await self.socket.close()
        if self.following:
            self.following.cancel()
            await asyncio.gather(self.following, return_exceptions=True)

    def cut(self, away_s: float) -> None:
        """Loses the network without a word, for so many seconds."""
        if self.socket is not None:
            self.ledger.cuts += 1
            self.away_s = away_s
            self.socket.transport.abort()

    async def _follow(self) -> None:
        first = True
        while not self.leaving:
            self.ledger.reconnects += not first
            first = False
            try:
                await self._be_connected()
            except (OSError, WebSocketException, TimeoutError) as error:
                if self.away_s is None:
                    self.ledger.note(f"link: {type(error).__name__}")
            self.socket = None
            if not self.leaving:
                await asyncio.sleep(self._pause())

    def _pause(self) -> float:
        if self.away_s is not None:
            away, self.away_s = self.away_s, None
            return away
        self.failures += 1
        asked, self.wait_s = self.wait_s, 0.0
        return asked + self.dice.uniform(0, min(LONGEST_PAUSE_S, 0.5 * 2**self.failures))

    async def _be_connected(self) -> None:
        assert self.state is not None
        host, port = self.door.knock_at
        url = self.door.socket_url(self.entry, seq=self.state.seq, epoch=self.state.epoch)
        async with connect(
            url, subprotocols=[SUBPROTOCOL], origin=Origin(self.door.origin), additional_headers={"Cookie": self.entry.cookie},
            compression=None, max_size=None, open_timeout=20, close_timeout=2, host=host, port=port,
        ) as socket:  # fmt: skip
            self.socket, self.connected_at = socket, time.time()
            self.outgoing = asyncio.Queue()
            pump = asyncio.create_task(self._pump(socket, self.outgoing))
            try:
                if self.entry.token:
                    self._say({"type": "auth", "token": self.entry.token})
                self._say({"type": "ping", "t": time.time()})
                self._push(list(self.outbox.values()))
                async for text in socket:
                    self._hear(parse(text))
                if not self.leaving:
                    self.ledger.note(f"closed {socket.close_code}")
            finally:
                pump.cancel()

    async def _pump(self, socket: ClientConnection, outgoing: "asyncio.Queue[str]") -> None:
        with contextlib.suppress(WebSocketException, OSError):
            while True:
                await socket.send(await outgoing.get())

    # ---- Speaking --------------------------------------------------------------------------------------------------

    def send(self, name: str, **args: Any) -> str:
        """Writes a command into the outbox and sends it now if there is a link. Returns its id."""
        key = str(uuid7())
        self.outbox[key] = {"id": key, "name": name, "args": args}
        self.ledger.write(self.outbox[key])
        self._push([self.outbox[key]])
        return key

    def _push(self, commands: list[Json]) -> None:
        if self.socket is None:
            return
        for at in range(0, len(commands), MOST_IN_A_FRAME):
            part = commands[at : at + MOST_IN_A_FRAME]
            for command in part:
                self.ledger.sent(command["id"])
            self._say({"type": "push", "commands": part})

    def _say(self, frame: Json) -> None:
        self.outgoing.put_nowait(json.dumps(frame, ensure_ascii=False))

    # ---- Hearing ---------------------------------------------------------------------------------------------------

    def _hear(self, frame: Json) -> None:
        assert self.state is not None
        kind = frame["type"]
        if kind == "events":
            self._hear_events(frame, self.state)
        elif kind == "ack":
            for result in frame["results"]:
                self._hear_result(result)
        elif kind == "you":
            self.state.receive_you(frame)
        elif kind == "hello":
            self.failures = 0
        elif kind == "bye":
            self.wait_s = frame["retry_after_s"]
        elif kind == "resync":
            self.ledger.resyncs += 1
            self.ledger.note(f"resync: {frame['reason']}")
            self._run(self._resync())
        elif kind == "pong":
            self.ledger.pong(sent_at=frame["t"], server_time=frame["server_time"])
        elif kind == "error":
            self.ledger.note(f"error: {frame['code']}")

    def _hear_events(self, frame: Json, state: State) -> None:
        fresh = state.receive(frame)
        if fresh is None:
            self._say({"type": "since", "seq": state.seq, "epoch": state.epoch})
            return
        for event in fresh:
            self.ledger.seen(event, since=self.connected_at, own=self.made(event))
        if not self.got_due:
            self.got_due = True
            asyncio.get_running_loop().call_later(GOT_EVERY_S, self._say_got)

    def made(self, event: Json) -> bool:
        """Whether this device wrote what an event tells of."""
        thing: Any = event.get("comment") or event.get("idea")
        return isinstance(thing, dict) and thing["id"] in self.written

    def _say_got(self) -> None:
        self.got_due = False
        if self.state is not None and self.socket is not None:
            self._say({"type": "got", "seq": self.state.seq})

    def _hear_result(self, result: Json) -> None:
        if self.ledger.answered(result):
            command = self.outbox.pop(result["id"], None)
            if command and command["name"] == "vote.set" and result["ok"]:
                self._note_vote(command["args"])
            return
        again = self.outbox.get(result["id"])
        if again is not None:
            wait = TOO_FAST_WAIT_S * self.dice.uniform(1, 1.5)
            asyncio.get_running_loop().call_later(wait, self._push, [again])

    def _note_vote(self, args: Json) -> None:
        vote = self.state.workshop["vote_activity"] if self.state else None
        self.votes.setdefault(vote, {})[args["target"]] = (args["points"] or 0, args.get("effort") or 0)

    async def _resync(self) -> None:
        try:
            fresh = State(await self.door.snapshot(self.entry))
        except NoWayIn as error:
            self.ledger.note(str(error))
            return
        self._go_on_with(fresh)

    def _go_on_with(self, fresh: State) -> None:
        """Takes a snapshot in place of what was followed so far, and asks for what came after it."""
        before, self.state = self.state, fresh
        if before:
            fresh.go_on_from(before)
        self._say({"type": "since", "seq": fresh.seq, "epoch": fresh.epoch})
        if before is None or before.epoch != fresh.epoch:
            self._push(list(self.outbox.values()))

    def _run(self, errand: Any) -> None:
        task = asyncio.ensure_future(errand)
        self.errands.add(task)
        task.add_done_callback(self.errands.discard)
