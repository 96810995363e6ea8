"""Child processes that never outlive their parent, not even one that was killed with SIGKILL."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
GRACE_S = 10.0

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _leash(parent: int) -> None:
    """Runs in the child before exec: its own process group, and an end with the parent's (Linux only).

    SIGTERM, not SIGKILL: the worker has children of its own, which only it can end.
    """
    os.setpgid(0, 0)
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before the leash was on
            os._exit(1)


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str] | None = None,
    log: Path | None = None,
    folder: Path | None = None,
    user: str | None = None,
    stdin: bytes | None = None,
    hold_input: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts `command` in its own process group, its output appended to `log` or shared with ours.

    Call it from a thread that lives as long as the child should: Linux ties the leash to that thread. `hold_input`: what it
    reads comes later, by `tell`.
    """
    parent = os.getpid()
    output: IO[bytes] | None = log.open("ab") if log else None
    try:
        child = subprocess.Popen(
            [str(part) for part in command],
            env=dict(env) if env is not None else None,
            cwd=folder,
            stdin=subprocess.PIPE if stdin is not None or hold_input else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            user=user,
            preexec_fn=lambda: _leash(parent),
        )
    finally:
        if output:
            output.close()
    if stdin is not None:
        tell(child, stdin)
    return child


def tell(child: subprocess.Popen[bytes], words: bytes) -> None:
    """All that it will ever read. One that has ended does not hear it."""
    if child.stdin:
        with suppress(BrokenPipeError):
            child.stdin.write(words)
            child.stdin.close()


def stop(child: subprocess.Popen[bytes], *, how: signal.Signals = signal.SIGTERM, grace_s: float = GRACE_S) -> None:
    """Asks the child to end, waits `grace_s` seconds, then kills its whole process group. Safe to call again."""
    if child.poll() is None:
        with suppress(ProcessLookupError):
            child.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            child.wait(grace_s)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
