"""People who come once and never again, to a meeting that opens for them and is closed."""

import asyncio
import random
import threading
import time
from contextlib import suppress
from typing import Any

from uuid_utils.compat import uuid7

from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door
from ideahub.demo.simulation.ledger import Ledger
from tests.faults.closing import close
from tests.faults.stage import Stage

Json = dict[str, Any]
GUESTS, STAY_S = 15, 5.0
ANSWERED_WITHIN_S = 30.0


class Passing:
    """Each time it is `due` a new meeting opens, so many join it and write, leave for good, and it is closed. `came` and `closed` count
    them; what went wrong is in `failed`."""

    def __init__(self, stage: Stage, every_s: float) -> None:
        self.stage, self.every_s = stage, every_s
        self.came = self.closed = 0
        self.failed: list[str] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Passing":
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self.over.wait(max(0.0, due - time.monotonic())):
            due += self.every_s
            try:
                self._one_meeting()
            except Exception as error:  # noqa: BLE001  told in the row, and the next one is tried
                self.failed.append(repr(error))

    def _one_meeting(self) -> None:
        workshop = self.stage.workshop(title="C", phones=0, ideas=5)
        self.came += asyncio.run(_visit(self.stage.site.url, workshop))
        close(self.stage.site, workshop)
        self.closed += 1


async def _visit(url: str, workshop: Json) -> int:
    """How many joined, had an idea taken, and left."""
    door = Door(url, workshop["code"])
    async with door.http:
        return sum(await asyncio.gather(*(_guest(door, workshop, number) for number in range(GUESTS))))


async def _guest(door: Door, workshop: Json, number: int) -> int:
    entry = await door.join(name=f"Gäst {number}", language="sv")
    guest = Client(door, entry, Ledger(), random.Random(number))
    await guest.start()
    try:
        guest.send("idea.capture", idea=str(uuid7()), column=workshop["columns"][0], text=f"På väg förbi {number}")
        end = time.monotonic() + ANSWERED_WITHIN_S
        while guest.outbox and time.monotonic() < end:  # noqa: ASYNC110  the client has no event for it
            await asyncio.sleep(0.1)
        await asyncio.sleep(STAY_S)
    finally:
        with suppress(TimeoutError):
            await guest.leave()
    return int(not guest.outbox)
