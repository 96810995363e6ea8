import pytest
from websockets.frames import Frame as Parsed
from websockets.frames import Opcode
from websockets.streams import StreamReader

from ideahub.live.frame import Frame


def parse(wire: bytes) -> Parsed:
    stream = StreamReader()
    stream.feed_data(wire)
    stream.feed_eof()
    reading = Parsed.parse(stream.read_exact, mask=False)
    try:
        while True:
            next(reading)
    except StopIteration as ended:
        assert not stream.buffer
        return ended.value  # type: ignore[no-any-return]


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_of_any_length_is_read_as_it_was_meant(length: int) -> None:
    read = parse(Frame("x" * length).wire)
    assert (read.opcode, read.fin, read.data) == (Opcode.TEXT, True, b"x" * length)


def test_length_counts_bytes() -> None:
    assert parse(Frame("å" * 100).wire).data.decode() == "å" * 100
