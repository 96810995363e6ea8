import time

from tests.faults.breaking import stopped, stopped_inside_a_transaction
from tests.faults.figures import ratio, share
from tests.faults.history import History
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import Window, longest_silence, within, within_any

# Its clients' commands of the first moment may have been on their way.
MOMENT_S = 0.5
TIMES, STOPPED_S, PAUSE_S = 3, 8.0, 4.0
# What it held is taken from it after two seconds; who waits then gets its turn.
FREE_AFTER_S = 3.0


@experiment(
    "F3",
    "SIGSTOP of one daphne for 20 s",
    passes_when="the others' p99 at most doubles; in step 5 s after it continues",
)
def run(stage: Stage) -> None:
    """Once at whatever moment it is, then some times, for less long, at a moment when it holds the lock that all who write in the
    workshop wait for."""
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    here = crowd.workshops["A"]["id"]
    time.sleep(3)
    began = time.time()
    time.sleep(20)
    halted = time.time()
    with stopped(stage.site, "web2"):
        time.sleep(20)
        goes_on = time.time()
    in_step = [crowd.until_in_step(timeout_s=40)]
    inside = []
    for _time in range(TIMES):
        time.sleep(PAUSE_S)
        with stopped_inside_a_transaction(stage.site, "web2", here, within_s=30) as caught:
            if not caught:
                break
            at = time.time()
            time.sleep(STOPPED_S)
            inside.append(Window(at, time.time()))
        in_step.append(crowd.until_in_step(timeout_s=40))
    history = stage.judge(crowd, starts)
    before, meanwhile = within(history.acks, began, halted), within(history.acks, halted + MOMENT_S, goes_on)
    answers = _answers_in(history, here)
    silence = longest_silence(answers, halted + MOMENT_S, goes_on)
    stage.quantile("others' p99 before", before, 0.99)
    stage.quantile("others' p99 meanwhile", meanwhile, 0.99)
    stage.measured("times as slow for others", ratio(share(meanwhile, 0.99), share(before, 0.99)), 2, timed=True)
    stage.took("longest without an acknowledgement", silence, 2)
    stage.measured("stopped inside a transaction", len(inside), TIMES, at_least=True)
    stage.took(
        "then longest without an acknowledgement",
        max((longest_silence(answers, *one) for one in inside), default=None), FREE_AFTER_S,
    )  # fmt: skip
    later = within_any(history.acks, [Window(one.start + FREE_AFTER_S, one.end) for one in inside])
    stage.quantile(f"others' p99 from {FREE_AFTER_S:g} s on", later, 0.99)
    stage.took("99 % in step after it continues", _slowest([most for most, _all in in_step]), 5)
    stage.took("all in step after it continues", _slowest([everybody for _most, everybody in in_step]), 5)


def _answers_in(history: History, workshop: str) -> list[float]:
    """The moments of answers in that workshop: in others there is nothing to wait for."""
    return [one.answered_at for one in history.asked if one.workshop == workshop and one.answered_at]


def _slowest(seconds: list[float | None]) -> float | None:
    """None where one of them never came."""
    known = [one for one in seconds if one is not None]
    return max(known) if len(known) == len(seconds) else None
