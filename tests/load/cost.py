"""What processes have used so far, as the kernel counts it, and which cores a run keeps apart."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Cores:
    """The server under test on one core, everything else on the others; empty where that cannot be set."""

    server: frozenset[int]
    others: frozenset[int]

    def put(self, pid: int, *, server: bool) -> None:
        chosen = self.server if server else self.others
        if chosen:
            os.sched_setaffinity(pid, chosen)

    @property
    def apart(self) -> bool:
        return bool(self.server)


def two_sides() -> Cores:
    have = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if len(have) < 2:
        return Cores(frozenset(), frozenset())
    return Cores(frozenset(have[:1]), frozenset(have[1:]))


def everywhere() -> Cores:
    return Cores(frozenset(), frozenset())


def cpu_s(*pids: int) -> float:
    """Seconds of CPU of these processes and of all below them, those that have ended and were waited for included."""
    total = 0
    below = _children()
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        waiting += below.get(pid, [])
        fields = _stat(pid)
        # utime, stime, and the same of children that were waited for: fields 14 to 17 of /proc/PID/stat.
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def resident_kb(pid: int) -> int:
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def _stat(pid: int) -> list[str]:
    """The fields behind the command's name, which may hold anything."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found
