import os
import subprocess
import time
from pathlib import Path

from tests.faults.embedded import embedded
from tests.faults.registry import experiment
from tests.faults.stage import CannotRun, Place, Stage, make_folder
from tests.faults.windows import within
from tests.support.postgres import Postgres

EMBEDDED_MB, POSTGRES_MB = 96, 224
FULL_S = 15


@experiment("F21", "disk full", passes_when="refused clearly, no ack without commit, recovers by itself")
def run(stage: Stage) -> None:
    """A small disk, filled by another file, then given room again: the whole embedded run (SQLite, Valkey, logs) on it, and PostgreSQL's
    data behind two web processes. Where that ends by itself it is started again, as Compose and Kubernetes do."""
    disk = _small_disk(stage, EMBEDDED_MB)
    with embedded(disk) as place:
        _fill_and_free(stage, place, disk, "SQLite")
    disk = _small_disk(stage, POSTGRES_MB)
    site = stage.own_site(webs=2, database_folder=disk)
    _fill_and_free(stage, site, disk, "PostgreSQL", postgres=site.postgres)


def _fill_and_free(stage: Stage, place: Place, disk: Path, name: str, *, postgres: Postgres | None = None) -> None:
    crowd = stage.crowd(site=place, clients=min(stage.options.clients, 60))
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    time.sleep(5)
    filler = disk / "filler"
    _fill(filler)
    full_at = time.time()
    time.sleep(FULL_S)
    _fill(filler)
    free_at = time.time()
    filler.unlink()
    if postgres:
        ended = postgres.process.poll() is not None
        if ended:
            postgres.start_again()
        stage.measured(f"{name} had ended by itself", int(ended))
    told = crowd.look()["acks"]
    again = crowd.wait(lambda look: look["acks"] > told, timeout_s=60)
    time.sleep(10)
    history = stage.judge(crowd, starts, site=place)
    stage.measured(f"{name}: acknowledged while it was full", len(within(history.acks, full_at, free_at)))
    stage.measured(f"{name}: phones told «unavailable»", history.notes.get("error: unavailable", 0), 1, at_least=True)
    stage.took(f"{name}: writes again after there is room", again, 10)


def _small_disk(stage: Stage, size_mb: int) -> Path:
    folder = make_folder(stage.until_end)
    if os.geteuid() != 0:
        raise CannotRun("needs root, to mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        raise CannotRun(f"no disk could be mounted: {mounted.stderr.decode().strip()}")
    stage.until_end.callback(subprocess.run, ["umount", "-l", folder], check=False)
    return folder


def _fill(filler: Path) -> None:
    """To the last byte."""
    with filler.open("ab", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
