"""One frame for a whole audience: each socket gets it from where it is, and whoever cannot take it holds nobody up."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.live.crowd import BEHIND, Crowd
from ideahub.live.frame import Frame
from ideahub.live.listener import MOST_UNSAID_BYTES, MOST_UNSAID_S, Listener
from ideahub.live.outlet import Give
from ideahub.live.replay import Entry


class Socket:
    """Takes `most` bytes at once, and keeps the rest waiting. `looked_at` counts the frames that were not given to it straight."""

    def __init__(self, most: int = 1 << 20) -> None:
        self.most, self.unsent, self.taken = most, 0, b""
        self.broken = False
        self.looked_at = 0
        self.until: Callable[[], None] | None = None

    def pass_on(self, wire: bytes) -> int:
        self.looked_at += 1
        return self._give(wire)

    def _give(self, wire: bytes) -> int:
        if self.broken:
            raise OSError
        size = 0 if self.unsent else min(self.most, len(wire))
        self.taken += wire[:size]
        return size

    def straight(self, *, until: Callable[[], None]) -> Give | None:
        self.until = None if self.unsent else until
        return self._give if self.until else None

    def write_rest(self, frame: Frame, sent: int) -> None:
        if self.broken:
            raise RuntimeError
        self.busy()
        self.taken += frame.wire[sent:]
        self.unsent += len(frame.wire) - sent

    def busy(self) -> None:
        """Something else goes out by it."""
        until, self.until = self.until, None
        if until:
            until()

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


def test_a_frame_goes_straight_to_who_is_in_step_until_something_else_goes_out_there(crowd: Crowd) -> None:
    socket = Socket()
    somebody(crowd, socket)
    for seq in (1, 2, 3):
        crowd._tell_entries(entries(seq, seq), seq)
    assert socket.looked_at == 1
    socket.busy()
    for seq in (4, 5):
        crowd._tell_entries(entries(seq, seq), seq)
    assert socket.looked_at == 2
    assert [f'"upto":{seq},'.encode() in socket.taken for seq in range(1, 6)] == [True] * 5
    assert socket.taken.count(b'"upto"') == 5


def test_who_is_in_step_and_takes_a_part_only_gets_the_rest_and_all_that_follows_in_order(crowd: Crowd) -> None:
    quick, slow, gone = Socket(), Socket(), Socket()
    somebody(crowd, quick), somebody(crowd, slow)
    leaver = somebody(crowd, gone)
    crowd._tell_entries(entries(1, 1), 1)
    slow.most = 10
    gone.broken = True
    crowd._tell_entries(entries(2, 2), 2)
    crowd._tell_entries(entries(3, 3), 3)
    assert slow.taken == quick.taken
    assert slow.unsent
    assert leaver not in crowd.listeners
    slow.unsent, slow.most = 0, 1 << 20
    crowd._tell_entries(entries(4, 5), 5)
    crowd._tell_entries(entries(6, 6), 6)
    assert slow.taken == quick.taken


def test_nothing_more_goes_to_who_has_left(crowd: Crowd) -> None:
    socket = Socket()
    listener = somebody(crowd, socket)
    crowd._tell_entries(entries(1, 1), 1)
    crowd.remove(listener)
    crowd._tell_entries(entries(2, 2), 2)
    assert socket.taken.count(b'"upto"') == 1


def test_who_is_in_step_and_does_not_say_what_it_got_is_lost_at_the_limit_of_bytes(crowd: Crowd) -> None:
    silent, talker = Socket(1 << 30), Socket(1 << 30)
    listener, other = somebody(crowd, silent), somebody(crowd, talker)
    seq = 0
    while not listener.lost:
        owed = crowd.ledger.total
        seq += 1
        crowd._tell_entries(entries(seq, seq), seq)
        other.got(seq, crowd.ledger)
    assert (
        owed - len(Frame('{"type":"events","after":0000,"upto":0000,"events":["0000"]}').wire)
        <= MOST_UNSAID_BYTES
        < owed
    )
    assert silent.taken.endswith(BEHIND.wire)
    assert not other.lost


def test_who_is_in_step_and_says_nothing_for_long_is_lost_too(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("ideahub.live.crowd.monotonic", lambda: now)
    listener = somebody(crowd, Socket())
    for seq in (1, 2):
        crowd._tell_entries(entries(seq, seq), seq)
    now += MOST_UNSAID_S
    crowd._tell_entries(entries(3, 3), 3)
    assert not listener.lost
    now += 1.1
    crowd._tell_entries(entries(4, 4), 4)
    assert listener.lost


def test_who_came_ahead_owes_nothing_for_what_others_were_told_later(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("ideahub.live.crowd.monotonic", lambda: now)
    somebody(crowd, Socket())
    ahead = somebody(crowd, socket := Socket(), seq=2)
    crowd._tell_entries(entries(1, 2), 2)
    now += 2 * MOST_UNSAID_S
    crowd._tell_entries(entries(3, 3), 3)
    assert not ahead.lost
    assert socket.taken.count(b'"upto"') == 1


def test_a_restored_log_begins_lower_and_what_is_got_of_it_counts(crowd: Crowd) -> None:
    listener = somebody(crowd, Socket())
    for seq in (8, 9):
        crowd._tell_entries(entries(seq, seq), seq)
    crowd.start_over(2)
    assert listener.lost
    listener.told_apart(2, 0, crowd.ledger)
    listener.lost = False
    crowd._tell_entries(entries(3, 3), 3)
    listener.got(3, crowd.ledger)
    assert listener.has == crowd.ledger.total


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
