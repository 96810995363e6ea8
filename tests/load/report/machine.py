"""What a reader must know of the machine and the run to read the figures."""

import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.load.bench import Bench
from tests.load.client.driver import compiler
from tests.support.postgres import find_programs


def describe(bench: Bench) -> dict[str, str]:
    apart = (
        "server on core " + _list(bench.cores.server) + ", clients, Valkey and database on " + _list(bench.cores.others)
    )
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _told([find_programs() / "postgres", "--version"]),
        "Node": _told(["node", "--version"]),
        "load client": "C" if compiler() else "Python (no C compiler found)",
        "cores": apart if bench.cores.apart else "nothing is kept apart: one core, or a system without affinity",
        "load before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "phones": f"{bench.size.phones}, with 3 boards and 1 projector",
        "steady load": f"{bench.size.steady_s:.0f} s (the goal speaks of 300 s: --steady 300)",
        "changed settings": "none; log level WARNING; Celery's worker and beat are not running",
    }


def _list(cores: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(cores)))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _told(command: list[str | Path]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return f"not found by {Path(sys.executable).name}"
