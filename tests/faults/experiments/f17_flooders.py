import json
import subprocess
import sys
import time
from typing import Any

from tests.faults.breaking import highest_memory, kept_apart
from tests.faults.figures import ratio, share
from tests.faults.flooding import KINDS
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import within
from tests.load.cost import cpu_s
from tests.support.service import ROOT

FLOODERS = 20
# They take what the machine leaves them: what is measured is what the service does, not how much of the machine they are.
LAST_IN_LINE = ["nice", "-n", "19"]


@experiment(
    "F17",
    "20 flooders: full speed, 8 KB frames, 1 MB frame, 64 KB/s drip",
    passes_when="cut ≤ 1 s, memory + ≤ 20 MB, others' p99 ≤ 1.2 ×",
    quick=True,
)
def run(stage: Stage) -> None:
    """All in one process of the service; whoever is cut comes back and goes on. The drip is within what is allowed
    for its first seconds: its second begins when that is used up. The service has a core of its own all the while."""
    seconds = stage.length(quick=12, normal=30)
    address, web = stage.site.direct(0), stage.site.processes["web1"].pid
    crowd, theirs = stage.crowd(urls=[address]), stage.workshop(title="C", phones=FLOODERS)
    starts = stage.starts(crowd)
    with kept_apart(web, *(group.process.pid for group in crowd.groups)) as cores:
        crowd.load(rate=10, mix="collect")
        time.sleep(3)
        began, used = time.time(), cpu_s(web)
        time.sleep(seconds)
        middle, used_before = time.time(), cpu_s(web) - used
        with highest_memory(web) as grown:
            told = _flood(address, crowd.origin, theirs, seconds, sorted(cores))
        ended, used_meanwhile = time.time(), cpu_s(web) - used - used_before
    history = stage.judge(crowd, starts)
    before, meanwhile = (
        share(within(history.acks, began, middle), 0.99),
        share(within(history.acks, middle, ended), 0.99),
    )
    for kind in KINDS:
        times = told["cuts"][kind]
        stage.measured(f"cuts of {kind}", len(times), 1, at_least=True)
        stage.took(f"{kind} cut after at most", max(times, default=None), 1)
    stage.measured("turned away when they came back too soon", told["turned_away"])
    stage.measured("memory grew", grown() / 2**20, 20, "MB")
    stage.measured("CPU of the process before", used_before / (middle - began) * 100, unit="%")
    stage.measured("CPU of the process with flooders", used_meanwhile / (ended - middle) * 100, unit="%")
    stage.took("others' p99 before", before)
    stage.took("others' p99 with flooders", meanwhile)
    stage.measured("times as slow for others", ratio(meanwhile, before), 1.2, timed=True)


def _flood(address: str, origin: str, workshop: dict[str, Any], seconds: float, cores: list[int]) -> dict[str, Any]:
    wanted = {"address": address, "origin": origin, "workshop": workshop, "seconds": seconds, "cores": cores,
              "flooders": FLOODERS}  # fmt: skip
    done = subprocess.run(
        [*LAST_IN_LINE, sys.executable, "-m", "tests.faults.flooding"], input=json.dumps(wanted), cwd=ROOT,
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))
