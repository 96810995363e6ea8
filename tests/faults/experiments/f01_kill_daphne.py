import time

from tests.faults.breaking import kill
from tests.faults.registry import experiment
from tests.faults.stage import WEBS, Stage
from tests.faults.visiting import tell, visiting
from tests.faults.windows import times_out_of_step

DOWN_S = 2.0


@experiment(
    "F1",
    "kill -9 of one of three daphne every 20 s",
    passes_when="0 acknowledged lost, 0 doubled; 99 % of its clients in step within 5 s, all within 15 s",
    quick=True,
)
def run(stage: Stage) -> None:
    kills = int(stage.length(quick=2, normal=4))
    every_s = stage.length(quick=8, normal=20)
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(3)
    with visiting(crowd) as visitors:
        began = time.time()
        for turn in range(kills):
            name = f"web{turn % WEBS + 1}"
            kill(stage.site, name)
            time.sleep(DOWN_S)
            stage.site.start(name)
            time.sleep(every_s - DOWN_S)
        ended = time.time()
    history = stage.judge(crowd, starts, also=visitors.asked)
    away = times_out_of_step(history, began, time.time())
    stage.measured("kills", kills)
    stage.measured("links lost", len(away), kills * crowd.size // (2 * WEBS), at_least=True)
    stage.quantile("99 % in step after", away, 0.99, 5)
    stage.took("all in step after", max(away, default=None), 15)
    tell(stage, visitors, began, ended, silence_s=5)
