"""What a rehearsal's figures mean: green, yellow or red, and how many phones are comfortable. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Colour = Literal["green", "yellow", "red"]

# A second from the commit to everybody's screen is not noticed in a room; five are.
PROMPT_S = 1.0
BEARABLE_S = 5.0
# So many of the phones must be in within half a minute.
PROMPT_SHARE = 1.0
BEARABLE_SHARE = 0.9
JOIN_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What was seen while so many phones were in. Seconds."""

    phones: int
    ack_p95_s: float
    screen_p95_s: float

    @property
    def colour(self) -> Colour:
        slowest = max(self.ack_p95_s, self.screen_p95_s)
        return "green" if slowest <= PROMPT_S else "yellow" if slowest <= BEARABLE_S else "red"


@dataclass(frozen=True, slots=True)
class Figures:
    """`screen_worst_s` is the slowest of all; `votes_agree`: the totals are what was acknowledged, everywhere."""

    phones: int
    joined: int
    ideas_sent: int
    ideas_arrived: int
    screen_p95_s: float
    screen_worst_s: float
    ack_p95_s: float
    votes: int
    votes_agree: bool
    stages: Sequence[Stage]
    seconds: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`comfortable`: the most phones that went well; 0 where not even the first stage did."""

    colour: Colour
    comfortable: int


def judge(figures: Figures) -> Verdict:
    """Red where anything was lost, whatever the speed."""
    worst = _worst(_of_joining(figures), *(stage.colour for stage in figures.stages))
    if figures.ideas_arrived < figures.ideas_sent or not figures.votes_agree:
        worst = "red"
    if worst == "green":
        return Verdict("green", figures.phones)
    return Verdict(worst, _comfortable(figures, bearable="yellow" if worst == "red" else "green"))


def _of_joining(figures: Figures) -> Colour:
    share = figures.joined / figures.phones
    return "green" if share >= PROMPT_SHARE else "yellow" if share >= BEARABLE_SHARE else "red"


def _worst(*colours: Colour) -> Colour:
    return next((one for one in ("red", "yellow") if one in colours), "green")


def _comfortable(figures: Figures, *, bearable: Colour) -> int:
    """The last stage of those in a row that were no worse than bearable, and no more than came in."""
    good = 0
    for stage in figures.stages:
        if stage.colour != "green" and stage.colour != bearable:
            break
        good = stage.phones
    return min(good, figures.joined)
