import time
from collections.abc import Sequence
from statistics import linear_regression, median
from typing import NamedTuple

from tests.faults.breaking import descriptors_of, memory_of
from tests.faults.passing import GUESTS, Passing
from tests.faults.registry import experiment
from tests.faults.stage import Stage

HOUR = 3600.0
# From this on a slope says something.
LONG_S = 2 * HOUR
LOOK_EVERY_S = 10.0
COME_AND_GO_EVERY_S = 60.0
MEETING_EVERY_S = 30.0


class Look(NamedTuple):
    """`memory`: MB of each process."""

    passed: float
    memory: list[float]
    descriptors: float


@experiment(
    "F24",
    "8 h with 600 clients that come and go",
    passes_when="memory slope < 1 MB/h after hour 1, descriptors flat",
)
def run(stage: Stage) -> None:
    """Each minute a twentieth of the clients loses the network for a while; twice a minute a meeting opens, new people join it, write,
    leave for good, and it is closed: what is kept of each participant or meeting would add up. In a short run the first third counts as
    warming up, and the growth of the rest is what is limited: a slope of minutes says nothing of hours. Judged is the process that grows
    most."""
    seconds = stage.length(quick=60, normal=180, full=8 * HOUR)
    long = seconds > LONG_S
    warm_s = HOUR if long else seconds / 3
    # Votes replace each other; ideas of eight hours would be a growth of their own.
    step = "vote" if long else "collect"
    crowd = stage.crowd(step=step)
    starts = stage.starts(crowd)
    crowd.load(rate=5, mix=step)
    pids = [stage.site.processes[f"web{number + 1}"].pid for number in range(len(stage.site.web))]
    looks: list[Look] = []
    began, due = time.monotonic(), 0.0
    with Passing(stage, MEETING_EVERY_S) as guests:
        while (passed := time.monotonic() - began) < seconds:
            if passed >= due:
                due += COME_AND_GO_EVERY_S
                crowd.tell("cut", share=0.05, away_s=[1.0, 20.0], within_s=30.0)
            memory = [memory_of(pid) / 2**20 for pid in pids]
            looks.append(Look(passed, memory, max(descriptors_of(pid) for pid in pids)))
            time.sleep(LOOK_EVERY_S)
    stage.judge(crowd, starts)
    warm = [look for look in looks if look.passed >= warm_s]
    each = list(zip(*(look.memory for look in warm), strict=True))
    hours = [look.passed / HOUR for look in warm]
    slope = max(linear_regression(hours, memory).slope for memory in each)
    stage.row.violations += guests.failed
    stage.measured("seconds", seconds)
    stage.measured("meetings opened and closed", guests.closed, seconds / MEETING_EVERY_S / 3, at_least=True)
    stage.measured("people who joined one, wrote and left", guests.came, guests.closed * GUESTS, at_least=True)
    stage.measured("looks", len(warm), seconds / LOOK_EVERY_S / 3, at_least=True)
    judged = "" if long else ", not judged in so short a run"
    stage.measured(f"memory slope{judged}", slope, 1 if long else None, "MB/h")
    stage.measured("memory grew", max(map(_growth, each)), None if long else 10, "MB")
    stage.measured("descriptors grew", _growth([look.descriptors for look in warm]), stage.row.clients * 0.1)


def _growth(figures: Sequence[float]) -> float:
    """From the first third to the last."""
    third = max(1, len(figures) // 3)
    return median(figures[-third:]) - median(figures[:third])
