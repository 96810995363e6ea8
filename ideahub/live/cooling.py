"""Whoever was cut for flooding waits before coming in again, longer each time; kept in this process's memory.

Known by the proofs they showed (a participant's token, a session), never by the address: a room of phones shares one.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from time import monotonic

FIRST_S, LONGEST_S = 1.0, 60.0
# After so long without a flood the next wait is a first one.
FORGOTTEN_AFTER_S = 300.0
# Proofs remembered; the oldest makes room.
MOST = 4096


class Cooling:
    def __init__(self) -> None:
        # By proof: how long the last wait was, until when it is, and when it is forgotten.
        self._waits: OrderedDict[bytes, tuple[float, float, float]] = OrderedDict()

    def send_away(self, proofs: Iterable[str]) -> None:
        now = monotonic()
        for key in map(_key, proofs):
            last, _until, forgotten_at = self._waits.pop(key, (0.0, 0.0, 0.0))
            wait = min(LONGEST_S, last * 2) if last and now < forgotten_at else FIRST_S
            self._waits[key] = (wait, now + wait, now + wait + FORGOTTEN_AFTER_S)
        while len(self._waits) > MOST:
            self._waits.popitem(last=False)

    def wait_s(self, proofs: Iterable[str]) -> float:
        """Seconds that are left for whoever shows these; 0 for everybody else."""
        if not self._waits:
            return 0.0
        ends = [self._waits[key][1] for key in map(_key, proofs) if key in self._waits]
        return max(0.0, max(ends, default=0.0) - monotonic())


def _key(proof: str) -> bytes:
    return hashlib.blake2b(proof.encode("utf-8", "surrogatepass"), digest_size=16).digest()


here = Cooling()
