"""A web process that is told to end sends everybody elsewhere, and loses nothing that was sent to it."""

import re
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest
from pytest_django import DjangoDbBlocker
from websockets.exceptions import ConnectionClosed

from ideahub.core.ids import new_id
from ideahub.embedded import ports
from ideahub.ideas.models import Idea
from tests.support.line import Line
from tests.support.room import open_room
from tests.support.server import Server, looking_into, running

SOCKETS = 100


def rest_of(line: Line) -> int | None:
    with suppress(TimeoutError):
        return line.closed(20)
    return None


def at_the_server(server: Server) -> int:
    """Participants' sockets and polls that it knows of."""
    found = re.search(
        r'^ideahub_connections{audience="participant"} (\d+)', httpx.get(f"{server.url}/metrics").text, re.MULTILINE
    )
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def drained(live_folder, live_database, django_db_blocker: DjangoDbBlocker):  # type: ignore[no-untyped-def]
    """What a hundred sockets and a waiting poll saw when the process under them was told to end, ideas on their way."""
    with (
        django_db_blocker.unblock(),
        looking_into(live_database),
        running(live_folder, database=live_database, IDEAHUB_DRAIN_S="2") as server,
        server.test,
        ThreadPoolExecutor(SOCKETS + 1) as threads,
    ):
        room = open_room()
        people = [room.join(f"P{n}") for n in range(SOCKETS // 4)]
        lines = [server.line(room, people[n % len(people)]) for n in range(SOCKETS)]
        # In a meeting where nothing happens: only the end of the process answers it.
        quiet = open_room()
        poller = server.http(quiet, quiet.ben)
        path = f"/api/workshops/{quiet.workshop.code}/events/"
        waiting = threads.submit(poller.get, path, params={"since": quiet.seq, "wait": 25})
        assert ports.wait_until(lambda: at_the_server(server) == SOCKETS + 1, timeout_s=10)
        sent = [
            line.push("idea.capture", idea=new_id(), column=room.columns[0].id, text=f"Idé {n}")
            for n, line in enumerate(lines)
        ]
        server.process.send_signal(signal.SIGTERM)
        codes = list(threads.map(rest_of, lines))
        answer = waiting.result(20)
        server.process.wait(20)
        texts = set(Idea.objects.filter(workshop=room.workshop).values_list("text", flat=True))
        yield server, lines, sent, codes, answer, texts


def test_each_socket_is_told_bye_and_closed_as_draining(drained) -> None:  # type: ignore[no-untyped-def]
    _server, lines, _sent, codes, _answer, _texts = drained
    assert codes == [4412] * SOCKETS
    byes = [next(frame for frame in line.frames if frame["type"] == "bye") for line in lines]
    assert {bye["reason"] for bye in byes} == {"draining"}
    assert len({bye["retry_after_s"] for bye in byes}) > SOCKETS // 4


def test_what_was_begun_is_answered_and_what_was_not_is_left_to_be_sent_again(drained) -> None:  # type: ignore[no-untyped-def]
    _server, lines, sent, _codes, _answer, texts = drained
    answered = {
        f"Idé {n}"
        for n, (line, command) in enumerate(zip(lines, sent, strict=True))
        for frame in line.frames
        if frame["type"] == "ack" and [(one["id"], one["ok"]) for one in frame["results"]] == [(str(command), True)]
    }
    assert answered
    assert answered == texts


def test_a_waiting_poll_is_answered(drained) -> None:  # type: ignore[no-untyped-def]
    answer = drained[4]
    assert answer.status_code == 200
    assert answer.json()["type"] == "events"


def test_the_process_ends_by_itself(drained) -> None:  # type: ignore[no-untyped-def]
    server = drained[0]
    assert server.process.returncode == 0
    assert "Traceback" not in server.said()


def test_a_second_signal_does_not_wait(live_folder, live_database, django_db_blocker: DjangoDbBlocker) -> None:  # type: ignore[no-untyped-def]
    with (
        django_db_blocker.unblock(),
        looking_into(live_database),
        running(live_folder, database=live_database, IDEAHUB_DRAIN_S="60") as server,
        server.test,
    ):
        room = open_room()
        lines = [server.line(room, room.ben) for _n in range(3)]
        server.process.send_signal(signal.SIGTERM)
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        for line in lines:
            with suppress(ConnectionClosed):
                line.quiet(0.1)
