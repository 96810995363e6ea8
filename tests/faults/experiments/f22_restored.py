import subprocess
import sys
import time

from tests.faults.history import OK, History
from tests.faults.registry import experiment
from tests.faults.stage import CannotRun, Stage, read_truths
from tests.support.service import ROOT


@experiment(
    "F22",
    "restore of an older backup under load",
    passes_when="new epoch, snapshots, outboxes sent again, 0 mixed states",
)
def run(stage: Stage) -> None:
    """What was acknowledged after the backup is gone with it, and is left out; whatever was asked and not answered when the
    restore came must be there once."""
    site = stage.own_site(webs=2)
    crowd = stage.crowd(site=site, clients=min(stage.options.clients, 300))
    old = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(5)
    backup = stage.folder / "backup.tar.gz"
    backed_up = time.time()
    _manage(stage, site.env, "backup", str(backup))
    time.sleep(stage.length(quick=5, normal=20))
    began = time.time()
    _manage(stage, site.env, "restore", str(backup), "--yes", "--no-safety-copy")
    restored = time.time()
    before = {one["epoch"] for snapshots in old.values() for one in snapshots.values()}
    # Only within one epoch do numbers say who is ahead.
    moved = crowd.wait(lambda look: not look["epochs"] & before, timeout_s=60)
    everybody = crowd.until_in_step(timeout_s=60)[1]
    time.sleep(10)
    starts = stage.starts(crowd)
    crowd.settle()
    history = crowd.finish()
    truths = read_truths(site, [(workshop, starts[key]) for key, workshop in crowd.workshops.items()])
    gone = _without_what_went_back(history, backed_up, restored)
    stage.blame(history, truths)
    same = sum(
        truth.epoch == old[key]["participant"]["epoch"] for key, truth in zip(crowd.workshops, truths, strict=True)
    )
    stage.measured("workshops with their old epoch", same, 0)
    stage.measured("acknowledged after the backup, gone with it", gone)
    fresh = sum(_snapshots(one.trail) > 1 for one in history.seen)
    stage.measured("clients that took a new snapshot", fresh, len(history.seen), at_least=True)
    stage.took("restore took", restored - began)
    stage.took("all in the new epoch after it", moved, 15)
    stage.took("all in step after that", everybody, 15)


def _manage(stage: Stage, env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode and ("pg_dump" in done.stderr or "psql" in done.stderr):
        raise CannotRun(done.stderr.strip())
    if done.returncode:
        raise RuntimeError(f"{arguments[0]}: {done.stdout}{done.stderr}")


def _without_what_went_back(history: History, backed_up: float, restored: float) -> int:
    """Drops what was answered between backup and restore; returns how many."""
    before = len(history.asked)
    history.asked = [
        one for one in history.asked if one.outcome != OK or not backed_up - 1 < one.answered_at < restored + 1
    ]
    return before - len(history.asked)


def _snapshots(trail: list[object]) -> int:
    return sum(not isinstance(step, int) for step in trail)
