import signal
import time
from collections import Counter
from itertools import pairwise

from ideahub.embedded import ports
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.visiting import tell, visiting
from tests.faults.windows import times_out_of_step
from tests.support.topology import is_up

DRAINING = "4412"
STOPS_WITHIN_S = 30.0


@experiment(
    "F2",
    "rolling SIGTERM of all daphne",
    passes_when="0 errors seen by users, all got 4412, reconnects spread",
)
def run(stage: Stage) -> None:
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(3)
    began = time.time()
    slowest, stops = 0.0, []
    with visiting(crowd) as visitors:
        for number in range(len(stage.site.web)):
            process = stage.site.processes[f"web{number + 1}"]
            asked_at = time.monotonic()
            stops.append(time.time())
            process.send_signal(signal.SIGTERM)
            process.wait(STOPS_WITHIN_S)
            slowest = max(slowest, time.monotonic() - asked_at)
            stage.site.start(f"web{number + 1}")
            assert ports.wait_until(lambda n=number: is_up(stage.site.direct(n)), timeout_s=60)  # type: ignore[misc]
            time.sleep(4)
        stops.append(time.time())
    history = stage.judge(crowd, starts, also=visitors.asked)
    codes = Counter(code for at, code in history.closes if at >= began)
    errors = {what: count for what, count in history.notes.items() if what.startswith(("error", "snapshot"))}
    back_at = [sorted(back for _c, lost, back in history.gaps if start <= lost < end) for start, end in pairwise(stops)]
    stage.measured("links closed with 4412", codes[DRAINING], crowd.size, at_least=True)
    stage.measured("links that ended otherwise", codes.total() - codes[DRAINING], 0)
    stage.measured("errors told to users", sum(errors.values()), 0)
    stage.measured("most of one process's clients back within one second", _crowded(back_at), 0.7)
    stage.took("slowest stop", slowest, STOPS_WITHIN_S)
    stage.took("all in step after", max(times_out_of_step(history, began, time.time()), default=None), 15)
    tell(stage, visitors, began, stops[-1], silence_s=5)
    stage.measured("by HTTP: calls that came to nothing", visitors.came_to_nothing, 0)
    if strange := {**errors, **{code: n for code, n in codes.items() if code != DRAINING}}:
        stage.row.why = f"also seen: {strange}"


def _crowded(back_at: list[list[float]]) -> float:
    """The largest share of a stopped process's clients that came back within one second."""
    shares = [
        max(sum(at <= other < at + 1 for other in moments) for at in moments) / len(moments)
        for moments in back_at
        if moments
    ]
    return max(shares, default=0.0)
