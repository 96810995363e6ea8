"""What an audience has been sent, counted once for all its listeners: flow credit is then two numbers a listener."""

from array import array
from bisect import bisect_right

# More than an audience is told, one each 20 ms, in the 25 s that a link or a poll may owe an answer for; and how many more there may
# be until they are dropped together.
MOST_KEPT, DROPPED = 4096, 512


class Ledger:
    """Frames in order: the seq each led to, all bytes sent up to and with it, and when.

    As plain numbers: a list of them would hold four times the memory, in each process for each audience of each meeting.
    """

    def __init__(self) -> None:
        self.total = 0
        self._seqs = array("q")
        self._totals = array("q")
        self._times = array("d")

    def add(self, upto: int, size: int, at: float) -> None:
        self.total += size
        self._seqs.append(upto)
        self._totals.append(self.total)
        self._times.append(at)
        if len(self._seqs) == MOST_KEPT + DROPPED:
            for column in (self._seqs, self._totals, self._times):
                del column[:DROPPED]

    def forget(self) -> None:
        """Other seqs follow: those of a restored log."""
        for column in (self._seqs, self._totals, self._times):
            del column[:]

    def credit(self, seq: int) -> tuple[int, float] | None:
        """For somebody who has got all up to `seq`: the bytes that they have, and when the next frame was sent.

        None for a seq before all that is kept. The time is endless where nothing came after.
        """
        at = bisect_right(self._seqs, seq)
        if at == 0:
            return None
        return self._totals[at - 1], self._sent_at(at)

    def sent_after(self, total: int) -> float:
        """When the first frame beyond the first `total` bytes was sent; endless where none was."""
        return self._sent_at(bisect_right(self._totals, total))

    def _sent_at(self, at: int) -> float:
        return self._times[at] if at < len(self._times) else float("inf")
