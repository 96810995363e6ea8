import time

from tests.faults.figures import share
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import times_out_of_step


@experiment(
    "F13",
    "a third of the clients lose the network 1 to 40 s at random",
    passes_when="I5; own texts lost: 0",
)
def run(stage: Stage) -> None:
    """They go on writing while they are away."""
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(3)
    began = time.time()
    cut = sum(answer["cut"] for answer in crowd.tell("cut", share=1 / 3, away_s=[1.0, 40.0], within_s=20.0))
    time.sleep(65)
    history = stage.judge(crowd, starts)
    written = [one for one in history.asked if one.name in {"idea.capture", "comment.add"}]
    stage.measured("lost the network", cut)
    stage.measured("own texts without an answer", sum(one.outcome == "unknown" for one in written), 0)
    stage.took("longest away", share(times_out_of_step(history, began, time.time()), 1.0))
