"""What one person thinks of each proposal, drawn from the votes that the material gives it. Pure."""

import random
from collections.abc import Mapping
from typing import Any

from ideahub.protocol.state import Model

Said = dict[str, Any]
# As many of the proposals each person gives an answer to, and of the cards as many are passed over.
ANSWERED = 0.85
PASSED = 0.12
RATINGS = 5


def draw_answers(weights: Mapping[str, float], *, model: Model, dice: random.Random) -> list[tuple[str, Said]]:
    """Arguments of `vote.set` for one person, in a drawn order: the more votes a proposal has, the better it is liked."""
    most = max(weights.values(), default=0) or 1
    targets = [target for target in weights if dice.random() < ANSWERED]
    dice.shuffle(targets)
    return [(target, _answer(weights[target] / most, model, dice)) for target in targets]


def _answer(liking: float, model: Model, dice: random.Random) -> Said:
    if model == "scale":
        return {"points": _rating(1.6 + 3 * liking, dice), "effort": _rating(3.2 - liking, dice)}
    if model == "agree" and dice.random() < PASSED:
        return {"points": 0}
    return {"points": 1 if dice.random() < 0.3 + 0.6 * liking else -1}


def _rating(around: float, dice: random.Random) -> int:
    return max(1, min(RATINGS, round(dice.gauss(around, 0.9))))
