"""Between daphne and the consumer: the socket's outlet, and what cuts whoever sends too much.

daphne itself puts no limit on what a client sends; without this one client can fill the process's memory. Where daphne is
as we know it, `ideahub.live.intake` has counted what comes before it was read, and nothing stands between daphne's queue and
the consumer; elsewhere a task here takes everything off that queue at once.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any, Protocol

from asgiref.typing import ASGI3Application

from ideahub.live.outlet import Outlet, outlet_for
from ideahub.protocol.frames import MOST_BYTES

TOO_LARGE, TOO_FAST = 4413, 4429
FRAMES_A_SECOND, FRAMES_AT_ONCE = 20.0, 120.0
BYTES_A_SECOND, BYTES_AT_ONCE = 32 * 1024.0, 256 * 1024.0
MOST_WAITING = 64


class Bucket:
    """A token bucket: `burst` at once, refilled at `rate` a second."""

    __slots__ = ("at", "burst", "level", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst, self.level, self.at = rate, burst, burst, monotonic()

    def take(self, amount: float) -> bool:
        now = monotonic()
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        self.level -= amount
        return self.level >= 0


class Allowance:
    """What one socket may send, in frames and in bytes."""

    __slots__ = ("frames", "volume")

    def __init__(self) -> None:
        self.frames = Bucket(FRAMES_A_SECOND, FRAMES_AT_ONCE)
        self.volume = Bucket(BYTES_A_SECOND, BYTES_AT_ONCE)

    def judge(self, size: int) -> int | None:
        """The close code of somebody whose message of so many bytes is too much."""
        if size > MOST_BYTES:
            return TOO_LARGE
        if not self.frames.take(1) or not self.volume.take(size):
            return TOO_FAST
        return None


class Intake(Protocol):
    """`ear` is asked first whether it deals with a text at once; what it does not waits for the consumer."""

    ear: Callable[[str], bool] | None


class FlowGuard:
    def __init__(self, inner: ASGI3Application) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        tolerant = _tolerant(send)
        out = scope["outlet"] = outlet_for(tolerant, given=send)
        scope["intake"] = intake = counting(send)
        if intake is not None:
            await self.inner(scope, receive, tolerant)
            return
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        pump = asyncio.create_task(_pump(receive, queue, out))
        try:
            await self.inner(scope, queue.get, tolerant)  # type: ignore[arg-type]
        finally:
            pump.cancel()


def counting(send: Any) -> Intake | None:
    """The protocol behind daphne's own `send`, if it counts what it reads."""
    protocol = send.args[0] if isinstance(send, partial) and send.args else None
    return protocol if getattr(protocol, "counts_intake", False) else None


def _tolerant(send: Any) -> Any:
    """daphne refuses messages to a socket that has just closed; that is no error of anybody's."""

    async def tolerant(message: dict[str, Any]) -> None:
        try:
            await send(message)
        except (ValueError, RuntimeError, AssertionError):
            if message["type"] not in {"websocket.send", "websocket.close"}:
                raise

    return tolerant


async def _pump(receive: Any, queue: "asyncio.Queue[dict[str, Any]]", out: Outlet) -> None:
    allowance = Allowance()
    message = await receive()
    while message["type"] != "websocket.disconnect":
        if message["type"] == "websocket.receive":
            size = len((message.get("text") or "").encode()) + len(message.get("bytes") or b"")
            code = allowance.judge(size) or (TOO_FAST if queue.qsize() > MOST_WAITING else None)
            if code is not None:
                await _cut(receive, queue, out, code)
                return
            message["arrived"] = monotonic()
        queue.put_nowait(message)
        message = await receive()
    queue.put_nowait(message)


async def _cut(receive: Any, queue: "asyncio.Queue[dict[str, Any]]", out: Outlet, code: int) -> None:
    """Closes, lets the application end, and drops what still comes."""
    await out.close(code)
    out.deafen()
    queue.put_nowait({"type": "websocket.disconnect", "code": code})
    while (await receive())["type"] != "websocket.disconnect":
        pass
