import time

from tests.faults.breaking import stopped
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import closes, longest_silence, within

RATE = 10


@experiment("F5", "Redis hangs 30 s (SIGSTOP)", passes_when="as F4: every call has a timeout ≤ 250 ms")
def run(stage: Stage) -> None:
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=RATE, mix="collect")
    time.sleep(5)
    began = time.time()
    with stopped(stage.site, "redis"):
        time.sleep(30)
        ended = time.time()
    time.sleep(5)
    history = stage.judge(crowd, starts)
    acks = within(history.acks, began, ended)
    stage.measured("links that ended", len(closes(history, began, time.time())), 0)
    stage.measured("acknowledged meanwhile", len(acks), round(RATE * (ended - began) / 2), at_least=True)
    stage.quantile("acknowledgement p99 meanwhile", acks, 0.99, 1.5)
    stage.took(
        "longest without an acknowledgement", longest_silence((at for at, _s in history.acks), began, ended), 1.5
    )
    stage.took("oldest when it came to a screen", max(within(history.screens, began, ended + 5), default=None), 1.5)
