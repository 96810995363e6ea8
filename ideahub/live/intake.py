"""What a client sends is counted as it arrives, before it is taken apart: whoever floods is not read any more at once.

autobahn takes everything apart in Python that the kernel hands over, and goes on doing so until the other end answers the
close: thousands of small frames that nobody will look at cost the others their turn. Here bytes are counted when they
arrive and frames, those of control too, when their header is read; beyond what is allowed the close code is sent, and what
still comes is thrown away unread (`ideahub.live.farewell`). Uses private parts of daphne and autobahn, whose versions are pinned.
"""

import math
from collections.abc import Callable
from http.cookies import CookieError
from time import monotonic, time
from typing import Any

from autobahn.websocket.types import ConnectionDeny
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from django.conf import settings
from django.http import parse_cookie

from ideahub import metrics
from ideahub.live import cooling
from ideahub.live.farewell import LINGER_S, Farewell
from ideahub.live.guard import MOST_WAITING, TOO_FAST, TOO_LARGE, Allowance
from ideahub.live.inlet import is_between_frames, length_of, text_of
from ideahub.live.outlet import Direct
from ideahub.protocol.frames import MOST_BYTES
from ideahub.workshops.joining import COOKIE_PREFIX

# autobahn copies the rest of its buffer for every frame in it.
PIECE = 4096
TOO_MANY_REQUESTS = 429


class CountedProtocol(WebSocketProtocol):  # type: ignore[misc]
    """daphne's, with a limit on what comes in."""

    counts_intake = True
    ear: Callable[[str], bool] | None = None
    was_cut = False
    farewell: Farewell | None = None
    # Of a frame that is read here, what has come so far.
    begun = b""
    turned_away_for_s = 0.0
    # What of ours writes past autobahn, and has to know when autobahn writes.
    outlet: Direct | None = None

    def makeConnection(self, transport: Any) -> None:
        self.allowance = Allowance()
        self.proofs: list[str] = []
        super().makeConnection(transport)
        # autobahn's second is less than what a busy phone needs to answer.
        self.closeHandshakeTimeout = LINGER_S

    def onConnect(self, request: Any) -> Any:
        self.proofs = proofs_in(request.headers.get("cookie", ""))
        self.turned_away_for_s = cooling.here.wait_s(self.proofs)
        if self.turned_away_for_s:
            raise ConnectionDeny(TOO_MANY_REQUESTS, "Too Many Requests")  # type: ignore[no-untyped-call]
        return super().onConnect(request)

    def failHandshake(self, reason: str, code: int = 400, responseHeaders: Any = None) -> None:
        more = [("Retry-After", math.ceil(self.turned_away_for_s))] if self.turned_away_for_s else []
        super().failHandshake(reason, code, [*(responseHeaders or []), *more, ("Content-Length", 0)])

    def dataReceived(self, data: bytes) -> None:
        if not self.was_cut and not self.allowance.volume.take(len(data)):
            self.cut(TOO_FAST)
        if not self.was_cut:
            self.take_apart(data)
        if self.farewell is not None:
            self.farewell.hear(data)

    def take_apart(self, data: bytes) -> None:
        if self.begun:
            data, self.begun = self.begun + data, b""
        data = self.hear_frames(data)
        for at in range(0, len(data), PIECE):
            if self.was_cut:
                return
            super().dataReceived(data[at : at + PIECE])

    def hear_frames(self, data: bytes) -> bytes:
        """Takes off what can be read here, keeps one whose rest has not come, and returns what is left for autobahn."""
        while data and not self.was_cut and is_between_frames(self):
            length = length_of(data)
            if length is not None and not 0 < length <= len(data):
                self.begun = data
                return b""
            text = text_of(data[:length]) if length else None
            if text is None:
                return data
            data = data[length:]
            self.hear_frame(text)
        return data

    def hear_frame(self, text: str) -> None:
        """One that autobahn has not seen."""
        if not self.allowance.frames.take(1):
            self.cut(TOO_FAST)
        self.hear(text)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:
        if isBinary:
            super().onMessage(payload, isBinary)
        else:
            self.hear(payload.decode())

    def hear(self, text: str) -> None:
        if self.muted:
            return
        self.last_ping = time()
        if self.ear is not None and self.ear(text):
            return
        if self.application_queue.qsize() > MOST_WAITING:
            self.cut(TOO_FAST)
        else:
            self.application_queue.put_nowait({"type": "websocket.receive", "text": text, "arrived": monotonic()})

    def onFrameBegin(self) -> None:
        if not self.allowance.frames.take(1):
            self.cut(TOO_FAST)
        super().onFrameBegin()

    def onMessageFrameBegin(self, length: int) -> None:
        if self.message_data_total_length + length > MOST_BYTES:
            self.cut(TOO_LARGE)
            return
        super().onMessageFrameBegin(length)

    def sendData(self, *args: Any, **kwargs: Any) -> None:
        if self.outlet is not None:
            self.outlet.will_write()
        super().sendData(*args, **kwargs)

    def cut(self, code: int) -> None:
        """Says why, looks at nothing more, lets the application end, and lets go of the link once the other end knows."""
        if self.was_cut:
            return
        self.was_cut = True
        cooling.here.send_away(self.proofs)
        if self.state == self.STATE_OPEN:
            metrics.SOCKETS_CLOSED.labels(str(code)).inc()
            self.sendCloseFrame(code=code)
        self.data = self.begun = b""
        self._end_application(code)
        if self.state == self.STATE_CLOSING:
            self.farewell = Farewell(self.transport, code=self.localCloseCode, let_go=self.let_go)
        else:
            self.dropConnection(abort=True)

    def let_go(self) -> None:
        self.wasClean = True
        self.dropConnection()

    def _end_application(self, code: int) -> None:
        self.muted = True
        queue = getattr(self, "application_queue", None)
        if queue is not None:
            while not queue.empty():
                queue.get_nowait()
            queue.put_nowait({"type": "websocket.disconnect", "code": code})

    def onClose(self, wasClean: bool, code: int | None, reason: str | None) -> None:
        # Who was turned away at the handshake was never daphne's.
        if not self.turned_away_for_s:
            super().onClose(wasClean, code, reason)


def proofs_in(cookies: str) -> list[str]:
    """The tokens and the session in a Cookie header, whatever else is in it."""
    try:
        found = parse_cookie(cookies)
    except CookieError:
        return []
    return [value for name, value in found.items() if name == settings.SESSION_COOKIE_NAME or COOKIE_PREFIX in name]


def count_intake() -> None:
    """Sockets of this process are counted from now on. Once is enough, twice is harmless."""
    WebSocketFactory.protocol = CountedProtocol
