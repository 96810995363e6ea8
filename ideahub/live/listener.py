"""One socket or long poll as the hub sees it: where it is, and how much it has not yet said it got."""

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import monotonic

from ideahub.core.actor import Actor, Audience

MOST_UNSAID_BYTES = 256 * 1024
MOST_UNSAID_S = 15.0

Send = Callable[[str], Awaitable[None]]
Close = Callable[[int], Awaitable[None]]


@dataclass(eq=False, slots=True)
class Listener:
    """`seq` is the last it was told. `lost`: it is behind and was told `resync`; it gets events again after a `since`."""

    actor: Actor
    send: Send
    close: Close
    seq: int = 0
    lost: bool = False
    # The log's seq that its own view (`you`) is known to reflect.
    own_seq: int = 0
    unsaid: deque[tuple[int, int, float]] = field(default_factory=deque)
    unsaid_bytes: int = 0

    @property
    def audience(self) -> Audience:
        return self.actor.audience

    def told(self, upto: int, size: int) -> None:
        self.seq = max(self.seq, upto)
        self.unsaid.append((upto, size, monotonic()))
        self.unsaid_bytes += size

    def got(self, seq: int) -> None:
        """Flow credit: everything up to `seq` has arrived."""
        while self.unsaid and self.unsaid[0][0] <= seq:
            self.unsaid_bytes -= self.unsaid.popleft()[1]

    def forgive(self) -> None:
        self.lost = False
        self.unsaid.clear()
        self.unsaid_bytes = 0

    @property
    def is_behind(self) -> bool:
        if self.unsaid_bytes > MOST_UNSAID_BYTES:
            return True
        return bool(self.unsaid) and monotonic() - self.unsaid[0][2] > MOST_UNSAID_S
