import random
import time

from tests.faults.history import UNKNOWN, History
from tests.faults.registry import experiment
from tests.faults.stage import ELSEWHERE, Stage, pause_until
from tests.faults.windows import Window, times_out_of_step
from tests.support.bad_network import BadNetwork, Weather, bad_network

EVERY, WITHIN_S, AWAY_S = 3, 20.0, (1.0, 40.0)


@experiment(
    "F13",
    "a third of the clients lose the network 1 to 40 s at random",
    passes_when="I5; own texts lost: 0",
)
def run(stage: Stage) -> None:
    """Each of them has a network of its own, which goes dead without a word at a drawn moment: nothing passes, no new link comes
    about, nobody is told. They go on writing meanwhile; what is longer than a link may be silent is taken for dead."""
    count = stage.options.clients
    losing = range(0, count, EVERY)
    dice = random.Random(stage.options.seed)
    site_port = int(stage.site.url.rsplit(":", 1)[1])
    with bad_network(site_port, Weather(), networks=len(losing)) as air:
        # Also those of the other meeting, the board and the projector have an address each, which is everybody's.
        urls = [stage.site.url] * (count + ELSEWHERE + 2)
        for port, phone in zip(air.ports, losing, strict=True):
            urls[phone] = f"http://localhost:{port}"
        crowd = stage.crowd(urls=urls)
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        time.sleep(3)
        began = time.time()
        away = {f"A{phone}": _drawn(dice, began) for phone in losing}
        _play(air, list(away.values()))
        time.sleep(1)
        everybody = crowd.until_in_step(timeout_s=60)[1]
        time.sleep(5)
        history = stage.judge(crowd, starts)
    written = [one for one in history.asked if one.name in {"idea.capture", "comment.add"}]
    stage.measured("lost the network", len(away), count // EVERY, at_least=True)
    stage.measured("links taken for dead", sum(how == "silent" for _at, how in history.closes), 1, at_least=True)
    stage.measured("commands written while away", _written_while_away(history, away), 1, at_least=True)
    stage.measured("own texts without an answer", sum(one.outcome == UNKNOWN for one in written), 0)
    stage.took("longest without the network", max(window.seconds for window in away.values()))
    stage.quantile("longest out of step", times_out_of_step(history, began, time.time()), 1.0)
    stage.took("all in step after the last came back", everybody)


def _drawn(dice: random.Random, began: float) -> Window:
    start = began + dice.uniform(0, WITHIN_S)
    return Window(start, start + dice.uniform(*AWAY_S))


def _play(air: BadNetwork, away: list[Window]) -> None:
    """Returns when the last network is back."""
    moments = [(window.start, air.freeze, number) for number, window in enumerate(away)]
    moments += [(window.end, air.thaw, number) for number, window in enumerate(away)]
    ahead = time.time() - time.monotonic()
    for at, do, number in sorted(moments, key=lambda one: one[0]):
        pause_until(at - ahead)
        do(number)


def _written_while_away(history: History, away: dict[str, Window]) -> int:
    return sum(
        away[one.client].start <= one.asked_at < away[one.client].end for one in history.asked if one.client in away
    )
