"""Ways to break an installation, and to put it right again."""

import os
import signal
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psycopg

from ideahub.embedded import ports, valkey
from tests.load.cost import two_sides
from tests.support.processes import descendants
from tests.support.topology import Topology, is_up

UP_WITHIN_S = 60.0
# A connection of the process that holds the stream's lock and waits for the process: in a transaction, or between two halves of one
# that was sent together.
HOLDS = """
SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l USING (pid)
WHERE a.client_port = ANY(%s) AND l.relation = 'eventlog_stream'::regclass AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
  AND l.granted AND a.xact_start IS NOT NULL AND a.wait_event = 'ClientRead'
"""
IS_FREE = "SELECT 1 FROM eventlog_stream WHERE workshop_id = %s FOR UPDATE SKIP LOCKED"
# So long a statement under way has until the connection waits for the process.
LOOK_AFTER_S = 0.02


def kill(site: Topology, name: str) -> None:
    """SIGKILL for a process and everything below it, as a power cut would."""
    process = site.processes[name]
    for pid in (process.pid, *(one.pid for one in descendants(process.pid))):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


@contextmanager
def stopped(site: Topology, name: str) -> Iterator[None]:
    """SIGSTOP: there, and does not answer."""
    process = site.processes[name]
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


@contextmanager
def stopped_inside_a_transaction(site: Topology, name: str, workshop: str, *, within_s: float) -> Iterator[bool]:
    """SIGSTOP at a moment when it holds the workshop's lock. Yields False, and it goes on, where no such moment was found."""
    process, end = site.processes[name], time.monotonic() + within_s
    with psycopg.connect(site.postgres.url(), autocommit=True) as link:

        def is_inside() -> bool:
            process.send_signal(signal.SIGSTOP)
            time.sleep(LOOK_AFTER_S)
            row = link.execute(HOLDS, [local_ports(process.pid)]).fetchone()
            if row and row[0] and link.execute(IS_FREE, [workshop]).fetchone() is None:
                return True
            process.send_signal(signal.SIGCONT)
            time.sleep(LOOK_AFTER_S)
            return False

        try:
            found = False
            while not found and time.monotonic() < end:
                found = is_inside()
            yield found
        finally:
            process.send_signal(signal.SIGCONT)


def local_ports(pid: int) -> list[int]:
    """This end of each of a process's TCP connections."""
    mine = set()
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):
            mine.add(file.readlink().name)
    rows = (line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:])
    return [int(row[1].rpartition(":")[2], 16) for row in rows if f"socket:[{row[9]}]" in mine]


@contextmanager
def without_redis(site: Topology) -> Iterator[None]:
    kill(site, "redis")
    try:
        yield
    finally:
        site.start("redis")
        assert valkey.wait_ready(url=site.redis.url)


def until_webs_answer(site: Topology) -> None:
    for number in range(len(site.web)):
        assert ports.wait_until(lambda n=number: is_up(site.direct(n)), timeout_s=UP_WITHIN_S)  # type: ignore[misc]


def memory_of(pid: int) -> int:
    """Bytes a process holds in memory that are its own."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) * 1024
    return 0


def counted(address: str, series: str) -> float:
    """One of the counters of the web process at an address."""
    lines = httpx.get(f"{address}/metrics", timeout=30).raise_for_status().text.splitlines()
    return next((float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(f"{series} ")), 0.0)


@contextmanager
def highest_memory(pid: int) -> Iterator[Callable[[], int]]:
    """Looks five times a second; afterwards tells by how many bytes the process had grown at most."""
    before = memory_of(pid)
    most, over = [before], threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            most[0] = max(most[0], memory_of(pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield lambda: most[0] - before
    finally:
        over.set()
        watcher.join()


@contextmanager
def kept_apart(server: int, *clients: int) -> Iterator[frozenset[int]]:
    """The server's process on a core of its own, the clients' on the others, which it yields; nothing is done where there is but one."""
    cores, everywhere = (
        two_sides(),
        frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset(),
    )
    for pid in (server, *clients):
        _put(pid, cores.server if pid == server else cores.others)
    try:
        yield cores.others
    finally:
        for pid in (server, *clients):
            _put(pid, everywhere)


def _put(pid: int, cores: Collection[int]) -> None:
    """Each thread by itself: those that are there do not follow the first."""
    for thread in Path(f"/proc/{pid}/task").iterdir() if cores else ():
        with suppress(ProcessLookupError):
            os.sched_setaffinity(int(thread.name), cores)


def descriptors_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def restart_webs(site: Topology, **more: str) -> None:
    """All web processes anew, with these settings besides the installation's."""
    for number in range(len(site.web)):
        name = f"web{number + 1}"
        kill(site, name)
        site.commands[name] = (site.commands[name][0], more)
        site.start(name)
    until_webs_answer(site)
