"""Starts the load client and speaks with it: in C where a compiler is there, otherwise in Python.

The client gets whole requests and whole frames and looks only at the figures in what it reads, so that it never is what
limits a run. Its files, one line each, fields apart by tabs:

    clients    microseconds until it dials, port, group, flow credit (0 or 1), seq it has (-1: what `hello` says),
               first frame, HTTP request with its lines apart by a unit separator
    schedule   microseconds until it is sent (not looked at in a loop), client, index of the command, frame
    records    struct RECORD: nanoseconds (monotonic), client, kind, and two figures as `Kind` says
"""

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RECORD = struct.Struct("<QIIqq")
C_SOURCES = ("crowd.c", "wire.c", "crowd.h")


class Kind(IntEnum):
    """What a record tells: its figures `a` and `b`."""

    SENT = 1  # index of the command; at the moment it was due
    EVENTS = 2  # after, upto
    ACK = 3  # index of the command; its seq, -1 refused, -2 refused as too fast
    LOST = 4  # close code, or minus errno
    RESYNC = 5
    OPEN = 6  # seq of `hello`; seq it has
    REFUSED = 7  # HTTP status, or minus errno


class Record(NamedTuple):
    at_ns: int
    client: int
    kind: int
    a: int
    b: int


@dataclass(frozen=True, slots=True)
class Caller:
    """One socket to open."""

    port: int
    path: str
    headers: tuple[str, ...] = ()
    due_s: float = 0.0
    group: int = 0
    credit: bool = False
    position: int = -1
    first: str = ""

    def line(self) -> str:
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        lines = [f"GET {self.path} HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", key,
                 "Sec-WebSocket-Version: 13", *self.headers, "", ""]  # fmt: skip
        fields = (int(self.due_s * 1e6), self.port, self.group, int(self.credit), self.position, self.first)
        return "\t".join([*map(str, fields), "\x1f".join(lines)])


@dataclass(frozen=True, slots=True)
class Order:
    """One frame to send. The command's id in it ends in `index`, twelve hexadecimal digits."""

    due_s: float
    client: int
    index: int
    frame: str

    def line(self) -> str:
        return f"{int(self.due_s * 1e6)}\t{self.client}\t{self.index}\t{self.frame}"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one command to the client, and what it cost the client itself."""

    raw: bytes
    wall_s: float
    cpu_s: float
    frames: int
    bytes: int
    late_ms: float
    started_ns: int = 0

    @property
    def records(self) -> Iterator[Record]:
        """In order of time, but for what was sent, which stands where it was due."""
        return map(Record._make, RECORD.iter_unpack(self.raw))

    @property
    def busy(self) -> float:
        """The client's own share of one core while something came; waiting for nothing more does not dilute it."""
        last_ns = RECORD.unpack_from(self.raw, len(self.raw) - RECORD.size)[0] if self.raw else 0
        active_ns = last_ns - self.started_ns
        return self.cpu_s / max(0.001, active_ns / 1e9)


class Crowd:
    def __init__(self, process: subprocess.Popen[str], folder: Path, language: str) -> None:
        self.process, self.folder, self.language = process, folder, language

    def connect(self, callers: Sequence[Caller], *, within_s: float = 30) -> Heard:
        """Opens them in order; returns when all are in step with their `hello`, or the time is over."""
        return self._ask("connect", (caller.line() for caller in callers), within_s)

    def run(self, orders: Sequence[Order], *, settle_s: float = 10) -> Heard:
        """Sends in order of time; returns when all that was acknowledged is on every client, or it is too late."""
        return self._ask("run", (order.line() for order in orders), settle_s)

    def loop(self, orders: Sequence[Order], *, seconds: float, settle_s: float = 10) -> Heard:
        """Sends each client's next as soon as its last was answered, whenever it is due, and begins none after so many seconds."""
        by_client = sorted(orders, key=lambda order: order.client)
        return self._ask("loop", (order.line() for order in by_client), settle_s, seconds)

    def close(self) -> None:
        self._say("close")

    def _ask(self, verb: str, lines: Iterator[str], *seconds: float) -> Heard:
        plan, out = self.folder / "plan", self.folder / "records"
        plan.write_text("".join(f"{line}\n" for line in lines))
        started_ns = time.monotonic_ns()
        told = self._say(verb, str(plan), str(out), *map(str, seconds))
        frames, size = int(told["frames"]), int(told["bytes"])
        return Heard(out.read_bytes(), told["wall_s"], told["cpu_s"], frames, size, told["late_ms"], started_ns)

    def _say(self, *words: str) -> dict[str, float]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the load client ended with {self.process.wait(5)}")
        return dict(json.loads(answer))


def compiler() -> str | None:
    """A C compiler that works, unless IDEAHUB_TEST_LOAD_CLIENT=python asks for the other client."""
    if os.environ.get("IDEAHUB_TEST_LOAD_CLIENT") == "python" or sys.platform != "linux":
        return None
    return next((found for found in map(shutil.which, ("cc", "gcc", "clang")) if found and _can_compile(found)), None)


@cache
def _can_compile(program: str) -> bool:
    """One may be there without the headers of the system's library, which are a package of their own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "-x", "c", "-o", f"{folder}/nothing", "-"]
        source = "#include <sys/epoll.h>\nint main(void) { return 0; }\n"
        return subprocess.run(command, input=source, text=True, capture_output=True, check=False).returncode == 0


def compiled(*sources: Path) -> Path | None:
    """The program made of these files (headers are only looked at), kept until one of them changes."""
    found = compiler()
    if found is None:
        return None
    mark = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    program = Path(sys.prefix) / "load" / f"{sources[0].stem}-{mark}"
    if not program.exists():
        program.parent.mkdir(exist_ok=True)
        made = program.with_suffix(f".{os.getpid()}")
        parts = [source for source in sources if source.suffix == ".c"]
        subprocess.run([found, "-O2", "-o", made, *parts], check=True)
        made.replace(program)
    return program


@contextmanager
def crowd(*, cores: set[int] | None = None) -> Iterator[Crowd]:
    """A load client, ended with the block; it also ends by itself when this process does."""
    program = compiled(*(HERE / name for name in C_SOURCES))
    command = [str(program)] if program else [sys.executable, str(HERE / "crowd.py")]
    with tempfile.TemporaryDirectory(prefix="ideahub-crowd-") as name:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if cores:
            os.sched_setaffinity(process.pid, cores)
        try:
            yield Crowd(process, Path(name), "C" if program else "Python")
        finally:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            process.stdout.close()
            process.kill()
            process.wait()
