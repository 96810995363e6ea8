"""A process that freezes inside a transaction holds its workshop's lock: the database takes it back, and nobody else waits long."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError

from ideahub.core.ids import new_id
from ideahub.embedded import ports
from ideahub.eventlog.log import open_log
from ideahub.eventlog.models import Stream
from ideahub.eventlog.statements import save
from tests.support.elsewhere import Elsewhere, open_elsewhere
from tests.support.line import Line
from tests.support.postgres import Postgres, start_postgres
from tests.support.server import Server, running
from tests.support.template import ROOT, copy_database, environment

pytestmark = pytest.mark.timeout(180)

IDEAS_AT_ONCE = 30
# Who has asked for a stream's row in a transaction that is still open.
HOLDING = """SELECT 1 FROM pg_stat_activity JOIN pg_locks USING (pid)
WHERE application_name = %s AND relation = 'eventlog_stream'::regclass AND mode = 'RowShareLock' AND granted"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def elsewhere(postgres: Postgres) -> Elsewhere:
    """In the database of which each test has a copy of its own."""
    copy_database(postgres.url(), "template1", "opened")
    return open_elsewhere(postgres.url("opened"))


@pytest.fixture
def database(postgres: Postgres, elsewhere: Elsewhere) -> str:
    name = f"silent_{secrets.token_hex(4)}"
    copy_database(postgres.url(), "opened", name)
    return postgres.url(name)


@pytest.fixture
def asked(database: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(database, autocommit=True) as link:
        yield link


# ---- A process of the service, stopped ----------------------------------------------------------------------------


@pytest.fixture
def first(database: str, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database=database) as server, ExitStack() as server.test:
        yield server


@pytest.fixture
def second(database: str, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database=database) as server, ExitStack() as server.test:
        yield server


def test_the_others_go_on_and_once_it_wakes_everything_counts_once(
    first: Server, second: Server, elsewhere: Elsewhere, asked: "psycopg.Connection[Any]"
) -> None:
    ana, ben = enter(first, elsewhere, elsewhere.leader), enter(second, elsewhere, elsewhere.participant)
    caught = stop_inside_a_transaction(first, ana, elsewhere, asked)
    try:
        assert ben.result(ben.push("idea.capture", **capture(elsewhere)), 20)["ok"]
    finally:
        first.process.send_signal(signal.SIGCONT)

    error, bye = ana.next("error", 20), ana.next("bye", 20)
    assert (error["code"], bye["reason"], ana.closed()) == ("unavailable", "unavailable", 4412)
    again = enter(first, elsewhere, elsewhere.leader)
    again.send({"type": "push", "commands": caught})
    results = [again.result(UUID(one["id"]), 20) for one in caught]

    assert [(one["ok"], one.get("repeat", False)) for one in results] == [(True, False)] * len(caught)
    ids = [one["args"]["idea"] for one in caught]
    assert asked.execute("SELECT count(*) FROM ideas_idea WHERE id = ANY(%s::uuid[])", [ids]).fetchone() == (len(ids),)
    told = asked.execute("SELECT count(*), count(DISTINCT seq), max(seq) FROM eventlog_event").fetchone()
    assert told is not None
    assert len(set(told)) == 1
    # Its log says what happened, and no traceback: nothing was wrong with the commands.
    assert "commands_not_decided" in first.said()
    assert "OperationalError" in first.said()
    assert "Traceback" not in first.said()


def enter(server: Server, elsewhere: Elsewhere, cookie: str) -> Line:
    address = f"ws://127.0.0.1:{server.port}/ws/workshops/{elsewhere.code}/"
    line = Line.open(address, until=server.test, cookie=cookie, origin=server.url)
    line.next("hello", 20)
    return line


def capture(elsewhere: Elsewhere) -> dict[str, Any]:
    return {"idea": str(new_id()), "column": elsewhere.column, "text": "Solceller på taket"}


def is_holding(pid: int, asked: "psycopg.Connection[Any]", sessions: str = HOLDING) -> bool:
    return asked.execute(sessions, [f"ideahub {pid}"]).fetchone() is not None  # type: ignore[arg-type]


def is_connected(pid: int, asked: "psycopg.Connection[Any]") -> bool:
    return is_holding(pid, asked, "SELECT 1 FROM pg_stat_activity WHERE application_name = %s")


def stop_inside_a_transaction(
    server: Server, line: Line, elsewhere: Elsewhere, asked: "psycopg.Connection[Any]"
) -> list[dict[str, Any]]:
    """Returns the commands of that transaction. One that was over before the process stood still is answered, and another tried."""

    def holds_the_lock(sessions: str = HOLDING) -> bool:
        return is_holding(server.process.pid, asked, sessions)

    for _try in range(40):
        commands = [
            {"id": str(new_id()), "name": "idea.capture", "args": capture(elsewhere)} for _ in range(IDEAS_AT_ONCE)
        ]
        line.send({"type": "push", "commands": commands})
        ports.wait_until(holds_the_lock, timeout_s=0.5, every_s=0)
        server.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, server.process.pid, os.WSTOPPED)
        # What it had sent is dealt with by then, unless the database is busy with it.
        if all(holds_the_lock(f"{HOLDING} AND state = 'idle in transaction'") for _look in range(3)):
            return commands
        server.process.send_signal(signal.SIGCONT)
        for one in commands:
            assert line.result(UUID(str(one["id"])), 20)["ok"]
    raise AssertionError("never stopped inside a transaction")


