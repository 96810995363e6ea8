import time

from tests.faults.breaking import without_redis
from tests.faults.closing import RECIPIENTS, close, judge_mail, meeting, site_with_mail, until_reported
from tests.faults.registry import experiment
from tests.faults.stage import Stage


@experiment(
    "F11",
    "Redis away when the workshop closes",
    passes_when="the report still comes, ≤ 60 s after Redis is back",
    beside=True,
)
def run(stage: Stage) -> None:
    with site_with_mail(stage) as (site, box), stage.beside_a_meeting(clients=stage.options.clients, site=site):
        workshop = meeting(stage, site, "A")
        with without_redis(site):
            close(site, workshop)
            time.sleep(stage.length(quick=3, normal=20))
        stage.took("report mailed, after Redis is back", until_reported(site, box, len(RECIPIENTS), timeout_s=180), 60)
        judge_mail(stage, site, box, expected=len(RECIPIENTS))
