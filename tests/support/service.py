"""The whole service as people start it: `manage.py up` in a data folder of its own, on a free port."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from ideahub.embedded import children, ports
from tests.support.processes import Process, descendants

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(slots=True)
class Service:
    process: subprocess.Popen[bytes]
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def said(self) -> str:
        return (self.folder / "terminal.log").read_text()

    @property
    def demo(self) -> dict[str, str]:
        """`email`, `password`, `board_path` and `code` of the seeded demo."""
        return dict(json.loads((self.folder / "demo.json").read_text()))

    def children(self) -> list[Process]:
        return descendants(self.process.pid)

    def child(self, word: str) -> Process:
        """The first process below the supervisor whose command has `word`."""
        return next(process for process in self.children() if word in process.command)

    def says(self, words: str, *, timeout_s: float = 60) -> bool:
        return ports.wait_until(lambda: words in self.said, timeout_s=timeout_s)

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urlopen(self.url + path, timeout=2) as answer:
                return bool(answer.status == 200)
        except (HTTPError, URLError, OSError):
            return False

    def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        children.stop(self.process, how=signal.SIGINT, grace_s=30)
        return self.process.returncode


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Nothing of the test run's own settings reaches the service."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("IDEAHUB_", "DJANGO_", "PYTEST_"))
    }
    return {**kept, "IDEAHUB_DATA_DIR": str(folder), "LC_ALL": "C.UTF-8", **more}


def start_service(
    folder: Path, *, port: int | None = None, host: str = "127.0.0.1", env: Mapping[str, str] = {}
) -> Service:
    """Returns at once; what the service prints goes to `terminal.log` in its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "terminal.log").write_text("")
    port = port or ports.free_port()
    command = [sys.executable, "manage.py", "up", "--port", str(port), "--host", host]
    process = children.start(
        command, env=environment(folder, **env), log=folder / "terminal.log", folder=ROOT
    )  # fmt: skip
    return Service(process, folder, port)


@contextmanager
def running_service(folder: Path, *, env: Mapping[str, str] = {}) -> Iterator[Service]:
    """A service that answers; stopped at the end. Fails with what the service printed if it does not come up."""
    service = start_service(folder, env=env)
    try:
        ports.wait_until(lambda: "Ctrl-C" in service.said or service.process.poll() is not None, timeout_s=90)
        assert service.answers(), f"the service did not start:\n{service.said}"
        yield service
    finally:
        service.stop()