# ---- Silent at one moment or another of a transaction --------------------------------------------------------------


@contextmanager
def after_the_lock(workshop: UUID, silence: Callable[[], None]) -> Iterator[None]:
    with open_log(workshop):
        silence()
        yield


@contextmanager
def before_the_lock_was_answered(workshop: UUID, silence: Callable[[], None]) -> Iterator[None]:
    with open_log(workshop, ahead=silence):
        yield


@contextmanager
def after_a_write(workshop: UUID, silence: Callable[[], None]) -> Iterator[None]:
    with open_log(workshop) as log:
        save([log.stream], "seq")
        silence()
        yield


MOMENTS = {one.__name__: one for one in (after_the_lock, before_the_lock_was_answered, after_a_write)}


def fall_silent(moment: str) -> None:
    """In a process of its own: says when it has stopped saying anything, and what it heard when it went on."""

    def say(word: str) -> None:
        sys.stdout.write(f"{word}\n")
        sys.stdout.flush()

    def silence() -> None:
        say("silent")
        sys.stdin.readline()

    workshop = Stream.objects.get().pk
    try:
        with MOMENTS[moment](workshop, silence):
            pass
    except DatabaseError as error:
        say(type(error).__name__)
    with open_log(workshop) as log:
        say(f"again at {log.seq}")


@pytest.mark.parametrize("moment", MOMENTS)
def test_whenever_it_falls_silent_the_lock_is_taken_back(
    moment: str, database: str, asked: "psycopg.Connection[Any]"
) -> None:
    code = f"import django; django.setup(); from tests.live.test_silent_process import fall_silent; fall_silent({moment!r})"
    silent = subprocess.Popen(
        [sys.executable, "-c", code], env=environment(database), cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with silent:
        assert silent.stdout is not None
        assert silent.stdout.readline() == "silent\n"
        # On a busy machine the database may not have come to it yet, or has taken it back before anybody looked.
        assert ports.wait_until(
            lambda: is_holding(silent.pid, asked) or not is_connected(silent.pid, asked), timeout_s=20
        )
        asked.execute("SET lock_timeout = '20s'")
        (seq,) = asked.execute("UPDATE eventlog_stream SET seq = seq RETURNING seq").fetchone() or (None,)
        told, _nothing = silent.communicate("go on\n", timeout=20)
    assert told.splitlines() == ["OperationalError", f"again at {seq}"]
