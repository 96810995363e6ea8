"""A bad network between two ends of TCP, in a process of its own: late, slow, lossy, cut, or dead without a word.

Needs no rights and no kernel modules. What TCP does about a lost segment is imitated: everything behind it waits until it
has been sent again.
"""

import argparse
import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ideahub.embedded import children

ROOT = Path(__file__).resolve().parents[2]
SEGMENT = 1400
LONGEST_QUEUE = 256
RESENT_AFTER_S = 0.2


@dataclass(frozen=True, slots=True)
class Weather:
    """
    For each direction: seconds of delay, plus or minus `jitter_s`; the share of lost segments; bytes a second, of each connection or
    `together` of all that are open on a network.
    """

    delay_s: float = 0.0
    jitter_s: float = 0.0
    loss: float = 0.0
    rate: float = 0.0
    together: bool = False


# 300 ms ± 100 there and back together, 5 % loss, 256 kbit/s: one bar of signal in a garden.
ONE_BAR = Weather(delay_s=0.15, jitter_s=0.05, loss=0.05, rate=256_000 / 8)


@dataclass(slots=True)
class BadNetwork:
    """Each of `ports` is a network of its own that leads to where the real one is. What happens to none in particular happens to all."""

    ports: list[int]
    process: subprocess.Popen[bytes]

    @property
    def port(self) -> int:
        return self.ports[0]

    def freeze(self, network: int | None = None) -> None:
        """From now on nothing passes, and nobody is told."""
        self._say("freeze", network)

    def thaw(self, network: int | None = None) -> None:
        self._say("thaw", network)

    def lose(self, network: int | None = None) -> None:
        """What was frozen stays so for ever; whoever knocks from now on gets through."""
        self._say("lose", network)

    def cut(self, network: int | None = None) -> None:
        """Everything that is open breaks, and whoever knocks is turned away, until mended."""
        self._say("cut", network)

    def mend(self, network: int | None = None) -> None:
        self._say("mend", network)

    def _say(self, word: str, network: int | None) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word} {'' if network is None else network}\n".encode())
        self.process.stdin.flush()


@contextmanager
def bad_network(to_port: int, weather: Weather, *, seed: int = 0, networks: int = 1) -> Iterator[BadNetwork]:
    given = json.dumps({"networks": networks, "to": to_port, "seed": seed, **asdict(weather)})
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.bad_network", given], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield BadNetwork(json.loads(process.stdout.readline()), process)
    finally:
        if process.stdout:
            process.stdout.close()
        if process.stdin:
            process.stdin.close()
        children.stop(process)


@dataclass(slots=True)
class Lane:
    """What goes one way, one after the other."""

    busy_until: float = 0.0

    def through_at(self, size: int, rate: float) -> float:
        self.busy_until = max(self.busy_until, asyncio.get_running_loop().time()) + size / rate
        return self.busy_until


class Direction:
    """One way of one connection."""

    def __init__(self, weather: Weather, dice: random.Random, thawed: asyncio.Event, lane: Lane) -> None:
        self.weather, self.dice, self.thawed, self.lane = weather, dice, thawed, lane
        self.queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(LONGEST_QUEUE)
        self.last_at = 0.0

    async def take_in(self, reader: asyncio.StreamReader) -> None:
        data = b"begin"
        while data:
            data = await reader.read(SEGMENT)
            await self.thawed.wait()
            await self.queue.put((self._arrives_at(len(data)), data))

    def _arrives_at(self, size: int) -> float:
        weather, now = self.weather, asyncio.get_running_loop().time()
        through_at = self.lane.through_at(size, weather.rate) if weather.rate else now
        late = weather.delay_s + self.dice.uniform(-weather.jitter_s, weather.jitter_s)
        if self.dice.random() < weather.loss:
            late += RESENT_AFTER_S + 2 * weather.delay_s
        self.last_at = max(self.last_at, through_at + late)
        return self.last_at

    async def give_out(self, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while True:
            at, data = await self.queue.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            await self.thawed.wait()
            if not data:
                return
            writer.write(data)
            await writer.drain()


class Proxy:
    def __init__(self, to_port: int, weather: Weather, dice: random.Random) -> None:
        self.to_port, self.weather, self.dice = to_port, weather, dice
        self.thawed = asyncio.Event()
        self.thawed.set()
        self.whole = True
        self.open: set[asyncio.StreamWriter] = set()
        self.lanes = (Lane(), Lane())

    def told(self, word: str) -> None:
        match word:
            case "freeze":
                self.thawed.clear()
            case "thaw":
                self.thawed.set()
            case "lose":
                self.thawed = asyncio.Event()
                self.thawed.set()
            case "mend":
                self.whole = True
            case "cut":
                self.whole = False
                for writer in self.open:
                    writer.transport.abort()

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.thawed.wait()
        if not self.whole:
            writer.transport.abort()
            return
        self.open.add(writer)
        try:
            await self._carry(reader, writer)
        finally:
            self.open.discard(writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            writer.transport.abort()
            return
        lanes = self.lanes if self.weather.together else (Lane(), Lane())
        there, back = (Direction(self.weather, self.dice, self.thawed, lane) for lane in lanes)
        parts = [
            asyncio.ensure_future(one)
            for one in (
                there.take_in(reader),
                there.give_out(far_writer),
                back.take_in(far_reader),
                back.give_out(writer),
            )
        ]
        # Whichever direction ends first ends the connection; while frozen none does.
        await asyncio.wait([parts[1], parts[3]], return_when=asyncio.FIRST_COMPLETED)
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
        writer.transport.abort()
        far_writer.transport.abort()


async def serve(given: dict[str, Any]) -> None:
    """Says on which ports, then goes on until its standard input ends, which says what is to happen to which of them."""
    count, to = int(given.pop("networks")), int(given.pop("to"))
    weather, dice = Weather(**{k: v for k, v in given.items() if k != "seed"}), random.Random(given["seed"])
    proxies = [Proxy(to, weather, dice) for _ in range(count)]
    servers = [await asyncio.start_server(one.carry, "127.0.0.1", 0, backlog=1024) for one in proxies]
    sys.stdout.write(json.dumps([one.sockets[0].getsockname()[1] for one in servers]) + "\n")
    sys.stdout.flush()
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while order := (await orders.readline()).decode().split():
        word, which = order[0], order[1:]
        for proxy in [proxies[int(which[0])]] if which else proxies:
            proxy.told(word)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("given")
    asyncio.run(serve(json.loads(parser.parse_args().given)))
