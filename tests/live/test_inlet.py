"""Whole small frames of text are read without autobahn, and nothing else is."""

from random import Random
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

import pytest
from autobahn.websocket.protocol import WebSocketProtocol as Autobahn
from websockets.frames import Frame, Opcode

from ideahub.live.inlet import is_between_frames, length_of, text_of
from ideahub.protocol.frames import MOST_BYTES
from tests.support.room import Room
from tests.support.server import Server


def frame(payload: bytes, *, first: int = 0x81, masked: bool = True) -> bytes:
    """As a browser sends it."""
    mask = 0x80 if masked else 0
    size = len(payload)
    length = bytes([mask | size]) if size < 126 else bytes([mask | 126]) + size.to_bytes(2, "big")
    if not masked:
        return bytes([first]) + length + payload
    key = b"\x9a\x05\xe1\x7c"
    return bytes([first]) + length + key + bytes(one ^ key[at % 4] for at, one in enumerate(payload))


TEXTS = ["", "a", "{}", "å" * 62, "x" * 125, "x" * 126, "🌱" * 4000, "x" * MOST_BYTES]


@pytest.mark.parametrize("text", TEXTS)
def test_a_whole_frame_of_text_is_read_whatever_comes_behind_it(text: str) -> None:
    data = frame(text.encode())
    for behind in (b"", b"\x81", frame(b"hej")):
        assert length_of(data + behind) == len(data)
    assert text_of(data) == text


@pytest.mark.parametrize("text", TEXTS)
def test_of_one_that_has_begun_the_rest_is_waited_for(text: str) -> None:
    data = frame(text.encode())
    assert [length_of(data[:size]) for size in (1, 2, 3)] == [0, 0, 0]
    assert length_of(data[: len(data) - 1]) == len(data)


@pytest.mark.parametrize(
    "data",
    [
        frame(b"hej", masked=False),
        frame(b"hej", masked=False)[:2],
        frame(b"hej", first=0x82),
        frame(b"hej", first=0x01),
        frame(b"hej", first=0x89),
        frame(b"hej", first=0x89)[:1],
        frame(b"\x03\xe8", first=0x88),
        frame(b"hej", first=0xC1),
        frame(b"x" * (MOST_BYTES + 1)),
        bytes([0x81, 0xFF]) + (70_000).to_bytes(8, "big") + bytes(4) + b"x" * 70_000,
        bytes([0x81, 0xFE]) + (3).to_bytes(2, "big") + bytes(4) + b"hej",
    ],
)
def test_everything_else_is_left_to_autobahn(data: bytes) -> None:
    assert length_of(data) is None


def test_what_is_no_text_is_left_to_autobahn() -> None:
    assert text_of(frame(b"\xff\xfe")) is None


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


@pytest.mark.parametrize("seed", range(2))
def test_frames_are_answered_in_order_however_they_are_cut_and_joined(service: Server, room: Room, seed: int) -> None:
    """Those that are read here and autobahn's own side by side."""
    dice, line = Random(seed), service.line(room, room.ben)
    said = [Frame(Opcode.TEXT, b'{"type":"ping","t":%d,"pad":"%s"}' % (n, b"x" * (n % 7 * 40))) for n in range(40)]
    wire = [one.serialize(mask=True) for one in said]
    wire.insert(9, Frame(Opcode.PING, b"are you there").serialize(mask=True))
    begin, end = Frame(Opcode.TEXT, b'{"type":"ping",', fin=False), Frame(Opcode.CONT, b'"t":40}')
    data = b"".join([*wire, begin.serialize(mask=True), end.serialize(mask=True)])
    line.socket.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    eva, pieces = service.line(room, room.eva), 0
    while data:
        size = dice.choice((1, 7, 90, 300, 900))
        line.socket.socket.sendall(data[:size])
        data, pieces = data[size:], pieces + 1
        # Whoever spoke after it is answered: this piece has been read by itself.
        eva.send({"type": "ping", "t": pieces})
        eva.next("pong")
    line.wait(lambda frame: frame["type"] == "pong" and frame["t"] == 40)
    assert [frame["t"] for frame in line.frames if frame["type"] == "pong"] == list(range(41))
