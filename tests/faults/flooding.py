"""Clients that send as much as they can and come back when they are cut. A process of its own, so that what they cost is not
the experiment's: what is wanted as JSON on standard input, what became of them on standard output.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from itertools import compress, count
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus

from ideahub.live.guard import BYTES_A_SECOND, BYTES_AT_ONCE, Bucket
from tests.faults.bare import Bare
from tests.faults.history import History

Json = dict[str, Any]
KINDS = ("full speed", "8 KB frames", "1 MB frame", "64 KB/s drip")
DRIPS = KINDS[3]
# Whoever was cut or turned away comes back after this.
AGAIN_S = 1.0
# Nobody may go on for longer than a second once it has sent more than it may; after so many it is never cut.
GIVEN_UP_S = 5.0
LOOK_EVERY_S = 0.1
DRIP_A_SECOND, DRIP = 64 * 1024, 4096


class Flood:
    """Lasts `seconds`, and on a busy machine for as long as it takes until each of the flooders was cut, at most `patience_s`.

    `cuts`: by kind, seconds until a link was cut, from its first frame, or for the drip from when it had sent more than it may.
    `uncut`: by kind, links that had sent too much and that nobody cut.
    """

    def __init__(self, wanted: Json) -> None:
        self.address, self.origin, self.workshop = wanted["address"], wanted["origin"], wanted["workshop"]
        self.seconds, self.patience_s, self.began = wanted["seconds"], wanted["patience_s"], time.monotonic()
        self.cuts: dict[str, list[float]] = {kind: [] for kind in KINDS}
        self.kinds = [KINDS[number % len(KINDS)] for number in range(wanted["flooders"])]
        self.were_cut = [False] * wanted["flooders"]
        self.uncut = dict.fromkeys(KINDS, 0)
        self.turned_away = 0

    @property
    def is_over(self) -> bool:
        passed = time.monotonic() - self.began
        return passed > self.patience_s or (passed > self.seconds and all(self.were_cut))

    @property
    def flooders(self) -> dict[str, int]:
        """By kind, how many had a link cut."""
        return {kind: Counter(compress(self.kinds, self.were_cut))[kind] for kind in KINDS}

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            ones = [group.create_task(self._one(number)) for number in range(len(self.kinds))]
            while not self.is_over:  # noqa: ASYNC110  time, too, ends it
                await asyncio.sleep(LOOK_EVERY_S)
            _ended, going_on = await asyncio.wait(ones, timeout=GIVEN_UP_S)
            for one in going_on:
                one.cancel()

    async def _one(self, number: int) -> None:
        while not self.is_over:
            self.were_cut[number] |= await self._come(self.kinds[number], self.workshop["phones"][number])
            await asyncio.sleep(AGAIN_S)

    async def _come(self, kind: str, phone: Json) -> bool:
        """Whether it was let in and cut."""
        bare = Bare(self.address, self.origin, self.workshop, phone, History())
        try:
            await bare.open()
            return await self._was_cut(bare, kind)
        except InvalidStatus as refused:
            self.turned_away += refused.response.status_code == 429
        except (OSError, ConnectionClosed, TimeoutError):
            pass
        finally:
            bare.cut()
        return False

    async def _was_cut(self, bare: Bare, kind: str) -> bool:
        """Floods until the link is cut, or it is over and it has not sent too much, or has for long."""
        allowed, since = Bucket(BYTES_A_SECOND, BYTES_AT_ONCE), None if kind == DRIPS else time.monotonic()
        assert bare.socket is not None
        try:
            async for text in frames_of(kind):
                if not allowed.take(len(text)):
                    since = since or time.monotonic()
                await bare.socket.send(text)
                if since is None and self.is_over:
                    return False
        except ConnectionClosed:
            self.cuts[kind].append(time.monotonic() - since if since else 0.0)
            return True
        except asyncio.CancelledError:
            # Also one that takes nothing more and does not end either is not cut.
            self.uncut[kind] += since is not None
            raise
        return False


async def frames_of(kind: str) -> AsyncIterator[str]:
    """The drip makes up for what it was kept waiting: less than its rate is within what is allowed, for as long as it likes."""
    sizes = {KINDS[0]: 1, KINDS[1]: 8 * 1024, KINDS[2]: 2**20, DRIPS: DRIP}
    text = '{"type":"ping","t":1,"pad":"%s"}' % ("x" * sizes[kind])
    began = time.monotonic()
    for number in count(1):
        yield text
        due = began + number * DRIP / DRIP_A_SECOND if kind == DRIPS else 0.0
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def main() -> None:
    wanted = json.load(sys.stdin)
    if wanted["cores"]:
        os.sched_setaffinity(0, wanted["cores"])
    flood = Flood(wanted)
    asyncio.run(flood.run())
    told = {name: getattr(flood, name) for name in ("cuts", "flooders", "uncut", "turned_away")}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
