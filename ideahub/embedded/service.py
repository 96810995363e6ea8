"""Which processes make up the service on one machine, and the commands that start them."""

import subprocess
import sys
from pathlib import Path

from config import env
from ideahub.embedded import children, valkey
from ideahub.embedded.environment import ROOT, Run
from ideahub.embedded.supervisor import Child

# What a held web process waits for.
GO = b"go\n"
LARGEST_LOG = 5_000_000
# Above the protocol's 16 KiB, so that the guard gives a frame beyond it the close code it should have.
WEB_LIMITS = (
    "--websocket-max-message-size", "65536",
    "--websocket-max-frame-size", "65536",
    "--ping-interval", "10",
    "--ping-timeout", "10",
    # Longer than the wait for a database that is away, so that a socket is told so.
    "--websocket_connect_timeout", "15",
)  # fmt: skip


def web_command(*, host: str, port: int) -> list[str]:
    """daphne with a backlog that lets a whole room in at once; its default of 50 drops connections.

    Behind a proxy, whoever it says is there counts as the caller.
    """
    interface = host.replace(":", "\\:") or "0.0.0.0"
    endpoint = f"tcp:port={port}:interface={interface}:backlog=4096"
    proxied = ["--proxy-headers"] if env.flag("IDEAHUB_TRUSTED_PROXY", False) else []
    return [sys.executable, "-m", "daphne", "-v", "0", "-e", endpoint, *WEB_LIMITS, *proxied, "config.asgi:application"]


def worker_command(*, schedule: Path) -> list[str]:
    return [
        sys.executable, "-m", "celery", "-A", "config", "worker", "--beat", "--schedule", str(schedule),
        "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def valkey_child(run: Run, place: valkey.Place) -> Child:
    log = _log(run, "valkey")
    return Child(name="Valkey", start=lambda: valkey.start(place=place, log=log), log=log)


def worker_child(run: Run) -> Child:
    return _child(run, "worker", worker_command(schedule=run.folder / "celerybeat"))


def hold_web(run: Run) -> subprocess.Popen[bytes]:
    """The first web process, which loads and waits to be told; it ends by itself where nobody tells it."""
    program, *arguments = web_command(host=run.host, port=run.port)[2:]
    held = [sys.executable, "-m", "ideahub.embedded.held", program, *arguments]
    return children.start(held, log=_log(run, "web"), folder=ROOT, hold_input=True)


def web_child(run: Run, held: subprocess.Popen[bytes]) -> Child:
    """Started for the first time, it is the held one that is told; whenever it has died, a new one is started."""
    ordinary, waiting = _child(run, "web", web_command(host=run.host, port=run.port)), [held]

    def start() -> subprocess.Popen[bytes]:
        if not waiting:
            return ordinary.start()
        first = waiting.pop()
        children.tell(first, GO)
        return first

    return Child(name=ordinary.name, start=start, log=ordinary.log)


def _child(run: Run, name: str, command: list[str]) -> Child:
    log = _log(run, name)

    return Child(name=name, start=lambda: children.start(command, log=log, folder=ROOT), log=log)


def _log(run: Run, name: str) -> Path:
    """The log file of a child; one that grew large makes room, and one older generation is kept."""
    path = run.folder / "log" / f"{name}.log"
    path.parent.mkdir(exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    return path
