"""Ends the service's process groups when its supervisor dies without having ended them itself.

A child with children of its own, such as the worker, can take minutes to end once its Redis is gone too. So a small process
holds the other end of a pipe from the supervisor: each line names a group, `+` when it starts and `-` when it has ended;
the end of the file means that the supervisor is gone.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO

GRACE_S = 5.0


class Warden:
    """The supervisor's end of the pipe. Nothing happens if the warden itself was killed."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C on the terminal is for the supervisor.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ideahub.embedded.warden"], stdin=subprocess.PIPE, start_new_session=True
        )

    def started(self, pid: int) -> None:
        self._say(f"+{pid}\n")

    def ended(self, pid: int) -> None:
        self._say(f"-{pid}\n")

    def dismiss(self) -> None:
        """Ends the warden, and with it every group that is still named."""
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _say(self, line: str) -> None:
        if self._process.stdin:
            with suppress(BrokenPipeError):
                self._process.stdin.write(line.encode())
                self._process.stdin.flush()


def guard(lines: IO[str]) -> None:
    """Follows `lines` to their end, then ends what is left: asked first, killed after `GRACE_S` seconds."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        groups = groups | {group} if line.startswith("+") else groups - {group}
    _send(groups, signal.SIGTERM)
    end = time.monotonic() + GRACE_S
    while time.monotonic() < end and any(_exists(group) for group in groups):
        time.sleep(0.1)
    _send(groups, signal.SIGKILL)


def _send(groups: set[int], how: signal.Signals) -> None:
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, how)


def _exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    guard(sys.stdin)
