import time
from collections.abc import Callable
from functools import partial

import httpx

from tests.faults.breaking import stopped
from tests.faults.closing import close
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.visiting import tell, visiting
from tests.faults.windows import closes, longest_silence, within

RATE = 10


CLOSED, ASKED = 3, 5
# A password is slow to check on purpose, and several limits are asked before it.
SLOWEST_S = {"signing in": 3.0}
CSRF = "a" * 32


def _timed(call: Callable[[], object]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def _ask(stage: Stage, path: str) -> list[float]:
    """Of each web process; degraded is an answer, 503 and none at all are not."""
    ask = [partial(httpx.get, f"{stage.site.direct(at)}{path}", timeout=60) for at in range(len(stage.site.web))]
    return [_timed(lambda: one().raise_for_status()) for one in ask]  # noqa: B023  called at once


def _sign_in(stage: Stage) -> list[float]:
    """With a password that is none: on the way to the refusal all limits are asked that a right one would meet."""

    def one() -> None:
        form = {"login": "olga@example.se", "password": "fel", "csrfmiddlewaretoken": CSRF}
        headers = {"Cookie": f"csrftoken={CSRF}", "Origin": stage.site.url}
        answer = httpx.post(f"{stage.site.url}/accounts/login/", data=form, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.status_code

    return [_timed(one) for _time in range(ASKED)]


@experiment("F5", "Redis hangs 30 s (SIGSTOP)", passes_when="as F4: every call has a timeout ≤ 250 ms")
def run(stage: Stage) -> None:
    crowd = stage.crowd()
    starts = stage.starts(crowd)
    crowd.load(rate=RATE, mix="collect")
    time.sleep(5)
    over = [stage.workshop(phones=1) for _ in range(CLOSED)]
    with visiting(crowd) as visitors:
        began = time.time()
        with stopped(stage.site, "redis"):
            calls = {
                "signing in": _sign_in(stage),
                "/readyz": _ask(stage, "/readyz"),
                "/metrics": _ask(stage, "/metrics"),
            }
            calls["closing a meeting"] = [_timed(partial(close, stage.site, one)) for one in over]
            time.sleep(max(0.0, began + 30 - time.time()))
            ended = time.time()
        time.sleep(5)
    history = stage.judge(crowd, starts, also=visitors.asked)
    acks = within(history.acks, began, ended)
    stage.measured("links that ended", len(closes(history, began, time.time())), 0)
    stage.measured("acknowledged meanwhile", len(acks), round(RATE * (ended - began) / 2), at_least=True)
    stage.quantile("acknowledgement p99 meanwhile", acks, 0.99, 1.5)
    stage.took(
        "longest without an acknowledgement", longest_silence((at for at, _s in history.acks), began, ended), 1.5
    )
    stage.took("oldest when it came to a screen", max(within(history.screens, began, ended + 5), default=None), 1.5)
    tell(stage, visitors, began, ended, silence_s=1.5, call_s=1.5)
    for what, seconds in calls.items():
        stage.took(f"{what}, slowest", max(seconds), SLOWEST_S.get(what, 1.5))
