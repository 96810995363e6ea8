"""What a rehearsal's figures mean: green, yellow, red or unsure, and how many phones are comfortable. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

Colour = Literal["green", "yellow", "red"]
Answer = Literal["green", "yellow", "red", "unsure"]

# A second from the commit to everybody's screen is not noticed in a room; five are.
PROMPT_S = 1.0
BEARABLE_S = 5.0
# The one that waited longest.
PROMPT_WORST_S = 2.0
BEARABLE_WORST_S = 8.0
# So many of the phones must be in within half a minute.
PROMPT_SHARE = 1.0
BEARABLE_SHARE = 0.9
JOIN_WITHIN_S = 30.0
# Beyond these the process with the phones is itself what is slow.
MOST_BUSY = 0.7
MOST_LATE_S = 0.25


@dataclass(frozen=True, slots=True)
class Stage:
    """What was seen while so many phones were in. Seconds; None where nothing came at all. `unanswered` commands at its end."""

    phones: int
    ack_p95_s: float | None
    screen_p95_s: float | None
    unanswered: int = 0

    @property
    def slowest_s(self) -> float:
        return max(float("inf") if one is None else one for one in (self.ack_p95_s, self.screen_p95_s))

    @property
    def colour(self) -> Colour:
        return "red" if self.unanswered else _of_time(self.slowest_s, prompt=PROMPT_S, bearable=BEARABLE_S)


@dataclass(frozen=True, slots=True)
class Figures:
    """`screen_worst_s` is the slowest of all; `votes_agree`: the totals in the database are what was acknowledged. `unanswered`
    commands, and phones that are `unlike` what a phone that comes now is shown; None where it was given up before the vote.
    `busy` and `late_s`: of the process with the phones, as `Pulse` has them."""

    phones: int
    joined: int
    ideas_sent: int
    ideas_arrived: int
    unanswered: int
    unlike: int | None
    screen_p95_s: float | None
    screen_worst_s: float
    ack_p95_s: float | None
    votes: int
    votes_agree: bool
    stages: Sequence[Stage]
    seconds: float
    busy: float = 0.0
    late_s: float = 0.0

    @property
    def could_keep_up(self) -> bool:
        return self.busy <= MOST_BUSY and self.late_s <= MOST_LATE_S


@dataclass(frozen=True, slots=True)
class Verdict:
    """`comfortable`: the most phones that went well; 0 where not even the first stage did."""

    colour: Answer
    comfortable: int


def judge(figures: Figures) -> Verdict:
    """Red where anything was lost, whatever the speed; then no number of phones went well.

    What is not green is unsure where the process with the phones could not keep up: it may all be its own doing.
    """
    found = _judge(figures)
    return found if found.colour == "green" or figures.could_keep_up else replace(found, colour="unsure")


def _judge(figures: Figures) -> Verdict:
    if figures.unlike is not None and _lost_something(figures):
        return Verdict("red", 0)
    longest = _of_time(figures.screen_worst_s, prompt=PROMPT_WORST_S, bearable=BEARABLE_WORST_S)
    worst = _worst(_of_joining(figures), longest, *(stage.colour for stage in figures.stages))
    if worst == "green":
        return Verdict("green", figures.phones)
    return Verdict(worst, _comfortable(figures, bearable="yellow" if worst == "red" else "green", longest=longest))


def _lost_something(figures: Figures) -> bool:
    missing = figures.ideas_arrived < figures.ideas_sent or bool(figures.unanswered or figures.unlike)
    return missing or not figures.votes_agree or not figures.votes


def _of_joining(figures: Figures) -> Colour:
    share = figures.joined / figures.phones
    return "green" if share >= PROMPT_SHARE else "yellow" if share >= BEARABLE_SHARE else "red"


def _of_time(seconds: float, *, prompt: float, bearable: float) -> Colour:
    return "green" if seconds <= prompt else "yellow" if seconds <= bearable else "red"


def _worst(*colours: Colour) -> Colour:
    return next((one for one in ("red", "yellow") if one in colours), "green")


def _comfortable(figures: Figures, *, bearable: Colour, longest: Colour) -> int:
    """The most phones in a row of which all stages were no worse than bearable, and no more than came in. That somebody waited too long is
    held against the full room."""
    good = 0
    for phones, stages in groupby(figures.stages, key=lambda one: one.phones):
        colours = {stage.colour for stage in stages} | ({longest} if phones == figures.phones else set())
        if not colours <= {"green", bearable}:
            break
        good = phones
    return min(good, figures.joined)
