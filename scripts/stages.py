"""Runs named commands and says which of them failed, and how long each took."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from scripts.bootstrap.front_end import node_env

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
FRONTEND = ROOT / "frontend"
GRACE_S = 30


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    command: Sequence[str | Path]
    folder: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)
    limit_s: float = 900  # what hangs is ended, and has failed


@dataclass(frozen=True, slots=True)
class Outcome:
    stage: Stage
    code: int
    seconds: float
    output: str = ""


def run_aloud(rows: Sequence[Sequence[Stage]]) -> list[Outcome]:
    """One row after another. The first stage of a row is heard as it goes; the others run beside it, and are heard when it has ended."""
    return [outcome for row in rows for outcome in _run_beside(*row)]


def _run_beside(first: Stage, *others: Stage) -> Iterator[Outcome]:
    with ThreadPoolExecutor(max_workers=len(others) + 1) as pool:
        meanwhile = [pool.submit(_run, stage, aloud=False) for stage in others]
        yield _run(first, aloud=True)
        for one in meanwhile:
            outcome = one.result()
            print(f"\n== {outcome.stage.name}\n{outcome.output}", flush=True)
            yield outcome


def run_quietly(stages: Sequence[Stage]) -> list[Outcome]:
    """Two at a time; only the output of a failed one is shown."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(lambda stage: _run(stage, aloud=False), stages))
    for outcome in outcomes:
        if outcome.code:
            print(f"\n== {outcome.stage.name}\n{outcome.output}")
    return outcomes


def conclude(outcomes: Sequence[Outcome]) -> None:
    """Prints one line a stage and ends the program with 1 if any failed."""
    print()
    for outcome in outcomes:
        mark = "FAILED" if outcome.code else "ok"
        print(f"  {mark:<7} {outcome.stage.name} ({outcome.seconds:.0f} s)")
    sys.exit(1 if any(outcome.code for outcome in outcomes) else 0)


def _run(stage: Stage, *, aloud: bool) -> Outcome:
    start = time.monotonic()
    if aloud:
        print(f"\n== {stage.name}", flush=True)
    with subprocess.Popen(
        [str(part) for part in stage.command],
        cwd=stage.folder,
        env=_environment(stage),
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud else subprocess.STDOUT,
        text=True,
    ) as process:
        output = _end_of(process, stage)
    return Outcome(stage, process.returncode, time.monotonic() - start, output)


def _environment(stage: Stage) -> dict[str, str]:
    env = {**node_env(), "PYTHONUNBUFFERED": "1", **stage.env}
    # Where a machine sets this, each process would compile our files anew, and pytest put its words into each of the tests'.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def _end_of(process: subprocess.Popen[str], stage: Stage) -> str:
    """Waits for it, asks it to stop when its time is up, and kills it when it does not; what it printed, if kept."""
    try:
        return process.communicate(timeout=stage.limit_s)[0] or ""
    except subprocess.TimeoutExpired:
        print(f"{stage.name}: not done after {stage.limit_s:.0f} s, so it is ended", flush=True)
        process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=GRACE_S)[0] or ""
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0] or ""
