"""Between daphne and the consumer: takes everything off daphne's queue at once, counts it, and cuts whoever floods.

daphne itself puts no limit on what a client sends; without this one client can fill the process's memory.
"""

import asyncio
from time import monotonic
from typing import Any

from asgiref.typing import ASGI3Application

from ideahub.protocol.frames import MOST_BYTES

TOO_LARGE, TOO_FAST = 4413, 4429
FRAMES_A_SECOND, FRAMES_AT_ONCE = 20.0, 120.0
BYTES_A_SECOND, BYTES_AT_ONCE = 32 * 1024.0, 256 * 1024.0
MOST_WAITING = 64


class Bucket:
    """A token bucket: `burst` at once, refilled at `rate` a second."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, monotonic()

    def take(self, amount: float) -> bool:
        now = monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        self.level -= amount
        return self.level >= 0


class FlowGuard:
    def __init__(self, inner: ASGI3Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        pump = asyncio.create_task(_pump(receive, send, queue))
        try:
            await self.inner(scope, queue.get, _tolerant(send))  # type: ignore[arg-type]
        finally:
            pump.cancel()


def _tolerant(send: Any) -> Any:
    """daphne refuses messages to a socket that has just closed; that is no error of anybody's."""

    async def tolerant(message: dict[str, Any]) -> None:
        try:
            await send(message)
        except (ValueError, RuntimeError, AssertionError):
            if message["type"] not in {"websocket.send", "websocket.close"}:
                raise

    return tolerant


async def _pump(receive: Any, send: Any, queue: "asyncio.Queue[dict[str, Any]]") -> None:
    frames, volume = Bucket(FRAMES_A_SECOND, FRAMES_AT_ONCE), Bucket(BYTES_A_SECOND, BYTES_AT_ONCE)
    cut = False
    while True:
        message = await receive()
        if message["type"] == "websocket.receive":
            if cut:
                continue
            size = len((message.get("text") or "").encode()) + len(message.get("bytes") or b"")
            code = _judge(size, frames, volume, queue)
            if code is not None:
                cut = True
                await send({"type": "websocket.close", "code": code})
                await queue.put({"type": "websocket.disconnect", "code": code})
                continue
        elif cut and message["type"] == "websocket.disconnect":
            return
        await queue.put(message)
        if message["type"] == "websocket.disconnect":
            return


def _judge(size: int, frames: Bucket, volume: Bucket, queue: "asyncio.Queue[dict[str, Any]]") -> int | None:
    if size > MOST_BYTES:
        return TOO_LARGE
    if not frames.take(1) or not volume.take(size) or queue.qsize() > MOST_WAITING:
        return TOO_FAST
    return None
