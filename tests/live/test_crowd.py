"""One frame for a whole audience: each socket gets it from where it is, and whoever cannot take it holds nobody up."""

from datetime import UTC, datetime

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.live.crowd import BEHIND, Crowd
from ideahub.live.frame import Frame
from ideahub.live.listener import MOST_UNSAID_BYTES, Listener
from ideahub.live.replay import Entry


class Socket:
    """Takes `most` bytes at once, and keeps the rest waiting."""

    def __init__(self, most: int = 1 << 20) -> None:
        self.most, self.unsent, self.taken = most, 0, b""
        self.broken = False

    def pass_on(self, wire: bytes) -> int:
        if self.broken:
            raise RuntimeError
        size = 0 if self.unsent else min(self.most, len(wire))
        self.taken += wire[:size]
        return size

    def write_rest(self, frame: Frame, sent: int) -> None:
        self.taken += frame.wire[sent:]
        self.unsent += len(frame.wire) - sent

    def write(self, *frames: Frame) -> None:
        for frame in frames:
            self.write_rest(frame, self.pass_on(frame.wire))

    def deafen(self) -> None: ...

    async def close(self, code: int) -> None: ...


def somebody(crowd: Crowd, socket: Socket, *, seq: int = 0) -> Listener:
    listener = Listener(Actor(Audience.STAFF, new_id()), socket, seq=seq)
    crowd.listeners.add(listener)
    return listener


def entries(first: int, last: int) -> list[Entry]:
    at = datetime.now(UTC)
    return [
        Entry(Event(seq=seq, type="idea.hidden", payload={"type": "idea.hidden", "seq": seq}, created_at=at))
        for seq in range(first, last + 1)
    ]


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Crowd:
    monkeypatch.setattr(Entry, "text_for", lambda entry, _audience: f'"{entry.seq}"')
    return Crowd(Audience.STAFF)


def test_each_socket_gets_the_range_it_lacks(crowd: Crowd) -> None:
    in_step, ahead, far_ahead = Socket(), Socket(), Socket()
    somebody(crowd, in_step), somebody(crowd, ahead, seq=1), somebody(crowd, far_ahead, seq=3)
    crowd._tell_entries(entries(1, 3), 3)
    assert b'"after":0,"upto":3,"events":["1","2","3"]' in in_step.taken
    assert b'"after":1,"upto":3,"events":["2","3"]' in ahead.taken
    assert far_ahead.taken == b""


def test_what_a_socket_does_not_take_at_once_waits_for_it_in_order(crowd: Crowd) -> None:
    quick, slow = Socket(), Socket(most=10)
    somebody(crowd, quick), somebody(crowd, slow)
    for seq in (1, 2, 3):
        crowd._tell_entries(entries(seq, seq), seq)
    assert slow.taken == quick.taken
    assert slow.unsent


def test_a_socket_that_lets_too_much_wait_is_told_to_start_anew_and_the_others_get_everything(crowd: Crowd) -> None:
    stuck, well = Socket(), Socket()
    somebody(crowd, well)
    listener = somebody(crowd, stuck)
    stuck.unsent = MOST_UNSAID_BYTES + 1
    crowd._tell_entries(entries(1, 1), 1)
    assert listener.lost
    assert stuck.taken == BEHIND.wire
    crowd._tell_entries(entries(2, 2), 2)
    assert stuck.taken == BEHIND.wire
    assert b'"upto":2' in well.taken


def test_a_socket_that_breaks_is_nobody_elses_trouble(crowd: Crowd) -> None:
    broken, well = Socket(), Socket()
    broken.broken = True
    listener = somebody(crowd, broken)
    somebody(crowd, well)
    crowd._tell_entries(entries(1, 1), 1)
    assert listener not in crowd.listeners
    assert b'"upto":1' in well.taken
