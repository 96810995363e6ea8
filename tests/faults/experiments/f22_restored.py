import subprocess
import sys
import time
from collections.abc import Sequence

import psycopg

from tests.faults.history import OK, UNKNOWN, Asked, History, Truth
from tests.faults.registry import experiment
from tests.faults.stage import CannotRun, Stage, read_truths
from tests.support.bad_network import Weather, bad_network
from tests.support.service import ROOT
from tests.support.topology import Topology

# So long some are cut off before the restore comes, with what they write in their outboxes.
CUT_OFF_S = 3.0
# Beside the service's own tables, where no backup and no restore reaches: every command that the old database ever decided, entered
# in the transaction that decides it.
REMEMBER = """
LOCK TABLE eventlog_outcome IN SHARE ROW EXCLUSIVE MODE;
CREATE SCHEMA faults;
CREATE TABLE faults.decided AS SELECT command FROM eventlog_outcome;
CREATE FUNCTION faults.remember() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO faults.decided VALUES (NEW.command); RETURN NULL; END';
CREATE TRIGGER remember AFTER INSERT ON eventlog_outcome FOR EACH ROW EXECUTE FUNCTION faults.remember();
"""


@experiment(
    "F22",
    "restore of an older backup under load",
    passes_when="new epoch, snapshots, outboxes sent again, 0 mixed states",
)
def run(stage: Stage) -> None:
    """What the old database decided after the backup is gone with it, and is left out: which that is the old database itself has
    written down. Whatever was asked and not answered when the restore came must be there once; the network of half of the clients is dead
    from a moment before until it is done, and something waits in their outboxes."""
    site = stage.own_site(webs=2)
    air = stage.until_end.enter_context(bad_network(int(site.url.rsplit(":", 1)[1]), Weather()))
    urls = [f"http://localhost:{air.port}", site.url]
    crowd = stage.crowd(site=site, urls=urls)
    old = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(5)
    backup = stage.folder / "backup.tar.gz"
    backed_up = time.time()
    _manage(stage, site.env, "backup", str(backup))
    _remember(site)
    time.sleep(stage.length(quick=5, normal=20))
    air.freeze()
    time.sleep(CUT_OFF_S)
    began = time.time()
    _manage(stage, site.env, "restore", str(backup), "--yes", "--no-safety-copy")
    restored = time.time()
    air.thaw()
    before = {one["epoch"] for snapshots in old.values() for one in snapshots.values()}
    # Only within one epoch do numbers say who is ahead.
    moved = crowd.wait(lambda look: not look["epochs"] & before, timeout_s=60)
    everybody = crowd.until_in_step(timeout_s=60)[1]
    time.sleep(10)
    starts = stage.starts(crowd)
    crowd.settle()
    history = crowd.finish()
    truths = read_truths(site, [(workshop, starts[key]) for key, workshop in crowd.workshops.items()])
    decided = _decided_before(site)
    again = _waited(history, truths, began, restored)
    gone = _without_what_went_back(history, truths, decided, backed_up)
    stage.blame(history, truths, least=max(1, crowd.half_of_what_was_wanted - gone))
    same = sum(
        truth.epoch == old[key]["participant"]["epoch"] for key, truth in zip(crowd.workshops, truths, strict=True)
    )
    stage.measured("workshops with their old epoch", same, 0)
    stage.measured("answered after the backup, gone with it", gone, 1, at_least=True)
    stage.measured("waiting in an outbox at the restore, taken by the new epoch", again, 1, at_least=True)
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


def _remember(site: Topology) -> None:
    with psycopg.connect(site.postgres.url()) as link:
        link.execute(REMEMBER)


def _decided_before(site: Topology) -> set[str]:
    with psycopg.connect(site.postgres.url()) as link:
        return {str(row[0]) for row in link.execute("SELECT command FROM faults.decided")}


def _without_what_went_back(history: History, truths: Sequence[Truth], decided: set[str], backed_up: float) -> int:
    """Drops what the old database decided and answered after the backup, if it is not in the new one; returns how many."""
    gone, before = decided - _known_now(truths), len(history.asked)

    def went_back(one: Asked) -> bool:
        return one.outcome != UNKNOWN and one.id in gone and one.answered_at >= backed_up

    history.asked = [one for one in history.asked if not went_back(one)]
    return before - len(history.asked)


def _waited(history: History, truths: Sequence[Truth], began: float, restored: float) -> int:
    """How many were written before the restore, waited until it was done, and are in the new database."""
    now = _known_now(truths)
    return sum(
        one.asked_at < began and one.answered_at > restored and one.outcome == OK and one.id in now
        for one in history.asked
    )


def _known_now(truths: Sequence[Truth]) -> set[str]:
    return {row["command"] for truth in truths for row in truth.outcomes}


def _snapshots(trail: list[object]) -> int:
    return sum(not isinstance(step, int) for step in trail)
