"""When the ideas came. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from math import ceil

from ideahub.reports.facts import Arrivals

MOST_SLOTS = 24


def arrivals_of(moments: Sequence[datetime]) -> Arrivals | None:
    """Ideas per minute from the first idea's minute on; wider slots when the meeting was long. None without ideas."""
    if not moments:
        return None
    begins = min(moments).replace(second=0, microsecond=0)
    minutes = [int((moment - begins).total_seconds() // 60) for moment in moments]
    slot = ceil((max(minutes) + 1) / MOST_SLOTS)
    found = Counter(minute // slot for minute in minutes)
    return Arrivals(begins_at=begins, slot_min=slot, counts=tuple(found[at] for at in range(max(found) + 1)))
