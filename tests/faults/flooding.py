"""Clients that send as much as they can and come back when they are cut. A process of its own, so that what they cost is not
the experiment's: what is wanted as JSON on standard input, what became of them on standard output.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
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
DRIP_A_SECOND, DRIP = 64 * 1024, 4096


class Flood:
    """`cuts`: by kind, seconds until a link was cut, from its first frame, or for the drip from when it had sent more than it may.
    `flooders`: by kind, how many had a link cut. `uncut`: by kind, links that had sent too much and that nobody cut.
    """

    def __init__(self, wanted: Json) -> None:
        self.address, self.origin, self.workshop = wanted["address"], wanted["origin"], wanted["workshop"]
        self.end = time.monotonic() + wanted["seconds"]
        self.cuts: dict[str, list[float]] = {kind: [] for kind in KINDS}
        self.flooders = dict.fromkeys(KINDS, 0)
        self.uncut = dict.fromkeys(KINDS, 0)
        self.turned_away = 0

    async def run(self, flooders: int) -> None:
        await asyncio.gather(*(self._one(number) for number in range(flooders)))

    async def _one(self, number: int) -> None:
        kind, cuts = KINDS[number % len(KINDS)], 0
        phone = self.workshop["phones"][number]
        while time.monotonic() < self.end:
            bare = Bare(self.address, self.origin, self.workshop, phone, History())
            try:
                await bare.open()
                cuts += await self._was_cut(bare, kind)
            except InvalidStatus as refused:
                self.turned_away += refused.response.status_code == 429
            except (OSError, ConnectionClosed, TimeoutError):
                pass
            bare.cut()
            await asyncio.sleep(AGAIN_S)
        self.flooders[kind] += cuts > 0

    async def _was_cut(self, bare: Bare, kind: str) -> bool:
        """Floods until the link is cut, or the time is up and it has not sent too much, or has for long."""
        allowed, since = Bucket(BYTES_A_SECOND, BYTES_AT_ONCE), None if kind == DRIPS else time.monotonic()
        assert bare.socket is not None
        try:
            # Also one that takes nothing more and does not end either is not cut.
            async with asyncio.timeout(max(0.0, self.end - time.monotonic()) + GIVEN_UP_S):
                async for text in _frames(kind):
                    if not allowed.take(len(text)):
                        since = since or time.monotonic()
                    await bare.socket.send(text)
                    if since is None and time.monotonic() > self.end:
                        return False
        except ConnectionClosed:
            self.cuts[kind].append(time.monotonic() - since if since else 0.0)
            return True
        except TimeoutError:
            self.uncut[kind] += since is not None
        return False


async def _frames(kind: str) -> AsyncIterator[str]:
    sizes = {KINDS[0]: 1, KINDS[1]: 8 * 1024, KINDS[2]: 2**20, DRIPS: DRIP}
    text = '{"type":"ping","t":1,"pad":"%s"}' % ("x" * sizes[kind])
    while True:
        yield text
        await asyncio.sleep(DRIP / DRIP_A_SECOND if kind == DRIPS else 0)


def main() -> None:
    wanted = json.load(sys.stdin)
    if wanted["cores"]:
        os.sched_setaffinity(0, wanted["cores"])
    flood = Flood(wanted)
    asyncio.run(flood.run(wanted["flooders"]))
    told = {name: getattr(flood, name) for name in ("cuts", "flooders", "uncut", "turned_away")}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
