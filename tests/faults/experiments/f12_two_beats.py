import time

from tests.faults.closing import (
    BEHIND,
    RECIPIENTS,
    close,
    judge_mail,
    meeting,
    reports_in,
    site_with_mail,
    until_reported,
)
from tests.faults.registry import experiment
from tests.faults.stage import Stage

EVERY_S = 30.0


@experiment("F12", "two beats for 10 minutes", passes_when="0 doubled mails or reports", beside=True)
def run(stage: Stage) -> None:
    """A meeting closes every half minute."""
    seconds = stage.length(quick=60, normal=600)
    with site_with_mail(stage) as (site, box), stage.beside_a_meeting(clients=BEHIND, site=site):
        command, more = site.commands["beat"]
        site.commands["beat2"] = ([str(part).replace("celerybeat", "celerybeat2") for part in command], more)
        site.start("beat2")
        end, closed = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            began = time.monotonic()
            close(site, meeting(stage, site, f"M{closed}"))
            closed += 1
            time.sleep(max(0.0, min(EVERY_S - (time.monotonic() - began), end - time.monotonic())))
        until_reported(site, box, closed * len(RECIPIENTS), timeout_s=120)
        stage.measured("seconds with two beats", seconds)
        stage.measured("meetings closed", closed)
        stage.measured("reports too many or too few", abs(reports_in(site, "sent") - closed), 0)
        judge_mail(stage, site, box, expected=closed * len(RECIPIENTS))
