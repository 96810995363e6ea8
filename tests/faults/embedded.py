"""The embedded run as a place to break: SQLite, one daphne, everything in one folder."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ideahub.embedded import ports
from tests.support.processes import alive, descendants
from tests.support.service import Service, environment, start_service

# A machine that is busy with other things takes long over the first start.
UP_WITHIN_S = 240.0


@dataclass
class Embedded:
    folder: Path
    port: int = field(default_factory=ports.free_port)
    more: dict[str, str] = field(default_factory=dict)
    service: Service = field(init=False)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return environment(self.folder, **self.more)

    def start(self) -> None:
        """Returns when it answers."""
        self.begin()
        self.until_it_answers()

    def begin(self) -> None:
        """Starts it and returns at once."""
        self.service = start_service(self.folder, port=self.port, env=self.more)

    def until_it_answers(self) -> None:
        assert ports.wait_until(self.service.answers, timeout_s=UP_WITHIN_S), self._said()

    def _said(self) -> str:
        logs = [f"{log.name}: {log.read_text()[-1500:]}" for log in (self.folder / "log").glob("*.log")]
        return "\n".join([self.service.said, *logs])

    def kill(self) -> None:
        """SIGKILL for the supervisor and everything below it at once."""
        everything = [self.service.process.pid, *(one.pid for one in descendants(self.service.process.pid))]
        for pid in everything:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.service.process.wait()
        # The others are nobody's children any more: only when they are gone does nobody write.
        assert ports.wait_until(lambda: not alive(set(everything)), timeout_s=10)

    def database(self) -> Path:
        return self.folder / "ideahub.sqlite3"


@contextmanager
def embedded(folder: Path, **more: str) -> Iterator[Embedded]:
    with beginning(folder, **more) as place:
        place.until_it_answers()
        yield place


@contextmanager
def beginning(folder: Path, **more: str) -> Iterator[Embedded]:
    """One that is on its way and may not answer yet."""
    place = Embedded(folder, more=more)
    place.begin()
    try:
        yield place
    finally:
        place.service.stop()
