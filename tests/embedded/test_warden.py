"""What the warden does when the supervisor's end of the pipe closes."""

import signal
import sys
from io import StringIO
from pathlib import Path

import pytest

from ideahub.embedded import children, ports, warden

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


def test_group_still_named_is_ended() -> None:
    child = children.start([sys.executable, "-c", "import time; time.sleep(60)"])
    warden.guard(StringIO(f"+{child.pid}\n"))
    assert child.wait(5) == -signal.SIGTERM


def test_group_that_ended_before_is_left_alone() -> None:
    child = children.start([sys.executable, "-c", "import time; time.sleep(60)"])
    warden.guard(StringIO(f"+{child.pid}\n-{child.pid}\n"))
    assert child.poll() is None
    children.stop(child)


def test_group_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warden, "GRACE_S", 0.3)
    log = tmp_path / "log"
    child = children.start([sys.executable, "-c", STUBBORN], log=log)
    assert ports.wait_until(lambda: bool(log.read_text()), timeout_s=5)
    warden.guard(StringIO(f"+{child.pid}\n"))
    assert child.wait(5) == -signal.SIGKILL
