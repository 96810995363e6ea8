"""A share of a core for each of several processes, so that they are compared where the machine is not what is used up."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
# Short, so that a process that has used up its turn waits for milliseconds.
PERIOD_US = 20_000


@contextmanager
def share_of_a_core(pids: Sequence[int], share: float) -> Iterator[bool]:
    """Holds each process to its share while the block runs. Yields False, and holds nobody, where that may not be set."""
    made: list[Path] = []
    parent = _parent()
    try:
        if parent:
            for pid in pids:
                made.append(_limited(parent / f"bench-{pid}", int(PERIOD_US * share)))
                (made[-1] / "cgroup.procs").write_text(str(pid))
        yield bool(made)
    finally:
        for group in made:
            for member in (group / "cgroup.procs").read_text().split():
                (group.parent / "cgroup.procs").write_text(member)
            group.rmdir()


def _parent() -> Path | None:
    """Where a group with a share of the processors can be made: version 1's `cpu`, or version 2's root."""
    second = CGROUPS / "cgroup.subtree_control"
    if (CGROUPS / "cpu" / "cgroup.procs").exists():
        found = CGROUPS / "cpu"
    elif second.exists() and "cpu" in second.read_text().split():
        found = CGROUPS
    else:
        return None
    return found if os.access(found, os.W_OK) else None


def _limited(group: Path, quota_us: int) -> Path:
    group.mkdir()
    if (group / "cpu.max").exists():
        (group / "cpu.max").write_text(f"{quota_us} {PERIOD_US}")
    else:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD_US))
        (group / "cpu.cfs_quota_us").write_text(str(quota_us))
    return group
