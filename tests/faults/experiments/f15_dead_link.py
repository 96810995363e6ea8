import time

from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.support.bad_network import Weather, bad_network

DEAD_S = 60.0
# So many addresses in turn, one of which goes through the link that dies.
ADDRESSES = 3
MOST_CLIENTS = 300


@experiment("F15", "link dead without a reset for 60 s", passes_when="client and server notice ≤ 25 s")
def run(stage: Stage) -> None:
    """A third of the clients. The server has noticed when the others are told that fewer are here."""
    site_port = int(stage.site.url.rsplit(":", 1)[1])
    with bad_network(site_port, Weather(), seed=stage.options.seed) as link:
        urls = [f"http://localhost:{link.port}", *[stage.site.url] * (ADDRESSES - 1)]
        crowd = stage.crowd(clients=min(stage.options.clients, MOST_CLIENTS), urls=urls)
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        time.sleep(8)
        full = max(count for _at, count in crowd.online())
        frozen = time.time()
        link.freeze()
        time.sleep(DEAD_S)
        link.thaw()
        thawed = time.time()
        everybody = crowd.until_in_step(timeout_s=60)[1]
        history = stage.judge(crowd, starts)
    silent = [at - frozen for at, how in history.closes if how == "silent" and at > frozen]
    here = len(crowd.workshops["A"]["phones"])
    gone = len(range(0, here, ADDRESSES))
    fewer = [at - frozen for at, count in history.online if frozen < at < thawed and count <= full - gone]
    stage.measured("links that died", len(silent), gone, at_least=True)
    stage.took("last client noticed after", max(silent, default=None), 25)
    stage.took("server noticed all of them after", min(fewer, default=None), 25)
    stage.took("all in step after it lived again", everybody)
