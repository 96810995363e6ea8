"""From totals back to ballots: which person could have placed which points. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """`person` is an index from 0."""

    person: int
    target: str
    points: int


def share_out(totals: Mapping[str, int], *, people: int, budget: int, most: int) -> list[Placed]:
    """Ballots that add up to the totals, within everybody's budget and the cap per target.

    The heaviest target first, each time from those with most points left. Raises ValueError when it cannot be done.
    """
    left = [budget] * people
    placed: list[Placed] = []
    for target, total in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
        # A spread start, so that the same people do not agree on everything.
        order = sorted(range(people), key=lambda one: (-left[one], (one * 7 + len(placed)) % people))
        for person, points in zip(order, _portions(total, people=people, most=most), strict=False):
            if points > left[person]:
                raise ValueError(f"{target} has more points than {people} people can place")
            left[person] -= points
            placed.append(Placed(person, target, points))
    return placed


def _portions(total: int, *, people: int, most: int) -> list[int]:
    """`total` in parts of at most `most`: ones as long as there are people for them, some twos for a liked target."""
    if total > people * most:
        raise ValueError(f"{total} points are more than {people} people may place on one target")
    doubles = max(total - people, total // 5 if most > 1 else 0)
    portions = [1] * min(people, total - doubles)
    for index in range(total - sum(portions)):
        portions[index % len(portions)] += 1
    return portions
