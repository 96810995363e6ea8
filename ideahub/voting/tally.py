"""Counting votes: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ideahub.protocol.state import ActivitySettings


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may place: at least and at most on one target, and in all (None: no sum is kept)."""

    least: int
    most: int
    budget: int | None


def limits(rules: ActivitySettings) -> Limits:
    """points: a budget shared out; thumb: one for each; agree: -1, 0 or 1 for each; scale: 0 (none) to 5 for each."""
    if rules.model == "points":
        return Limits(0, min(rules.max_per_target, rules.votes_per_person), rules.votes_per_person)
    return {"thumb": Limits(0, 1, None), "agree": Limits(-1, 1, None), "scale": Limits(0, 5, None)}[rules.model]


def recount(votes: Iterable[tuple[UUID, int]]) -> dict[UUID, int]:
    """Sum of points for each target from (target, points) pairs."""
    totals: dict[UUID, int] = {}
    for target, points in votes:
        totals[target] = totals.get(target, 0) + points
    return totals
