"""Who sends too much is not read any more, and waits before coming in again; nobody else notices."""

from contextlib import suppress
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode

from ideahub.live import cooling
from ideahub.live.cooling import FIRST_S, FORGOTTEN_AFTER_S, LONGEST_S, MOST, Cooling
from ideahub.live.guard import FRAMES_AT_ONCE
from tests.support.line import Line
from tests.support.room import Room, open_room
from tests.support.server import Server, cookie_of, looking_into, running

MANY = int(FRAMES_AT_ONCE) * 20
PING = b'{"type":"ping","t":1}'


def wire(opcode: Opcode, payload: bytes, times: int = 1) -> bytes:
    return Frame(opcode, payload).serialize(mask=True) * times


def send_raw(line: Line, data: bytes) -> None:
    """Past the library, which would take its time over each frame."""
    with suppress(OSError):
        line.socket.socket.sendall(data)


@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.PING, Opcode.PONG])
def test_4429_for_small_frames_of_any_kind_in_one_go(service: Server, room: Room, opcode: Opcode) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    send_raw(ben, wire(opcode, PING, MANY))
    assert ben.closed() == 4429
    # Never more answers than frames that may come at once.
    assert sum(frame["type"] == "pong" for frame in ben.frames) <= FRAMES_AT_ONCE
    room.capture(room.eva, "Vi fortsätter")
    assert eva.events(room.seq)


def test_4413_when_the_header_of_a_large_frame_has_come(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    send_raw(ben, wire(Opcode.TEXT, b"x" * 2**20)[:14])
    assert ben.closed() == 4413


def test_4413_for_a_large_message_in_small_parts(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    parts = [Frame(Opcode.TEXT if n == 0 else Opcode.CONT, b"x" * 1024, fin=False) for n in range(17)]
    send_raw(ben, b"".join(part.serialize(mask=True) for part in parts))
    assert ben.closed() == 4413


def test_who_was_cut_waits_and_the_others_do_not(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    send_raw(ben, wire(Opcode.TEXT, PING, MANY))
    assert ben.closed() == 4429
    with pytest.raises(InvalidStatus) as refused:
        service.dial(room, cookie=cookie_of(room, room.ben))
    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) >= 1
    eva = service.line(room, room.eva)
    eva.send({"type": "ping", "t": 1})
    assert eva.next("pong")


def test_who_has_waited_is_let_in_again(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    send_raw(ben, wire(Opcode.TEXT, PING, MANY))
    assert ben.closed() == 4429
    again = None
    while again is None:
        with suppress(InvalidStatus):
            again = service.line(room, room.ben)
    again.send({"type": "ping", "t": 1})
    assert again.next("pong")


def test_a_daphne_that_is_not_as_we_know_it_cuts_floods_too(
    live_folder: Path, live_database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    strange = "tests.support.asgi_strange:application"
    with (
        running(live_folder, database=live_database, application=strange) as server,
        django_db_blocker.unblock(),
        looking_into(live_database),
        server.test,
    ):
        room = open_room()
        ben, eva = server.line(room, room.ben), server.line(room, room.eva)
        with suppress(ConnectionClosed):
            for _ in range(MANY):
                ben.send({"type": "ping", "t": 1})
        assert ben.closed() == 4429
        eva.socket.send("x" * (16 * 1024 + 1))
        assert eva.closed() == 4413


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(cooling, "monotonic", clock)
    return clock


def test_waits_double_up_to_the_longest_and_begin_anew_after_a_while(clock: Clock) -> None:
    known, waits = Cooling(), []
    for _time in range(8):
        known.send_away(["ben"])
        waits.append(known.wait_s(["ben"]))
        clock.now += waits[-1]
        assert known.wait_s(["ben"]) == 0
    assert waits == [FIRST_S, 2, 4, 8, 16, 32, LONGEST_S, LONGEST_S]
    clock.now += FORGOTTEN_AFTER_S
    known.send_away(["ben"])
    assert known.wait_s(["ben"]) == FIRST_S


def test_any_proof_that_was_shown_counts_whatever_stands_beside_it(clock: Clock) -> None:
    known = Cooling()
    known.send_away(["ben", "junk"])
    assert known.wait_s(["other junk", "ben"]) == FIRST_S
    assert known.wait_s(["other junk"]) == 0


def test_memory_of_floods_is_bounded(clock: Clock) -> None:
    known = Cooling()
    known.send_away(["ben"])
    known.send_away([str(n) for n in range(MOST)])
    assert known.wait_s(["ben"]) == 0
    assert known.wait_s(["0"]) == FIRST_S
