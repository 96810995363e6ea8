"""What the crowd is going to do, drawn from the material and a seed: who writes what when, who votes how. Pure."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ideahub.demo.material import IdeaText, SessionTexts

Json = dict[str, Any]

LEAST_WEIGHT = 0.3
CHANGE_OF_MIND = 0.15
EDITED = 0.1
# The server takes ten ideas a minute from one participant.
MOST_IDEAS_EACH = 10


@dataclass(frozen=True, slots=True)
class Part:
    """The phones of a room that are in one process: every `of`th of them, from `index` on."""

    index: int
    of: int
    phones: int

    @property
    def mine(self) -> range:
        return range(self.index, self.phones, self.of)


class Moment(NamedTuple):
    """Something to do, so many seconds after the step began."""

    at_s: float
    do: Callable[[], None]


def columns_by_key(texts: SessionTexts, columns: Sequence[Json]) -> dict[str, str | None]:
    """The workshop's column for each column key of the material: the one whose title holds the key, else in turn."""
    keys = list(dict.fromkeys(idea.column for idea in texts.ideas))
    ordered = sorted(columns, key=lambda one: one["position"])
    if not ordered:
        return dict.fromkeys(keys)
    named = {key: next((one["id"] for one in ordered if key in one["title"].lower()), None) for key in keys}
    return {key: named[key] or ordered[index % len(ordered)]["id"] for index, key in enumerate(keys)}


def share_ideas(
    texts: SessionTexts, *, phones: int, most: int | None, dice: random.Random
) -> list[tuple[int, IdeaText]]:
    """Each idea with the phone that writes it, evenly in a drawn order, as far as everybody's cap allows."""
    each = min(most or MOST_IDEAS_EACH, MOST_IDEAS_EACH)
    order = list(range(phones))
    dice.shuffle(order)
    fitting = texts.presentable[: phones * each]
    return [(order[index % phones], idea) for index, idea in enumerate(fitting)]


def draw_points(weights: Mapping[str, float], *, budget: int, most: int, dice: random.Random) -> list[tuple[str, int]]:
    """One person's votes as `vote.set` values in order, within budget and cap; now and then a change of mind."""
    targets = list(weights)
    placed: dict[str, int] = {}
    steps: list[tuple[str, int]] = []
    for _point in range(min(budget, most * len(targets))):
        open_ones = [one for one in targets if placed.get(one, 0) < most]
        target = dice.choices(open_ones, [weights[one] for one in open_ones])[0]
        placed[target] = placed.get(target, 0) + 1
        steps.append((target, placed[target]))
    if steps and dice.random() < CHANGE_OF_MIND:
        regretted = dice.choice(list(placed))
        others = [one for one in targets if one not in placed]
        steps.append((regretted, 0))
        if others:
            steps.append((dice.choice(others), 1))
    return steps
