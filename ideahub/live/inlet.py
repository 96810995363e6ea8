"""The most usual thing that a client sends, read without autobahn: whole, small frames of text.

autobahn calls a dozen functions of its own for every frame. Messages in parts, a ping, closing and what is wrong stay with it.
Uses private parts of autobahn, whose version is pinned.
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


def length_of(data: bytes) -> int | None:
    """How long the whole masked frame of text is that `data` begins with, 0 where more has to come to tell; RFC 6455, 5.2.

    None for everything else, also for what is too large: what then happens is autobahn's to say.
    """
    if data[0] != WHOLE_TEXT or (len(data) > 1 and not data[1] & MASKED):
        return None
    if len(data) < 4:
        return 0
    size = data[1] ^ MASKED
    if size < 126:
        return 2 + KEY + size
    size = int.from_bytes(data[2:4], "big") if size == 126 else MOST_BYTES + 1
    return 4 + KEY + size if 126 <= size <= MOST_BYTES else None


def text_of(frame: bytes) -> str | None:
    """What one such frame says. None for what is no UTF-8."""
    at = 2 if frame[1] ^ MASKED < 126 else 4
    key, masked = frame[at : at + KEY], frame[at + KEY :]
    size = len(masked)
    whole_key = (key * (size // KEY + 1))[:size]
    plain = (int.from_bytes(masked, "big") ^ int.from_bytes(whole_key, "big")).to_bytes(size, "big")
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return None
