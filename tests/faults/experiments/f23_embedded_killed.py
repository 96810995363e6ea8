import random
import sqlite3
import time

from tests.faults.embedded import embedded
from tests.faults.figures import share
from tests.faults.registry import experiment
from tests.faults.stage import Stage, make_folder


@experiment(
    "F23",
    "embedded run, kill -9 × 200 under load",
    passes_when="`integrity_check` ok, I1 to I6, up in ≤ 3 s",
)
def run(stage: Stage) -> None:
    """The supervisor and everything below it at once, at a drawn moment."""
    kills = int(stage.length(quick=3, normal=20, full=200))
    dice = random.Random(stage.options.seed)
    sound, up = 0, []
    with embedded(make_folder(stage.until_end)) as place:
        crowd = stage.crowd(site=place, clients=min(stage.options.clients, 60))
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        for _kill in range(kills):
            time.sleep(dice.uniform(0.5, 4))
            place.kill()
            with sqlite3.connect(place.database()) as database:
                sound += database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            began = time.monotonic()
            place.start()
            up.append(time.monotonic() - began)
        stage.judge(crowd, starts, site=place)
    stage.measured("kills", kills)
    stage.measured("databases that were not sound", kills - sound, 0)
    stage.took("half of the times up within", share(up, 0.5))
    stage.took("up within", max(up), 3)
