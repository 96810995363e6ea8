"""All simulated phones, in a few processes of their own (`share.py`)."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ideahub.demo.simulation.door import NoWayIn
from ideahub.demo.simulation.figures import Seen
from ideahub.demo.simulation.look import Look
from ideahub.demo.simulation.share import LONGEST_LINE
from ideahub.demo.simulation.waiting import until

Json = dict[str, Any]
ROOT = Path(__file__).resolve().parents[3]
MOST_PROCESSES = 4
PHONES_EACH = 40


def processes_for(phones: int) -> int:
    """Two to four, but no process without a phone."""
    return min(phones, MOST_PROCESSES, max(2, -(-phones // PHONES_EACH)))


class Room:
    def __init__(self, phones: int) -> None:
        self.phones = phones
        self.processes = [_Process() for _ in range(processes_for(phones))]

    async def enter(self, order: Json) -> None:
        """All phones join; they play until `rest`. `order` holds what all processes are told alike."""
        of = len(self.processes)
        for index, process in enumerate(self.processes):
            await process.start({**order, "index": index, "of": of, "phones": self.phones})
        await until(lambda: self.look.joined == self.phones)

    @property
    def look(self) -> Look:
        return Look.over([one.look for one in self.processes])

    @property
    def ended(self) -> "Sequence[asyncio.Future[Seen]]":
        """One that is done before `end` was asked for is a process that failed, and raises NoWayIn."""
        return [one.seen for one in self.processes]

    async def rest(self) -> None:
        """Nobody begins anything new. Returns once that holds; answers may still be due."""
        for process in self._started:
            process.order("rest")
        await until(lambda: all(one.look.is_resting or one.seen.done() for one in self._started))

    @property
    def is_quiet(self) -> bool:
        """Whether all have their answers and a link."""
        looks = [one.look for one in self._started if not one.seen.done()]
        return not any(one.waiting or one.connected < one.joined for one in looks)

    async def end(self) -> list[Seen]:
        """Holds everybody against the server; they leave. Raises NoWayIn where that fails."""
        for process in self._started:
            process.order("end")
        return list(await asyncio.gather(*(one.seen for one in self._started)))

    async def leave(self) -> None:
        """Safe at any time."""
        await asyncio.gather(*(one.stop() for one in self.processes))

    @property
    def _started(self) -> "list[_Process]":
        return [one for one in self.processes if one.child]


class _Process:
    def __init__(self) -> None:
        self.look = Look()
        self.seen: asyncio.Future[Seen] = asyncio.get_running_loop().create_future()
        self.child: asyncio.subprocess.Process | None = None
        self.listening: asyncio.Task[None] | None = None

    async def start(self, order: Json) -> None:
        # Ctrl-C is for the command alone, which then tells its phones to rest.
        self.child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "ideahub.demo.simulation.share", cwd=ROOT, env=os.environ, start_new_session=True,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
        )  # fmt: skip
        self.listening = asyncio.create_task(self._listen(self.child))
        self.order(json.dumps(order))

    def order(self, line: str) -> None:
        if self.child and self.child.stdin:
            self.child.stdin.write(line.encode() + b"\n")

    async def _listen(self, child: asyncio.subprocess.Process) -> None:
        assert child.stdout is not None
        while (line := await child.stdout.readline()).endswith(b"\n"):
            said: Json = json.loads(line)
            if "look" in said:
                self.look = Look(**said["look"])
            elif "seen" in said:
                self.seen.set_result(Seen.read(said["seen"]))
            else:
                self.seen.set_exception(NoWayIn(said["problem"]))
        if not self.seen.done():
            self.seen.set_exception(NoWayIn(f"a process of phones ended with {await child.wait()}"))

    async def stop(self) -> None:
        if self.child and self.child.returncode is None:
            if not self.seen.done():
                self.child.kill()
            await self.child.wait()
        if self.listening:
            await self.listening
        if self.seen.done() and not self.seen.cancelled():
            self.seen.exception()
