import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.faults.crowd import Crowd
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import within
from tests.support.bad_network import ONE_BAR, bad_network
from tests.support.namespace import CannotMake, namespace

# The link is one process: more clients than this and it would be what is measured.
MOST_CLIENTS = 150


@experiment("F14", "300 ms ± 100, 5 % loss, 256 kbit/s", passes_when="ack p95 ≤ 2 s, 0 wrong states")
def run(stage: Stage) -> None:
    """There and back together, for packets each way; each connection has its own 256 kbit/s. Where a network namespace may be made the
    clients are in it, and what TCP makes of loss is the kernel's; elsewhere they go by a proxy that imitates it."""
    with _behind_a_bad_link(stage) as crowd:
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        time.sleep(3)
        began = time.time()
        time.sleep(30)
        ended = time.time()
        history = stage.judge(crowd, starts)
    acks = within(history.acks, began, ended)
    stage.quantile("acknowledgement p50", acks, 0.5)
    stage.quantile("acknowledgement p95", acks, 0.95, 2)
    stage.quantile("to others' screens p95", within(history.screens, began, ended), 0.95)


@contextmanager
def _behind_a_bad_link(stage: Stage) -> Iterator[Crowd]:
    clients, seed = min(stage.options.clients, MOST_CLIENTS), stage.options.seed
    with ExitStack() as link:
        try:
            place = link.enter_context(namespace(ONE_BAR, seed=seed))
        except CannotMake:
            port = link.enter_context(bad_network(int(stage.site.url.rsplit(":", 1)[1]), ONE_BAR, seed=seed)).port
            yield stage.crowd(clients=clients, urls=[f"http://localhost:{port}"])
        else:
            stage.measured("clients in a network namespace", clients)
            yield stage.crowd(clients=clients, within=place.command)
