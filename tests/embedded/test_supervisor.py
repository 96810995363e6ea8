"""The supervisor with real, small child processes."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideahub.embedded import children, ports
from ideahub.embedded.supervisor import Child, Supervisor
from ideahub.embedded.warden import Warden
from tests.support.processes import alive, descendants


def sleeper(name: str, log: Path, seconds: float = 60) -> Child:
    command = [sys.executable, "-c", f"import time; time.sleep({seconds})"]
    return Child(name=name, start=lambda: children.start(command, log=log), log=log)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "child.log"


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tell=told.append)
    yield supervisor
    supervisor.stop()


def watch_for(supervisor: Supervisor, seconds: float) -> None:
    threading.Timer(seconds, supervisor.stopping.set).start()
    supervisor.watch()


def test_dead_child_is_started_again_and_said_so(supervisor: Supervisor, told: list[str], log: Path) -> None:
    child = sleeper("worker", log)
    supervisor.start(child)
    assert child.process
    first = child.process.pid

    os.kill(first, signal.SIGKILL)
    watch_for(supervisor, 1.5)

    assert child.process
    assert child.process.pid != first
    assert child.process.poll() is None
    assert told == [f"worker ended (SIGKILL) and starts again in 0.5 s. Log: {log}"]


def test_pause_doubles_while_a_child_keeps_dying_and_ends_at_thirty_seconds(supervisor: Supervisor, log: Path) -> None:
    child = sleeper("worker", log)
    pauses = [child.notice_death(1.0, supervisor.warden) for _ in range(8)]
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_pause_begins_anew_after_a_steady_minute(supervisor: Supervisor, log: Path) -> None:
    child = sleeper("worker", log)
    child.notice_death(1.0, supervisor.warden)
    child.notice_death(1.0, supervisor.warden)
    assert child.notice_death(100.0, supervisor.warden) == 0.5


def test_children_of_a_dead_child_do_not_stay(supervisor: Supervisor, log: Path) -> None:
    program = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    command = [sys.executable, "-c", f"{program}; time.sleep(60)"]
    child = Child(name="worker", start=lambda: children.start(command, log=log), log=log)
    supervisor.start(child)
    assert child.process
    first = child.process.pid
    assert ports.wait_until(lambda: bool(descendants(first)), timeout_s=5)
    grandchild = {process.pid for process in descendants(first)}

    os.kill(first, signal.SIGKILL)
    watch_for(supervisor, 0.4)

    assert not alive(grandchild)


def test_stop_ends_the_last_stage_first(told: list[str], log: Path) -> None:
    ended: list[str] = []

    class Noted(Child):
        def stop(self, warden: Warden) -> None:
            super().stop(warden)
            ended.append(self.name)

    supervisor = Supervisor(tell=told.append)
    for name in ("valkey", "web"):
        plain = sleeper(name, log)
        supervisor.start(Noted(name=name, start=plain.start, log=log))
    supervisor.stop()
    assert ended == ["web", "valkey"]


def test_child_that_ignores_sigterm_is_killed(log: Path) -> None:
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = children.start([sys.executable, "-c", program], log=log)
    assert ports.wait_until(lambda: log.exists() and bool(log.read_text()), timeout_s=5)
    children.stop(child, grace_s=0.2)
    assert child.returncode == -signal.SIGKILL
