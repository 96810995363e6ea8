"""The most usual thing that a client sends, read without autobahn: one whole, small frame of text.

autobahn calls a dozen functions of its own for every frame. What is in parts, several at once, a ping, closing or wrong
stays with it. Uses private parts of autobahn, whose version is pinned.
"""

from typing import Any

from autobahn.websocket.protocol import WebSocketProtocol as Autobahn

from ideahub.protocol.frames import MOST_BYTES

OPEN = Autobahn.STATE_OPEN
WHOLE_TEXT = 0x81
MASKED = 0x80
KEY = 4


def is_between_frames(protocol: Any) -> bool:
    """Nothing begun waits for its rest, and no ping is out whose answer this would have to count as."""
    try:
        return (
            protocol.state == OPEN
            and not protocol.data
            and protocol.current_frame is None
            and not protocol.inside_message
            and protocol.autoPingTimeoutCall is None
        )
    except AttributeError:
        # Another autobahn than we know: all frames are its.
        return False


def whole_text(data: bytes) -> str | None:
    """The message, if `data` is exactly one masked frame with all of one; RFC 6455, section 5.2.

    None for everything else, also for what is too large or no UTF-8: what then happens is autobahn's to say.
    """
    if len(data) < 2 + KEY or data[0] != WHOLE_TEXT or not data[1] & MASKED:
        return None
    size, at = data[1] ^ MASKED, 2
    if size == 126:
        size, at = int.from_bytes(data[2:4], "big"), 4
        if not 126 <= size <= MOST_BYTES:
            return None
    if size > MOST_BYTES or len(data) != at + KEY + size:
        return None
    key, masked = data[at : at + KEY], data[at + KEY :]
    whole_key = (key * (size // KEY + 1))[:size]
    plain = (int.from_bytes(masked, "big") ^ int.from_bytes(whole_key, "big")).to_bytes(size, "big")
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
