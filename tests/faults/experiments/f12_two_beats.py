import time
from pathlib import Path

from tests.faults.closing import RECIPIENTS, close, judge_mail, meeting, reports_in, site_with_mail, until_reported
from tests.faults.registry import experiment
from tests.faults.stage import Stage

EVERY_S = 30.0
# By the schedule in the settings; some may be missed on a busy machine.
SWEEP_EVERY_S, MOST = 30.0, 0.8
ORDERED, CARRIED_OUT = "Sending due task deliver-mail", "Task ideahub.mail.sweep"
BEATS = ("beat", "beat2")


@experiment("F12", "two beats for 10 minutes", passes_when="0 doubled mails or reports", beside=True)
def run(stage: Stage) -> None:
    """A meeting closes every half minute."""
    seconds = stage.length(quick=60, normal=600)
    with site_with_mail(stage) as (site, box), stage.beside_a_meeting(clients=stage.options.clients, site=site):
        command, more = site.commands["beat"]
        site.commands["beat2"] = ([str(part).replace("celerybeat", "celerybeat2") for part in command], more)
        ordered = {name: _lines(site.folder / f"{name}.log", ORDERED) for name in BEATS}
        carried_out = _lines(site.folder / "worker.log", CARRIED_OUT, "succeeded")
        site.start("beat2")
        end, closed = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            began = time.monotonic()
            close(site, meeting(stage, site, f"M{closed}"))
            closed += 1
            time.sleep(max(0.0, min(EVERY_S - (time.monotonic() - began), end - time.monotonic())))
        least = int(seconds / SWEEP_EVERY_S * MOST)
        for name in BEATS:
            sweeps = _lines(site.folder / f"{name}.log", ORDERED) - ordered[name]
            stage.measured(f"sweeps of the mail that {name} ordered", sweeps, least, at_least=True)
        done = _lines(site.folder / "worker.log", CARRIED_OUT, "succeeded") - carried_out
        stage.measured("sweeps that the worker carried out", done, 2 * least, at_least=True)
        alive = sum(site.processes[name].poll() is None for name in BEATS)
        until_reported(site, box, closed * len(RECIPIENTS), timeout_s=120)
        stage.measured("seconds with two beats", seconds)
        stage.measured("beats alive at the end", alive, len(BEATS), at_least=True)
        stage.measured("meetings closed", closed, seconds / EVERY_S / 2, at_least=True)
        stage.measured("reports too many or too few", abs(reports_in(site, "sent") - closed), 0)
        judge_mail(stage, site, box, expected=closed * len(RECIPIENTS))


def _lines(log: Path, *words: str) -> int:
    """How many lines of a log hold all the words; of one that is not yet there none."""
    return sum(all(word in line for word in words) for line in log.read_text().splitlines()) if log.exists() else 0
