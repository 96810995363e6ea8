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


def entries(first: int, last: int, kind: str = "idea.hidden") -> list[Entry]:
    at = datetime.now(UTC)
    return [
        Entry(Event(seq=seq, type=kind, payload={"type": kind, "seq": seq}, created_at=at))
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


@pytest.mark.parametrize("kind", ["tally.changed", "support.changed"])
def test_phones_are_told_what_many_change_five_times_a_second(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    now = 100.0
    monkeypatch.setattr("ideahub.live.crowd.monotonic", lambda: now)
    crowd.audience = Audience.PARTICIPANT
    somebody(crowd, socket := Socket())
    crowd._tell_entries(entries(1, 1, kind), 1)
    now += 0.1
    crowd._tell_entries([*entries(2, 2), *entries(3, 4, kind)], 4)
    assert (crowd.told, crowd.due_at) == (2, pytest.approx(100.2))
    now += 0.11
    crowd._tell_entries(entries(3, 4, kind), 4)
    assert (crowd.told, socket.taken.count(b'"upto"')) == (4, 3)


def test_support_does_not_hold_up_what_comes_after_it(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideahub.live.crowd.monotonic", lambda: 100.0)
    crowd.audience = Audience.PARTICIPANT
    somebody(crowd, Socket())
    crowd._tell_entries(entries(1, 1, "support.changed"), 1)
    crowd._tell_entries([*entries(2, 2, "support.changed"), *entries(3, 3), *entries(4, 4, "support.changed")], 4)
    assert crowd.told == 3
    crowd._tell_entries([*entries(4, 4, "support.changed"), *entries(5, 5)], 5)
    assert crowd.told == 5


def test_staff_are_told_it_at_once(crowd: Crowd) -> None:
    somebody(crowd, Socket())
    for seq in (1, 2):
        crowd._tell_entries(entries(seq, seq, "support.changed"), seq)
    assert crowd.told == 2
