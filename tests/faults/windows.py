"""Samples of an experiment, cut into what lay before, during and after a fault."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from tests.faults.history import History

Samples = Sequence[tuple[float, float]]


class Window(NamedTuple):
    """From a moment until before another."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        return self.end - self.start


def within(samples: Samples, start: float, end: float) -> list[float]:
    """The values whose moment lies in the window."""
    return [value for at, value in samples if start <= at < end]


def within_any(samples: Samples, windows: Iterable[Window]) -> list[float]:
    return [value for window in windows for value in within(samples, *window)]


def closes(history: History, start: float, end: float) -> list[str]:
    """How links ended in the window, those left out that the experiment cut itself."""
    return [code for at, code in history.closes if start <= at < end and code != "cut"]


def times_out_of_step(history: History, start: float, end: float) -> list[float]:
    """Seconds from losing the link to being in step again, for each link lost in the window."""
    return [back - lost for _client, lost, back in history.gaps if start <= lost < end]


def longest_silence(moments: Iterable[float], start: float, end: float) -> float:
    """The longest time without any of the moments in the window."""
    inside = [start, *sorted(at for at in moments if start <= at < end), end]
    return max(later - earlier for earlier, later in pairwise(inside))
