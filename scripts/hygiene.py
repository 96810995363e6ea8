"""Finds what belongs to one machine in tracked files: hosts of package registries, paths of somebody's computer."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written so that this file does not match itself.
FOREIGN = re.compile(
    r'"resolved": *"|--(extra-)?index-ur[l]|registry=htt[p]|[^a-zA-Z0-9_.](/tm[p]|/wor[k]|/roo[t]|/hom[e]|/User[s])/'
)
LARGEST = 2_000_000


def foreign_lines() -> Iterator[str]:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        path = ROOT / name
        if path.suffix == ".svg" or not path.is_file() or path.stat().st_size > LARGEST:
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        yield from (
            f"{name}:{number}: {line.strip()[:120]}" for number, line in enumerate(lines, 1) if FOREIGN.search(line)
        )


if __name__ == "__main__":
    found = list(foreign_lines())
    print("\n".join(found))
    sys.exit(1 if found else 0)
