"""Frames to clients may be larger than frames from them, also where they go through ASGI's `send`.

daphne hands its one limit on messages to autobahn, which holds it against what is received and what is sent alike: a
larger `events` frame (a hundred ideas revealed at once) would never leave. What is sent is our own, and the hub counts it
for each socket. Uses private parts of daphne, whose version is pinned.
"""

from typing import Any

from daphne.ws_protocol import WebSocketProtocol

_send_limited = WebSocketProtocol.sendMessage


def _send_whole(protocol: Any, payload: bytes, *args: Any, **kwargs: Any) -> None:
    limit = protocol.maxMessagePayloadSize
    protocol.maxMessagePayloadSize = 0
    try:
        _send_limited(protocol, payload, *args, **kwargs)
    finally:
        protocol.maxMessagePayloadSize = limit


def lift_limit() -> None:
    """Lets this process send messages of any size; the limit on what it receives stays. Once is enough, twice is harmless."""
    WebSocketProtocol.sendMessage = _send_whole
