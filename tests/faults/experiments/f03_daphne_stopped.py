import time

from tests.faults.breaking import stopped
from tests.faults.figures import ratio, share
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import longest_silence, within

# Its clients' commands of the first moment may have been on their way.
MOMENT_S = 0.5


@experiment(
    "F3",
    "SIGSTOP of one daphne for 20 s",
    passes_when="the others' p99 at most doubles; in step 5 s after it continues",
)
def run(stage: Stage) -> None:
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(3)
    began = time.time()
    time.sleep(20)
    halted = time.time()
    with stopped(stage.site, "web2"):
        time.sleep(20)
        goes_on = time.time()
    most, everybody = crowd.until_in_step(timeout_s=40)
    history = stage.judge(crowd, starts)
    before = share(within(history.acks, began, halted), 0.99)
    meanwhile = share(within(history.acks, halted + MOMENT_S, goes_on), 0.99)
    silence = longest_silence((at for at, _seconds in history.acks), halted + MOMENT_S, goes_on)
    stage.took("others' p99 before", before)
    stage.took("others' p99 meanwhile", meanwhile)
    stage.measured("times as slow for others", ratio(meanwhile, before), 2, timed=True)
    stage.took("longest without an acknowledgement", silence, 2)
    stage.took("99 % in step after it continues", most, 5)
    stage.took("all in step after it continues", everybody, 5)
