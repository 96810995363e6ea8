"""Starts one of the servers that the product is measured against."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ideahub.embedded import children, ports
from tests.load.client.driver import Caller, compiled
from tests.load.cost import Cores

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# Where scripts/bootstrap/yardsticks.py puts the packages of package.json.
NODE_MODULES = Path(sys.prefix) / "load" / "node" / "node_modules"
STARTS_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class Yardstick:
    name: str
    title: str
    path: str = "/"
    apart_s: float = 0.004
    push: str = '{{"type":"push","commands":[{{"id":"{id}","name":"tell","args":{{}}}}]}}'

    def command(self, port: int, size: int) -> list[str] | None:
        """How it is started; None where this machine lacks what it takes."""
        if self.name == "floor":
            program = compiled(HERE / "floor.c")
            return [str(program), str(port), str(size)] if program else None
        if self.name == "textbook":
            endpoint = f"tcp:port={port}:interface=127.0.0.1:backlog=4096"
            return [
                sys.executable,
                "-m",
                "daphne",
                "-v",
                "0",
                "-e",
                endpoint,
                "tests.load.yardsticks.textbook:application",
            ]
        node = shutil.which("node")
        return [node, str(HERE / f"{self.name}.cjs"), str(port)] if node and NODE_MODULES.is_dir() else None

    def callers(self, port: int, count: int) -> list[Caller]:
        """Apart in time, since this measures fan-out, not connecting."""
        return [Caller(port, self.path, ("Host: localhost",), due_s=number * self.apart_s) for number in range(count)]


FLOOR = Yardstick("floor", "C, epoll (the floor)")
TEXTBOOK = Yardstick("textbook", "textbook Channels groups, daphne, Redis", apart_s=0.01)
WS = Yardstick("ws", "Node ws, Redis")
SOCKETIO = Yardstick(
    "socketio",
    "socket.io, Redis adapter",
    path="/socket.io/?EIO=4&transport=websocket",
    push='42["push",{{"commands":[{{"id":"{id}"}}]}}]',
)
ALL = (FLOOR, WS, SOCKETIO, TEXTBOOK)


@contextmanager
def running(
    yardstick: Yardstick, *, redis: str, size: int, cores: Cores, log: Path
) -> Iterator[tuple[subprocess.Popen[bytes], int] | None]:
    """The server's process and port, or None where it cannot run here."""
    port = ports.free_port()
    command = yardstick.command(port, size)
    if command is None:
        yield None
        return
    env = {**os.environ, "YARDSTICK_REDIS": redis, "YARDSTICK_BYTES": str(size), "NODE_PATH": str(NODE_MODULES)}
    process = children.start(command, env=env, log=log, folder=ROOT)
    try:
        cores.put(process.pid, server=True)
        if not ports.wait_until(lambda: ports.answers(port=port), timeout_s=STARTS_WITHIN_S):
            raise RuntimeError(f"{yardstick.title} did not start: {log.read_text()[-800:]}")
        yield process, port
    finally:
        children.stop(process, grace_s=2)
