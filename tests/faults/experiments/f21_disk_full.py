import os
import subprocess
import time
from pathlib import Path

from tests.faults.embedded import embedded
from tests.faults.registry import experiment
from tests.faults.stage import CannotRun, Stage, make_folder
from tests.faults.windows import within

DISK_MB = 96


@experiment("F21", "disk full", passes_when="refused clearly, no ack without commit, recovers by itself")
def run(stage: Stage) -> None:
    """The embedded run (SQLite, Valkey, logs) on a small disk of its own, filled by another file, then given room again."""
    folder = _small_disk(stage)
    with embedded(folder) as place:
        crowd = stage.crowd(site=place, clients=min(stage.options.clients, 60))
        starts = stage.starts(crowd)
        crowd.load(rate=10, mix="collect")
        time.sleep(5)
        filler = folder / "filler"
        _fill(filler)
        full_at = time.time()
        time.sleep(15)
        _fill(filler)
        free_at = time.time()
        filler.unlink()
        told = crowd.look()["acks"]
        again = crowd.wait(lambda look: look["acks"] > told, timeout_s=60)
        time.sleep(10)
        history = stage.judge(crowd, starts, site=place)
    stage.measured("acknowledged while it was full", len(within(history.acks, full_at, free_at)))
    stage.measured("phones told «unavailable»", history.notes.get("error: unavailable", 0), 1, at_least=True)
    stage.took("writes again after there is room", again, 10)


def _small_disk(stage: Stage) -> Path:
    folder = make_folder(stage.until_end)
    if os.geteuid() != 0:
        raise CannotRun("needs root, to mount a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", folder], capture_output=True, check=False
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
