import random
import shutil
import sqlite3
import time
from pathlib import Path

from tests.faults.embedded import embedded
from tests.faults.registry import experiment
from tests.faults.stage import Stage, make_folder


@experiment(
    "F23",
    "embedded run, kill -9 × 200 under load",
    passes_when="`integrity_check` ok, I1 to I6, up in ≤ 3 s",
)
def run(stage: Stage) -> None:
    """The supervisor and everything below it at once, at a drawn moment. What it leaves is looked at in a copy: whoever opens the
    files themselves rolls back what was not committed, and the service is to do that by itself."""
    kills = int(stage.length(quick=3, normal=20, full=200))
    dice = random.Random(stage.options.seed)
    sound, unfinished, up = 0, 0, []
    with embedded(make_folder(stage.until_end)) as place:
        crowd = stage.crowd(site=place, clients=min(stage.options.clients, 60))
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        for _kill in range(kills):
            time.sleep(dice.uniform(0.5, 4))
            place.kill()
            copy = _copied(place.database(), make_folder(stage.until_end))
            unfinished += any(rest.stat().st_size for rest in _rests(copy))
            sound += _is_sound(copy)
            began = time.monotonic()
            place.start()
            up.append(time.monotonic() - began)
        stage.judge(crowd, starts, site=place)
    stage.measured("kills", len(up), kills, at_least=True)
    stage.measured("of these with something to roll back or to take in", unfinished)
    stage.measured("databases that were not sound", kills - sound, 0)
    stage.quantile("half of the times up within", up, 0.5)
    stage.took("up within", max(up, default=None), 3)


def _copied(database: Path, folder: Path) -> Path:
    for file in (database, *_rests(database)):
        shutil.copy(file, folder)
    return folder / database.name


def _rests(database: Path) -> list[Path]:
    """What a transaction under way leaves beside the database, by the kind of journal."""
    found = (database.with_name(f"{database.name}-{kind}") for kind in ("journal", "wal"))
    return [file for file in found if file.exists()]


def _is_sound(database: Path) -> bool:
    link = sqlite3.connect(database)
    try:
        return bool(link.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        link.close()
