import time

from tests.faults.breaking import without_redis
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.visiting import tell, visiting
from tests.faults.windows import closes, longest_silence, within

RATE = 10


@experiment(
    "F4",
    "Redis kill -9, away 30 s",
    passes_when="writes go on, staleness ≤ 1.5 s, no consumer dies",
    quick=True,
)
def run(stage: Stage) -> None:
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=RATE, mix="collect")
    time.sleep(5)
    with visiting(crowd) as visitors:
        began = time.time()
        with without_redis(stage.site):
            time.sleep(stage.length(quick=6, normal=30))
            ended = time.time()
        time.sleep(5)
    history = stage.judge(crowd, starts, also=visitors.asked)
    stage.measured("seconds without Redis", round(ended - began))
    stage.measured("links that ended", len(closes(history, began, time.time())), 0)
    acks = len(within(history.acks, began, ended))
    stage.measured("acknowledged meanwhile", acks, round(RATE * (ended - began) / 2), at_least=True)
    stage.took(
        "longest without an acknowledgement", longest_silence((at for at, _s in history.acks), began, ended), 1.5
    )
    stage.took("oldest when it came to a screen", max(within(history.screens, began, ended + 5), default=None), 1.5)
    tell(stage, visitors, began, ended, silence_s=1.5, call_s=1.5)
