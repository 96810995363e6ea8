"""One socket or long poll as the hub sees it: where it is, and how much it has not yet said it got."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from time import monotonic

from ideahub.core.actor import Actor, Audience
from ideahub.live.frame import Frame
from ideahub.live.guard import Bucket
from ideahub.live.ledger import Ledger
from ideahub.live.outlet import Outlet

MOST_UNSAID_BYTES = 256 * 1024
MOST_UNSAID_S = 15.0
# Bytes that wait in this process for a link longer than any may hang.
MOST_STUCK_S = 15.0
# After `resync` a client fetches the snapshot and says `since`; who does not is not reading.
MOST_LOST_S = 30.0
# `since` is answered with what was missed and clears the credit: asked for again and again unread, it would fill memory.
RESTARTS_A_SECOND, RESTARTS_AT_ONCE = 1 / 6, 10.0
NEVER = float("inf")
# The wake that speaks of an event comes within moments of the answer that told of it.
MOST_TOLD_APART = 64


@dataclass(eq=False, slots=True)
class Listener:
    """
    `seq` is the last it was told, unless it is in step with its crowd. `lost`: it is behind and was told `resync`; it gets events
    again after a `since`.
    """

    actor: Actor
    out: Outlet
    seq: int = 0
    # Of who is signed in: with the session this ends too.
    session: str | None = None
    # Of a long poll, which says what it got by asking again.
    by_poll: bool = False
    lost: bool = False
    # The log's seq that its own view (`you`) is known to reflect.
    own_seq: int = 0
    # Single events that it reflects besides.
    own_told: deque[int] = field(default_factory=lambda: deque(maxlen=MOST_TOLD_APART))
    # Commands of this socket on their way: their answer brings the own view along.
    deciding: int = 0
    # How many of them were answered, and how often it has begun anew.
    answers: int = 0
    # Of the ledger's bytes those it said it has, and since when it owes an answer for the rest; the latter is asked for when it matters.
    has: int = 0
    owes_since: float = NEVER
    # Since when bytes for it have been waiting in this process.
    stuck_since: float = NEVER
    lost_at: float = NEVER
    restarts: Bucket = field(default_factory=lambda: Bucket(RESTARTS_A_SECOND, RESTARTS_AT_ONCE))
    too_slow: bool = False

    @property
    def audience(self) -> Audience:
        return self.actor.audience

    def write(self, frame: Frame) -> None:
        self.out.write(frame)

    def answered(self, *, reflects: int, tells_of: Collection[int]) -> None:
        """Told its own view as of seq `reflects`, or what some events changed of it."""
        self.answers += 1
        self.own_seq = max(self.own_seq, reflects)
        self.own_told.extend(tells_of)

    def forget_own(self) -> None:
        """What it was told of its own view is of no use any more, nor is what is being read of it."""
        self.answers += 1
        self.own_seq = 0
        self.own_told.clear()

    def got(self, seq: int, ledger: Ledger) -> None:
        """Flow credit: everything up to `seq` has arrived."""
        found = ledger.credit(seq)
        if found is not None and found[0] > self.has:
            self.has, self.owes_since = found

    def told_apart(self, upto: int, size: int, ledger: Ledger) -> None:
        """It was sent what others were not: all before is forgiven."""
        self.seq = upto
        self.has = ledger.total - size
        self.owes_since = monotonic() if size else NEVER

    def is_ahead(self, ledger: Ledger) -> None:
        """What others were just told it had before: it owes nothing for that."""
        self.has, self.owes_since = ledger.total, NEVER

    def owes_too_much(self, ledger: Ledger, now: float) -> bool:
        """Whether it has said too little for too long."""
        if self.owes_since == NEVER:
            self.owes_since = ledger.sent_after(self.has)
        too_long = now - self.owes_since > MOST_UNSAID_S and not self.by_poll
        return ledger.total - self.has > MOST_UNSAID_BYTES or too_long

    def lose(self) -> None:
        """It is told `resync`, and nothing more until it asks."""
        self.lost, self.lost_at = True, monotonic()

    def start_anew(self, ledger: Ledger) -> None:
        """It asked for what it missed: a new start, of which it has a few."""
        if (self.lost or self.has < ledger.total) and not self.restarts.take(1):
            self.too_slow = True
        self.lost, self.lost_at = True, NEVER

    def is_too_slow(self, now: float) -> bool:
        """Whether it is to be let go. Asked about once a second."""
        return self.too_slow or now - self.lost_at > MOST_LOST_S or self._is_stuck(now)

    def _is_stuck(self, now: float) -> bool:
        if self.out.unsent <= MOST_UNSAID_BYTES // 4:
            self.stuck_since = NEVER
            return False
        self.stuck_since = min(self.stuck_since, now)
        return now - self.stuck_since > MOST_STUCK_S
