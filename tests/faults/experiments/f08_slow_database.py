import time

from tests.faults.breaking import restart_webs
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import within
from tests.support.bad_network import Weather, bad_network


@experiment("F8", "200 ms added to the database link", passes_when="ack p99 ≤ 1.5 s, pool not exhausted")
def run(stage: Stage) -> None:
    """100 ms each way, by a proxy between the web processes and PostgreSQL."""
    site = stage.site
    with bad_network(site.postgres.port, Weather(delay_s=0.1), seed=stage.options.seed) as link:
        far = site.env["IDEAHUB_DATABASE_URL"].replace(f":{site.postgres.port}/", f":{link.port}/")
        restart_webs(site, IDEAHUB_DATABASE_URL=far)
        try:
            crowd = stage.crowd()
            starts = stage.starts(crowd)
            crowd.load(rate=10, mix="collect")
            time.sleep(5)
            began = time.time()
            time.sleep(30)
            ended = time.time()
            history = stage.judge(crowd, starts)
        finally:
            restart_webs(site)
    acks = within(history.acks, began, ended)
    exhausted = sum((site.folder / f"web{n + 1}.log").read_text().count("PoolTimeout") for n in range(len(site.web)))
    stage.quantile("acknowledgement p50", acks, 0.5)
    stage.quantile("acknowledgement p99", acks, 0.99, 1.5)
    stage.measured("times the pool was exhausted", exhausted, 0)
