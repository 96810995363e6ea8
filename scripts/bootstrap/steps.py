"""What a person sees while things are prepared: one line a step, and the end of the log when a step fails."""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ideahub.embedded.words import say

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "bootstrap.log"


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Shows `title` at once and its seconds when done; the given function updates the line on a terminal."""
    start = time.monotonic()
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        print(f"  … {title}", end="", flush=True)
    else:
        print(f"  … {title}", flush=True)

    def tell(detail: str) -> None:
        if on_terminal:
            print(f"\r\033[K  … {title}: {detail}", end="", flush=True)

    yield tell
    print(
        f"{chr(13) + chr(27) + '[K' if on_terminal else ''}  ✓ {title} ({time.monotonic() - start:.0f} s)", flush=True
    )


def run(
    command: Sequence[str | Path],
    *,
    tries: int = 1,
    tell: Callable[[str], None] | None = None,
    progress: str = "",
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Runs `command` quietly, its output kept in a log; ends the program with the log's last lines if it fails.

    `progress` is a pattern; each output line it matches is told, its first group shown.
    """
    for attempt in range(1, tries + 1):
        if _run_once(command, tell=tell, progress=re.compile(progress) if progress else None, folder=folder, env=env):
            return
        if attempt < tries:
            time.sleep(3 * attempt)
    print("\n" + "\n".join(LOG.read_text(errors="replace").splitlines()[-15:]))
    sys.exit(
        say(f"Det gick inte: {command[0]}. Allt står i {LOG}.", f"This failed: {command[0]}. All of it is in {LOG}.")
    )


def fingerprint(files: Iterable[Path], *extra: str) -> str:
    """A hash of the files' names and contents, in any order."""
    total = hashlib.sha256(" ".join(extra).encode())
    for path in sorted(files):
        total.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def _run_once(
    command: Sequence[str | Path],
    *,
    tell: Callable[[str], None] | None,
    progress: re.Pattern[str] | None,
    folder: Path,
    env: Mapping[str, str] | None,
) -> bool:
    with LOG.open("a") as log:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert child.stdout
        for line in child.stdout:
            log.write(line)
            found = progress.search(line) if progress else None
            if found and tell:
                tell(found.group(1))
    return child.wait() == 0
