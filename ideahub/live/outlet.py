"""A socket's way out: what is written leaves in order, whichever of the two ways there is.

`Direct` writes prepared frames to daphne's transport; it uses private parts of daphne, autobahn and Twisted, whose
versions are pinned, and looks at each socket whether they are as expected. Where they are not, `Queued` goes through
ASGI's `send`, which costs several times as much and always works.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from autobahn.websocket.protocol import WebSocketProtocol as Autobahn
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet.tcp import Connection

from ideahub import metrics
from ideahub.live.frame import Frame

logger = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
Give = Callable[[bytes], int]
OPEN = Autobahn.STATE_OPEN
PARTS_OF_TRANSPORT = ("dataBuffer", "offset", "_tempDataBuffer", "_tempDataLen", "socket", "connected", "disconnecting")
_told: set[str] = set()


class Outlet(Protocol):
    """Where a listener's frames go. `write` never waits; `unsent` is how many bytes have not yet left this process."""

    @property
    def unsent(self) -> int: ...

    def pass_on(self, wire: bytes) -> int:
        """Hands the kernel what it takes at once, if nothing waits before it; returns how many bytes that were."""

    def straight(self, *, until: Callable[[], None]) -> Give | None:
        """The kernel's own `send`, to be used until `until` is called; None where something waits, or where that is not told."""

    def write_rest(self, frame: Frame, sent: int) -> None:
        """What a `pass_on` or the way `straight` left of the frame; may be all of it."""

    def write(self, *frames: Frame) -> None: ...

    def deafen(self) -> None:
        """What still comes from there is dropped: for a socket that is being cut."""

    async def close(self, code: int) -> None: ...


def outlet_for(send: Send, *, given: object) -> Outlet:
    """The direct way where daphne is as we know it, else the ordinary one through `send`; why is said once a process.

    `given`: the `send` that daphne itself gave, which knows the socket's protocol.
    """
    protocol = given.args[0] if isinstance(given, partial) and given.args else None
    missing = what_is_strange(protocol)
    if missing is None:
        return Direct(protocol, send)
    if missing not in _told:
        _told.add(missing)
        logger.warning("frames_not_written_directly %s", missing)
    return Queued(send)


def what_is_strange(protocol: object) -> str | None:
    """What stands in the way of writing to this socket's transport; None if nothing does."""
    if not isinstance(protocol, WebSocketProtocol):
        return "no_daphne_protocol"
    if not isinstance(transport := protocol.transport, Connection):
        return "transport_is_wrapped"
    if absent := [name for name in PARTS_OF_TRANSPORT if not hasattr(transport, name)]:
        return f"transport_without_{absent[0]}"
    if not hasattr(protocol, "send_queue") or not hasattr(protocol, "state"):
        return "protocol_has_changed"
    if getattr(protocol, "_perMessageCompress", None) is not None or protocol.maskServerFrames:
        return "frames_are_transformed"
    return None


class Direct:
    """Hands frames to the kernel at once while nothing waits before them, else to the transport's own buffer.

    Pings and the close frame of autobahn go through the same buffer, so the order stays. Where the protocol says when it
    writes (`will_write`), a socket with nothing before it is not looked at again for each frame: what is looked at lies
    scattered in memory, and for hundreds of sockets that costs as much as half of handing the frame over.
    """

    __slots__ = ("_give", "_is_clear", "_protocol", "_says_when_it_writes", "_send", "_until")

    def __init__(self, protocol: Any, send: Send) -> None:
        self._protocol = protocol
        self._send = send
        self._give: Give = protocol.transport.socket.send
        self._is_clear = False
        self._until: Callable[[], None] | None = None
        self._says_when_it_writes = hasattr(protocol, "outlet")
        if self._says_when_it_writes:
            protocol.outlet = self

    @property
    def unsent(self) -> int:
        transport = self._protocol.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen if transport else 0

    def will_write(self) -> None:
        """Something else goes out by this socket, and what follows may have to wait."""
        self._is_clear = False
        if self._until is not None:
            until, self._until = self._until, None
            until()

    def straight(self, *, until: Callable[[], None]) -> Give | None:
        if not (self._is_clear or (self._has_cleared() and self._is_clear)):
            return None
        self._until = until
        return self._give

    def pass_on(self, wire: bytes) -> int:
        if not (self._is_clear or self._has_cleared()):
            return 0
        try:
            return self._give(wire)
        except OSError:
            # Full, or gone: the transport finds out which.
            return 0

    def _has_cleared(self) -> bool:
        protocol = self._protocol
        transport = protocol.transport
        clear = (
            protocol.state == OPEN
            and not transport.dataBuffer
            and not transport._tempDataBuffer
            and not protocol.send_queue
            and transport.connected
            and not transport.disconnecting
        )
        self._is_clear = clear and self._says_when_it_writes
        return bool(clear)

    def write(self, *frames: Frame) -> None:
        wire = frames[0].wire if len(frames) == 1 else b"".join(frame.wire for frame in frames)
        sent = self.pass_on(wire)
        if sent < len(wire):
            self._leave_to_transport(wire[sent:] if sent else wire)

    def write_rest(self, frame: Frame, sent: int) -> None:
        self._leave_to_transport(frame.wire[sent:] if sent else frame.wire)

    def _leave_to_transport(self, rest: bytes) -> None:
        self.will_write()
        protocol = self._protocol
        if protocol.state != OPEN or protocol.transport.disconnecting:
            return
        if protocol.send_queue:
            protocol.sendData(rest)
        else:
            protocol.transport.write(rest)

    def deafen(self) -> None:
        """Not even daphne's queue fills any more; should the other end not answer the close, autobahn's timer ends it."""
        self._protocol.muted = True

    async def close(self, code: int) -> None:
        metrics.SOCKETS_CLOSED.labels(str(code)).inc()
        await self._send({"type": "websocket.close", "code": code})


class Queued:
    """Sends one frame after the other through ASGI, in a task that lives as long as something waits."""

    __slots__ = ("_send", "_task", "_waiting", "unsent")

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: deque[Frame] = deque()
        self._task: asyncio.Task[None] | None = None
        self.unsent = 0

    def pass_on(self, wire: bytes) -> int:
        return 0

    def straight(self, *, until: Callable[[], None]) -> Give | None:
        return None

    def write_rest(self, frame: Frame, sent: int) -> None:
        self.write(frame)

    def write(self, *frames: Frame) -> None:
        self._waiting.extend(frames)
        self.unsent += sum(len(frame.wire) for frame in frames)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        while self._waiting:
            frame = self._waiting.popleft()
            try:
                await self._send({"type": "websocket.send", "text": frame.text})
            finally:
                self.unsent -= len(frame.wire)

    def deafen(self) -> None:
        """The guard drops what still comes."""

    async def close(self, code: int) -> None:
        if self._task is not None:
            await asyncio.wait([self._task])
        metrics.SOCKETS_CLOSED.labels(str(code)).inc()
        await self._send({"type": "websocket.close", "code": code})
