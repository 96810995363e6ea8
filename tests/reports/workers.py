"""Real Celery workers in processes of their own, on the test's database, a Valkey that can be taken away, a real SMTP server."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from ideahub.embedded import children, ports, valkey


def database_url() -> str:
    """The test database, as another process reaches it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{given['NAME']}"
    return f"postgres://{given['USER']}:{quote(given['PASSWORD'])}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


@dataclass
class Redis:
    folder: Path
    place: valkey.Place = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=self.folder / "valkey")

    def start(self) -> None:
        self.process = valkey.start(place=self.place, log=self.folder / "valkey.log")
        assert valkey.wait_ready(url=self.place.url)

    def hang(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            children.stop(self.process, how=signal.SIGKILL)
            self.process = None


@dataclass
class Workers:
    """Starts workers and kills them the hard way."""

    redis: Redis
    smtp_url: str
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> subprocess.Popen[bytes]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("IDEAHUB_")},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "IDEAHUB_SECRET_KEY": settings.SECRET_KEY,
            "IDEAHUB_DATA_DIR": str(self.log.parent),
            "IDEAHUB_DATABASE_URL": database_url(),
            "IDEAHUB_REDIS_URL": self.redis.place.url,
            "IDEAHUB_SMTP_URL": self.smtp_url,
        }
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config.celery",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
        ]
        worker = children.start(command, env=environment, log=self.log)
        self.running.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """SIGKILL for the worker and all its children at once, as a power cut would."""
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        self.running.remove(worker)

    def stop(self) -> None:
        for worker in list(self.running):
            self.kill(worker)


@contextmanager
def open_workers(tmp_path: Path, *, smtp_url: str) -> Iterator[Workers]:
    workers = Workers(Redis(tmp_path), smtp_url, tmp_path / "worker.log")
    try:
        yield workers
    except BaseException:
        if workers.log.exists():
            sys.stderr.write(workers.log.read_text()[-4000:])
        raise
    finally:
        workers.stop()
        workers.redis.stop()
