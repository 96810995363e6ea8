import time

from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import within
from tests.support.bad_network import ONE_BAR, bad_network

# The proxy is one process: more clients than this and it would be what is measured.
MOST_CLIENTS = 150


@experiment("F14", "300 ms ± 100, 5 % loss, 256 kbit/s", passes_when="ack p95 ≤ 2 s, 0 wrong states")
def run(stage: Stage) -> None:
    """There and back together; each client has its own 256 kbit/s each way. By a proxy: loss is imitated as TCP shows it."""
    site_port = int(stage.site.url.rsplit(":", 1)[1])
    with bad_network(site_port, ONE_BAR, seed=stage.options.seed) as link:
        crowd = stage.crowd(clients=min(stage.options.clients, MOST_CLIENTS), urls=[f"http://localhost:{link.port}"])
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
