"""A link that was cut ends only when the other end could read why.

Whoever lets go of a link in which something of the other end's lies unread resets it, and a reset takes the close frame away from
somebody who is still sending. So what comes after the close frame is read and thrown away, the first of it as fast as it comes,
then slowly, until the other end has answered or gone, or for so long that it never will.
"""

from collections.abc import Callable
from typing import Any

from twisted.internet import reactor as installed_reactor

# So long the other end has for its answer to a close frame.
LINGER_S = 5.0
# What may have been on its way already; then as much each time.
AT_ONCE, SLOWLY, EVERY_S = 4 * 2**20, 64 * 1024, 0.05
# Close frames as clients write them, RFC 6455, 5.5.1: two bytes, a key of four, and the code, which some leave out.
REPEATS, BARE = b"\x88\x82", b"\x88\x80"
WHOLE = 8

reactor: Any = installed_reactor


class Farewell:
    """`let_go` ends the link in good order, and may be called twice."""

    def __init__(self, transport: Any, *, code: int, let_go: Callable[[], None]) -> None:
        self.transport, self.code, self.let_go = transport, code, let_go
        self.left = AT_ONCE
        self.tail = b""
        self.is_quiet = False
        reactor.callLater(EVERY_S, self._go_on)
        reactor.callLater(LINGER_S, transport.abortConnection)

    def hear(self, data: bytes) -> None:
        """Looks only at the end of it: whoever has answered a close says nothing more."""
        self.is_quiet = False
        self.tail = (self.tail + data[-WHOLE:])[-WHOLE:]
        if repeats(self.tail, self.code):
            self.let_go()
        self.left -= len(data)
        if self.left <= 0:
            self.transport.pauseProducing()

    def _go_on(self) -> None:
        if self.transport.disconnected:
            return
        # Two bytes alone may stand there by chance; who goes on after them has not answered.
        if self.is_quiet and self.tail[-6:-4] == BARE:
            self.let_go()
        self.is_quiet = True
        self.left = max(self.left, SLOWLY)
        self.transport.resumeProducing()
        reactor.callLater(EVERY_S, self._go_on)


def repeats(tail: bytes, code: int) -> bool:
    """Whether these eight bytes are a close frame with that code."""
    return tail[:2] == REPEATS and int.from_bytes(tail[2:4]) ^ int.from_bytes(tail[6:]) == code
