"""Answers and how they are counted: pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from ideahub.protocol.state import ActivitySettings, Answers

RATINGS = 5
OPINIONS = {"thumb": {"for": 1, "against": -1}, "agree": {"for": 1, "against": -1, "passed": 0}}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one person may place: at least and at most on one target, and in all (None: no sum is kept)."""

    least: int
    most: int
    budget: int | None


class Answer(NamedTuple):
    """What one person says of one target. `points` null is no answer; `effort` is there in `scale` only."""

    points: int | None
    effort: int | None = None

    @property
    def given(self) -> bool:
        return self != NO_ANSWER


NO_ANSWER = Answer(None)


class Standing(NamedTuple):
    """What a target has: the sum of its points, and how many gave which answer where there is more to tell than a sum."""

    points: int
    answers: Answers | None


def limits(rules: ActivitySettings) -> Limits:
    """points: a budget shared out; thumb and agree: against (-1) to for (1); scale: 1 to 5 for benefit and for effort."""
    if rules.model == "points":
        return Limits(0, min(rules.max_per_target, rules.votes_per_person), rules.votes_per_person)
    return {"thumb": Limits(-1, 1, None), "agree": Limits(-1, 1, None), "scale": Limits(1, RATINGS, None)}[rules.model]


def cost(rules: ActivitySettings, answer: Answer) -> int:
    """What it takes of a ballot: its points where they are shared out, otherwise one answer."""
    return (answer.points or 0) if rules.model == "points" else int(answer.given)


class Moves(defaultdict[UUID, Counter[Answer]]):
    """Answers that came (+1) and went (-1), by target."""

    def __init__(self) -> None:
        super().__init__(Counter)

    def replace(self, target: UUID, before: Answer, after: Answer) -> None:
        self[target][before] -= 1
        self[target][after] += 1


def moved(rules: ActivitySettings, before: Standing, answers: Counter[Answer]) -> Standing:
    """How a target stands after answers came and went."""
    points = before.points + sum((answer.points or 0) * times for answer, times in answers.items())
    return Standing(points, _counted(rules, before.answers, answers))


def _counted(rules: ActivitySettings, before: Answers | None, answers: Counter[Answer]) -> Answers | None:
    """Null where only the sum counts, and where nobody has answered."""
    kept: dict[str, Any] = dict(before or {})
    if rules.model == "points":
        return None
    if rules.model == "scale":
        benefit = _rated(kept.get("benefit"), ((answer.points, times) for answer, times in answers.items()))
        effort = _rated(kept.get("effort"), ((answer.effort, times) for answer, times in answers.items()))
        return {"benefit": benefit, "effort": effort} if any(benefit + effort) else None
    counts = {name: kept.get(name, 0) + answers[Answer(value)] for name, value in OPINIONS[rules.model].items()}
    return cast(Answers, counts) if any(counts.values()) else None


def _rated(before: list[int] | None, answers: Iterable[tuple[int | None, int]]) -> list[int]:
    counts = list(before or [0] * RATINGS)
    for value, times in answers:
        if value is not None:
            counts[value - 1] += times
    return counts


def recount(rules: ActivitySettings, votes: Iterable[tuple[UUID, int | None, int | None]]) -> dict[UUID, Standing]:
    """How each target stands, from (target, points, effort) of everybody."""
    moves = Moves()
    for target, points, effort in votes:
        moves[target][Answer(points, effort)] += 1
    return {target: moved(rules, Standing(0, None), answers) for target, answers in moves.items()}
