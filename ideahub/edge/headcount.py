"""How many have joined a workshop, for whoever stands at its door: a room that comes in at once costs a count a second."""

from collections import OrderedDict
from threading import Lock
from time import monotonic
from uuid import UUID

from ideahub.workshops.models import Participant

FRESH_S = 1.0
MOST_KEPT = 256

_counted: OrderedDict[UUID, tuple[float, int]] = OrderedDict()
_lock = Lock()


def joined_lately(workshop: UUID) -> int:
    """As it was at most two seconds ago."""
    with _lock:
        counted = _counted.get(workshop)
        if counted and monotonic() - counted[0] < FRESH_S:
            return counted[1]
        if counted:
            # Counted by this caller alone: whoever asks meanwhile is told what was known.
            _counted[workshop] = monotonic(), counted[1]
    at, joined = monotonic(), Participant.objects.filter(workshop=workshop).count()
    with _lock:
        _counted[workshop] = at, joined
        _counted.move_to_end(workshop)
        while len(_counted) > MOST_KEPT:
            _counted.popitem(last=False)
    return joined
