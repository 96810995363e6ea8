import json
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.faults.breaking import highest_memory, kept_apart
from tests.faults.crowd import Crowd
from tests.faults.figures import ratio, share
from tests.faults.flooding import KINDS
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import Window, within_any
from tests.load.cost import cpu_s
from tests.support.service import ROOT

FLOODERS = 20
# As many as 120 phones may: with fewer, p99 would be one or two answers of a window.
COMMANDS_A_S = 20
# A drip needs its time, and a busy machine leaves flooders little: the flood goes on until all were cut, for so long at most.
PATIENCE_S = 90
# They take what the machine leaves them: what is measured is what the service does, not how much of the machine they are.
LAST_IN_LINE = ["nice", "-n", "19"]


@dataclass(frozen=True, slots=True)
class Round:
    """A calm stretch and one with flooders, of the same length; `cpu_s` are those of the web process."""

    calm: Window
    flooded: Window
    cpu_calm_s: float
    cpu_flooded_s: float
    grown: int
    told: dict[str, Any]


@experiment(
    "F17",
    "20 flooders: full speed, 8 KB frames, 1 MB frame, 64 KB/s drip",
    passes_when="cut ≤ 1 s, memory + ≤ 20 MB, others' p99 ≤ 1.2 ×",
    quick=True,
)
def run(stage: Stage) -> None:
    """All in one process of the service; whoever is cut comes back and goes on. The drip is within what is allowed
    for its first seconds: its second begins when that is used up. The service has a core of its own all the while.

    Others' p99 is taken of all calm stretches together, and of all flooded ones; each of these has flooders of its own, which
    the service does not know yet.
    """
    # In turn, so that whatever else changes meanwhile falls on both alike.
    seconds, rounds_wanted = stage.length(quick=12, normal=20), int(stage.length(quick=1, normal=3))
    address, web = stage.site.direct(0), stage.site.processes["web1"].pid
    crowd, theirs = stage.crowd(urls=[address]), stage.workshop(title="C", phones=FLOODERS * rounds_wanted)
    starts = stage.starts(crowd)
    with kept_apart(web, *(group.process.pid for group in crowd.groups)) as cores:
        crowd.load(rate=COMMANDS_A_S, mix="collect")
        time.sleep(3)
        rounds = [
            _round(address, web, crowd, theirs, number, seconds, sorted(cores)) for number in range(rounds_wanted)
        ]
    history = stage.judge(crowd, starts)
    calm = within_any(history.acks, [one.calm for one in rounds])
    flooded = within_any(history.acks, [one.flooded for one in rounds])
    for kind in KINDS:
        times = [cut for one in rounds for cut in one.told["cuts"][kind]]
        cut = sum(one.told["flooders"][kind] for one in rounds)
        stage.measured(f"cuts of {kind}", len(times), 1, at_least=True)
        wanted = FLOODERS // len(KINDS) * rounds_wanted
        stage.measured(f"flooders of {kind} that were cut", cut, wanted, at_least=True)
        stage.measured(f"links of {kind} that nobody cut", sum(one.told["uncut"][kind] for one in rounds), 0)
        stage.took(f"{kind} cut after at most", max(times, default=None), 1)
    stage.measured("turned away when they came back too soon", sum(one.told["turned_away"] for one in rounds))
    stage.measured("memory grew", max(one.grown for one in rounds) / 2**20, 20, "MB")
    length = sum(one.calm.seconds for one in rounds), sum(one.flooded.seconds for one in rounds)
    stage.measured("CPU of the process before", sum(one.cpu_calm_s for one in rounds) / length[0] * 100, unit="%")
    stage.measured("CPU with flooders", sum(one.cpu_flooded_s for one in rounds) / length[1] * 100, unit="%")
    for name, answers, lasted in (("in calm stretches", calm, length[0]), ("with flooders", flooded, length[1])):
        stage.measured(f"answers {name}", len(answers), round(COMMANDS_A_S * lasted / 2), at_least=True)
        stage.quantile(f"others' p99 {name}", answers, 0.99)
    stage.measured("times as slow for others", ratio(share(flooded, 0.99), share(calm, 0.99)), 1.2, timed=True)


def _round(
    address: str, web: int, crowd: Crowd, theirs: dict[str, Any], number: int, seconds: float, cores: list[int]
) -> Round:
    began, used = time.time(), cpu_s(web)
    time.sleep(seconds)
    middle, used_calm = time.time(), cpu_s(web)
    fresh = theirs | {"phones": theirs["phones"][number * FLOODERS : (number + 1) * FLOODERS]}
    with highest_memory(web) as grown:
        told = _flood(address, crowd.origin, fresh, seconds, cores)
    ended, used_flooded = time.time(), cpu_s(web)
    return Round(
        Window(began, middle), Window(middle, ended), used_calm - used, used_flooded - used_calm, grown(), told
    )


def _flood(address: str, origin: str, workshop: dict[str, Any], seconds: float, cores: list[int]) -> dict[str, Any]:
    wanted = {"address": address, "origin": origin, "workshop": workshop, "seconds": seconds, "patience_s": PATIENCE_S,
              "cores": cores, "flooders": FLOODERS}  # fmt: skip
    done = subprocess.run(
        [*LAST_IN_LINE, sys.executable, "-m", "tests.faults.flooding"], input=json.dumps(wanted), cwd=ROOT,
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))
