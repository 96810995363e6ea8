"""One whole small frame of text is read without autobahn, and nothing else is."""

from typing import Any

import pytest
from autobahn.websocket.protocol import WebSocketProtocol as Autobahn

from ideahub.live.inlet import is_between_frames, whole_text
from ideahub.protocol.frames import MOST_BYTES


def frame(payload: bytes, *, first: int = 0x81, masked: bool = True) -> bytes:
    """As a browser sends it."""
    mask = 0x80 if masked else 0
    size = len(payload)
    length = bytes([mask | size]) if size < 126 else bytes([mask | 126]) + size.to_bytes(2, "big")
    if not masked:
        return bytes([first]) + length + payload
    key = b"\x9a\x05\xe1\x7c"
    return bytes([first]) + length + key + bytes(one ^ key[at % 4] for at, one in enumerate(payload))


@pytest.mark.parametrize("text", ["", "a", "{}", "å" * 62, "x" * 125, "x" * 126, "🌱" * 4000, "x" * MOST_BYTES])
def test_one_whole_frame_of_text_is_read(text: str) -> None:
    assert whole_text(frame(text.encode())) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81",
        frame(b"hej")[:-1],
        frame(b"hej") + b"\x81",
        frame(b"hej") * 2,
        frame(b"hej", masked=False),
        frame(b"hej", first=0x82),
        frame(b"hej", first=0x01),
        frame(b"hej", first=0x89),
        frame(b"\x03\xe8", first=0x88),
        frame(b"hej", first=0xC1),
        frame(b"\xff\xfe"),
        frame(b"x" * (MOST_BYTES + 1)),
        bytes([0x81, 0xFF]) + (70_000).to_bytes(8, "big") + bytes(4) + b"x" * 70_000,
        bytes([0x81, 0xFE]) + (3).to_bytes(2, "big") + bytes(4) + b"hej",
    ],
)
def test_everything_else_is_left_to_autobahn(data: bytes) -> None:
    assert whole_text(data) is None


class Autobahns:
    """The parts that are looked at, as they are between two frames."""

    def __init__(self, **parts: Any) -> None:
        self.state, self.data, self.current_frame = Autobahn.STATE_OPEN, b"", None
        self.inside_message, self.autoPingTimeoutCall = False, None
        vars(self).update(parts)


def test_between_frames_nothing_is_begun() -> None:
    assert is_between_frames(Autobahns())


@pytest.mark.parametrize(
    "parts",
    [
        {"state": Autobahn.STATE_CLOSING},
        {"data": b"\x81"},
        {"current_frame": object()},
        {"inside_message": True},
        {"autoPingTimeoutCall": object()},
    ],
)
def test_while_something_is_begun_all_is_autobahns(parts: dict[str, Any]) -> None:
    assert not is_between_frames(Autobahns(**parts))


def test_a_protocol_without_those_parts_is_left_to_autobahn() -> None:
    protocol = Autobahns()
    del protocol.inside_message
    assert not is_between_frames(protocol)
