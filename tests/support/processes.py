"""What runs on this machine, as `ps` tells it on Linux and macOS."""

import subprocess
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    parent: int
    command: str


def running() -> list[Process]:
    told = subprocess.run(
        ["ps", "-axwwo", "pid=,ppid=,stat=,command="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 3) for line in told.splitlines())
    return [Process(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and not row[2].startswith("Z")]


def descendants(pid: int) -> list[Process]:
    """The processes below `pid`, children before grandchildren."""
    everything = running()
    found: list[Process] = []
    parents = {pid}
    while parents:
        found += (level := [process for process in everything if process.parent in parents])
        parents = {process.pid for process in level}
    return found


def alive(pids: set[int]) -> set[int]:
    return pids & {process.pid for process in running()}
