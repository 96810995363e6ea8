"""What a person sees while things are prepared: one line a step, and the last that a program said when a step fails.

Steps that do not need one another may be taken at the same time; a terminal then shows those under way in one line.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from pathlib import Path

from ideahub.embedded.words import say

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "bootstrap.log"


LINES_OF_A_FAILURE = 15

_lock = threading.Lock()
# The title of each step under way, and what is told of it.
_under_way: dict[str, str] = {}
_children: set["subprocess.Popen[str]"] = set()
_given_up = threading.Event()


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Shows `title` at once and its seconds when done; the given function updates the line on a terminal."""
    start = time.monotonic()

    def tell(detail: str) -> None:
        with _lock:
            _under_way[title] = detail
            _show_under_way()

    tell("")
    if not sys.stdout.isatty():
        print(f"  … {title}", flush=True)
    try:
        yield tell
    finally:
        with _lock:
            del _under_way[title]
    with _lock:
        _wipe()
        print(f"  ✓ {title} ({time.monotonic() - start:.0f} s)", flush=True)
        _show_under_way()


def at_once(*parts: Callable[[], None]) -> None:
    """Does all of them at the same time, each in a thread of its own. Where one fails, or somebody interrupts, the programs that the
    others run are ended, and what went wrong is raised."""
    with ThreadPoolExecutor(len(parts)) as threads:
        try:
            for done in as_completed([threads.submit(part) for part in parts]):
                done.result()
        except BaseException:
            _give_up()
            raise


def run(
    command: Sequence[str | Path],
    *,
    tries: int = 1,
    tell: Callable[[str], None] | None = None,
    progress: str = "",
    folder: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> None:
    """Runs `command` quietly, its output kept in a log; ends the program with its last lines if it fails.

    `progress` is a pattern; each output line it matches is told, its first group shown.
    """
    shown = re.compile(progress) if progress else None
    said: deque[str] = deque(maxlen=LINES_OF_A_FAILURE)
    for attempt in range(1, tries + 1):
        if _run_once(command, said=said, tell=tell, progress=shown, folder=folder, env=env):
            return
        if _given_up.is_set():
            sys.exit(1)
        if attempt < tries:
            _given_up.wait(3 * attempt)
    with _lock:
        _wipe()
        print("\n" + "".join(said), flush=True)
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
    said: MutableSequence[str],
    tell: Callable[[str], None] | None,
    progress: re.Pattern[str] | None,
    folder: Path,
    env: Mapping[str, str] | None,
) -> bool:
    # Line by line, as another command may be writing there too.
    with LOG.open("a", buffering=1) as log:
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            # To be ended with all that it starts: what of it goes on holds the pipe.
            start_new_session=True,
        )  # fmt: skip
        _children.add(child)
        try:
            if _given_up.is_set():
                _end(child)
            assert child.stdout
            for line in child.stdout:
                log.write(line)
                said.append(line)
                found = progress.search(line) if progress else None
                if found and tell:
                    tell(found.group(1))
            return child.wait() == 0
        except BaseException:
            # Ctrl-C on the terminal reaches this program only.
            _end(child)
            raise
        finally:
            _children.discard(child)


def _give_up() -> None:
    _given_up.set()
    for child in tuple(_children):
        _end(child)


def _end(child: "subprocess.Popen[str]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGTERM)


def _show_under_way() -> None:
    if sys.stdout.isatty() and _under_way:
        shown = ", ".join(f"{title}: {detail}" if detail else title for title, detail in _under_way.items())
        _wipe()
        print(f"  … {shown}"[: shutil.get_terminal_size().columns - 1], end="", flush=True)


def _wipe() -> None:
    if sys.stdout.isatty():
        print("\r\033[K", end="")
