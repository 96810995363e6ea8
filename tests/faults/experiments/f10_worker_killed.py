from ideahub.embedded import ports
from tests.faults.breaking import kill
from tests.faults.closing import RECIPIENTS, close, judge_mail, meeting, reports_in, site_with_mail, until_reported
from tests.faults.registry import experiment
from tests.faults.stage import Stage

# A claim is taken over when its lease of three minutes has passed, at the next sweep.
WITHIN_S = 240.0


@experiment(
    "F10",
    "worker kill -9 during a report and during SMTP",
    passes_when="the report completes by itself; I7",
    beside=True,
)
def run(stage: Stage) -> None:
    with site_with_mail(stage) as (site, box), stage.beside_a_meeting(clients=stage.options.clients, site=site):
        first, second = meeting(stage, site, "A"), meeting(stage, site, "B")
        close(site, first)
        writing = ports.wait_until(lambda: reports_in(site, "writing") == 1, timeout_s=60, every_s=0.005)
        kill(site, "worker")
        caught = writing and reports_in(site, "writing") == 1
        box.holds.set()
        site.start("worker")
        close(site, second)
        reached = box.reached.wait(90)
        kill(site, "worker")
        box.holds.clear()
        site.start("worker")
        seconds = until_reported(site, box, 2 * len(RECIPIENTS), timeout_s=WITHIN_S + 120)
        stage.measured("killed while it wrote", int(caught), 1, at_least=True)
        stage.measured("killed in a mail's dialogue", int(reached), 1, at_least=True)
        stage.took("both reports and all mails after", seconds, WITHIN_S)
        judge_mail(stage, site, box, crashed=frozenset(box.held), expected=2 * len(RECIPIENTS))
