"""Workshops in full swing: phones that really joined, boards and a projector, all on sockets of the load client."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.load.client.driver import Caller, Crowd, Heard, Kind, Order
from tests.load.cost import cpu_s
from tests.load.judging import Judgement, Position, judge, opened
from tests.load.product.commands import Command, Numbered
from tests.load.product.door import Door, Entry
from tests.load.product.installation import Installation

STAGGER_S = 0.002
TRIES = 3
PROTOCOL = "Sec-WebSocket-Protocol: ideahub.v1"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What tests/load/product/stage.py tells of one that it opened."""

    id: str
    code: str
    column: str
    steps: dict[str, str]
    ideas: list[str]
    boards: list[str]
    projector: str

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Workshop":
        return cls(**{name: told[name] for name in cls.__dataclass_fields__})


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: what the clients say, and what the web processes used."""

    judgement: Judgement
    server_cpu_s: float
    client: Heard

    @property
    def us_a_frame(self) -> float | None:
        return self.server_cpu_s * 1e6 / self.judgement.frames if self.judgement.frames else None


@dataclass
class Room:
    installation: Installation
    crowd: Crowd
    workshops: list[Workshop]
    entries: list[Entry] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    numbered: Numbered = field(default_factory=Numbered)
    phones: int = 0
    # Where each workshop's log stood when last looked at, and its epoch.
    heads: list[tuple[int, str]] = field(default_factory=list)
    # The port of the process that the first board is at, where it is not everybody's.
    led_at: int | None = None

    @property
    def door(self) -> Door:
        return Door(self.installation.site, self.installation.origin)

    def workshop_of(self, phone: int) -> int:
        return phone % len(self.workshops)

    def join(
        self, phones: int, *, over_s: float = 0.0, at_once: int = 50, whole_way: bool = False
    ) -> list[Entry | str]:
        """Lets so many phones join over HTTP, the workshops in turn; returns what each was told at its first try.

        `whole_way`: each loads the snapshot too, and opens a socket until it is in step. Who was refused tries again, so that all
        are in. Raises RuntimeError where that does not help.
        """
        codes = [self.workshops[self.workshop_of(phone)].code for phone in range(phones)]
        first = self.door.enter(codes, over_s=over_s, at_once=at_once, whole_way=whole_way)
        entries = list(first)
        for _ in range(TRIES):
            missing = [phone for phone, entry in enumerate(entries) if isinstance(entry, str)]
            again = self.door.enter([codes[phone] for phone in missing], over_s=0.0, at_once=10, whole_way=whole_way)
            for phone, entry in zip(missing, again, strict=True):
                entries[phone] = entry
        self.entries = [entry for entry in entries if isinstance(entry, Entry)]
        if len(self.entries) < phones:
            why = {entry for entry in entries if isinstance(entry, str)}
            raise RuntimeError(f"{phones - len(self.entries)} phones never came in: {', '.join(why)}")
        self.phones = phones
        return first

    @property
    def boards(self) -> range:
        """The clients behind the phones: three boards of the first workshop; the projector is the one after."""
        return range(self.phones, self.phones + len(self.workshops[0].boards))

    def look(self) -> None:
        """Remembers where the logs stand, which is where sockets that open next say they are."""
        states = [
            self.door.snapshot(one.code, self.entries[number].cookie) for number, one in enumerate(self.workshops)
        ]
        self.heads = [(state["seq"], state["epoch"]) for state in states]

    def open(
        self, *, behind: int = 0, apart_s: float = STAGGER_S, within_s: float = 40
    ) -> tuple[Heard, int, Counter[int]]:
        """Opens all sockets, each `behind` events behind; returns what was heard, how many are in, and refusals by cause."""
        self.crowd.close()
        callers = [self._phone(number, behind, number * apart_s) for number in range(self.phones)]
        callers += self._staff(self.phones * apart_s)
        heard = self.crowd.connect(callers, within_s=within_s)
        self.positions = [Position(caller.group, caller.position) for caller in callers]
        judge(heard, self.positions)
        return heard, *opened(heard, len(callers))

    def close(self) -> None:
        self.crowd.close()

    def run(self, orders: Sequence[Order], *, settle_s: float = 15, with_commits: bool = False) -> Measured:
        """Sends what is ordered. `with_commits` asks the database when each transaction began."""
        web = [process.pid for process in self.installation.web]
        since = min(position.seq for position in self.positions)
        before = cpu_s(*web)
        heard = self.crowd.run(orders, settle_s=settle_s)
        used = cpu_s(*web) - before
        committed = self._committed(since) if with_commits else None
        return Measured(judge(heard, self.positions, committed), used, heard)

    def loop(self, orders: Sequence[Order], *, seconds: float) -> Measured:
        """Each client sends its next as soon as its last was answered, and begins none after so many seconds."""
        web = [process.pid for process in self.installation.web]
        before = cpu_s(*web)
        heard = self.crowd.loop(orders, seconds=seconds)
        return Measured(judge(heard, self.positions), cpu_s(*web) - before, heard)

    def orders(self, commands: Iterable[tuple[float, int, Command]]) -> list[Order]:
        """From (seconds, client, command), in order of time."""
        return [Order(at, client, *self.numbered.push(*command)) for at, client, command in commands]

    def lead(self, *commands: Command) -> Judgement:
        """What the first board does, one command after another."""
        board = self.boards[0]
        judgement = self.run(self.orders((number * 0.1, board, one) for number, one in enumerate(commands))).judgement
        if judgement.acked != len(commands):
            raise RuntimeError(f"the board was refused: {judgement.failures}")
        return judgement

    def _phone(self, number: int, behind: int, due_s: float) -> Caller:
        cookie = f"Cookie: {self.entries[number].cookie}"
        return self._caller(self.workshop_of(number), "participant", cookie, due_s=due_s, behind=behind)

    def _staff(self, due_s: float) -> list[Caller]:
        """Three boards and the projector of the first workshop."""
        workshop = self.workshops[0]
        boards = [self._caller(0, "staff", f"Cookie: {one}", due_s=due_s) for one in workshop.boards]
        if self.led_at is not None:
            boards[0] = replace(boards[0], port=self.led_at)
        auth = f'{{"type":"auth","token":"{workshop.projector}"}}'
        return [*boards, self._caller(0, "projector", "X-Screen: 1", due_s=due_s, first=auth)]

    def _caller(
        self, group: int, audience: str, proof: str, *, due_s: float, behind: int = 0, first: str = ""
    ) -> Caller:
        seq, epoch = max(0, self.heads[group][0] - behind), self.heads[group][1]
        site, code = self.installation.site, self.workshops[group].code
        path = f"/ws/workshops/{code}/?as={audience}&since={seq}&epoch={epoch}"
        headers = (f"Host: localhost:{site}", f"Origin: {self.installation.origin}", PROTOCOL, proof)
        return Caller(site, path, headers, due_s, group, credit=True, position=seq, first=first)

    def _committed(self, since: int) -> dict[int, int]:
        """The moments by this machine's monotonic clock, which is the load client's."""
        told = self.installation.stage(do="began", workshop=self.workshops[0].id, after=since)
        ahead_ns = time.time_ns() - time.monotonic_ns()
        return {int(seq): int(at * 1e9) - ahead_ns for seq, at in told.items()}


def in_step_after_s(heard: Heard) -> float:
    """Seconds from the first dial until the last client had all that its `hello` named."""
    heads: dict[int, int] = {}
    done: dict[int, int] = {}
    for record in heard.records:
        if record.kind == Kind.OPEN:
            heads[record.client] = record.a
            if record.b >= record.a:
                done[record.client] = record.at_ns
        elif record.kind == Kind.EVENTS and record.b >= heads.get(record.client, sys.maxsize):
            done.setdefault(record.client, record.at_ns)
    return (max(done.values()) - heard.started_ns) / 1e9 if done else float("inf")
