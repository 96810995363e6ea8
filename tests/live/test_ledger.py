from collections.abc import Callable

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.live.frame import Frame
from ideahub.live.ledger import MOST_KEPT, Ledger
from ideahub.live.listener import MOST_STUCK_S, MOST_UNSAID_BYTES, MOST_UNSAID_S, Listener


class Sink:
    """A socket that takes nothing until told otherwise."""

    def __init__(self) -> None:
        self.unsent = 0

    def pass_on(self, wire: bytes) -> int:
        return 0

    def straight(self, *, until: Callable[[], None]) -> None: ...

    def write_rest(self, frame: Frame, sent: int) -> None:
        self.write(frame)

    def write(self, *frames: Frame) -> None:
        self.unsent += sum(len(frame.wire) for frame in frames)

    def deafen(self) -> None: ...

    async def close(self, code: int) -> None: ...


def somebody() -> Listener:
    return Listener(Actor(Audience.PARTICIPANT, new_id()), Sink())


def test_what_was_got_is_credited_up_to_that_frame() -> None:
    ledger = Ledger()
    for seq, at in ((3, 10.0), (5, 11.0), (9, 12.0)):
        ledger.add(seq, 100, at)
    assert ledger.credit(2) is None
    assert ledger.credit(3) == (100, 11.0)
    assert ledger.credit(8) == (200, 12.0)
    assert ledger.credit(9) == (300, float("inf"))


def test_a_ledger_forgets_what_is_long_past() -> None:
    ledger = Ledger()
    for seq in range(3 * MOST_KEPT):
        ledger.add(seq, 1, 0.0)
    assert ledger.credit(10) is None
    assert ledger.credit(2 * MOST_KEPT) == (2 * MOST_KEPT + 1, 0.0)
    assert ledger.credit(3 * MOST_KEPT - 1) == (3 * MOST_KEPT, float("inf"))


def test_a_listener_owes_too_much_by_bytes_or_by_seconds_and_not_after_it_said_what_it_got() -> None:
    ledger, listener = Ledger(), somebody()
    listener.told_apart(0, 0, ledger)
    ledger.add(1, MOST_UNSAID_BYTES + 1, 100.0)
    assert listener.owes_too_much(ledger, 100.0)
    listener.got(1, ledger)
    assert not listener.owes_too_much(ledger, 100.0 + 10 * MOST_UNSAID_S)
    ledger.add(2, 10, 200.0)
    ledger.add(3, 10, 210.0)
    assert not listener.owes_too_much(ledger, 200.0 + MOST_UNSAID_S)
    assert listener.owes_too_much(ledger, 200.1 + MOST_UNSAID_S)
    listener.got(2, ledger)
    assert not listener.owes_too_much(ledger, 210.0 + MOST_UNSAID_S)


def test_a_long_poll_says_nothing_while_it_waits_and_owes_bytes_only() -> None:
    ledger, poll = Ledger(), Listener(Actor(Audience.PARTICIPANT, new_id()), Sink(), by_poll=True)
    ledger.add(1, 10, 100.0)
    assert not poll.owes_too_much(ledger, 100.0 + 2 * MOST_UNSAID_S)
    ledger.add(2, MOST_UNSAID_BYTES, 110.0)
    assert poll.owes_too_much(ledger, 110.0)


def test_a_listener_whose_bytes_stay_here_is_stuck_and_one_that_drains_is_not() -> None:
    listener = somebody()
    listener.write(Frame("x" * MOST_UNSAID_BYTES))
    assert not listener.is_too_slow(50.0)
    assert listener.is_too_slow(50.1 + MOST_STUCK_S)
    listener.out.unsent = 0  # type: ignore[misc]
    assert not listener.is_too_slow(100.0)
    assert listener.stuck_since > 100.0
