"""A restore while people write: every client starts anew at the new epoch, and nobody holds a mixture of two worlds."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Max
from websockets.exceptions import ConnectionClosed

from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event, Outcome, Stream
from ideahub.ideas.models import Idea
from tests.backup.conftest import Installation
from tests.support.fold import fold
from tests.support.room import Room
from tests.support.server import Server, running

AFTER_RESTORE = 40
READERS = 3
TOKEN = "a" * 32


@pytest.fixture
def server(installation: Installation, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database=installation.database) as server, ExitStack() as server.test:
        yield server
    assert "Traceback" not in server.said()


class Writer:
    """Writes one idea after the other over HTTP as the one who leads, each until it is answered."""

    def __init__(self, server: Server, room: Room) -> None:
        self.http = server.http(room, room.ana)
        self.http.headers["Cookie"] += f"; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.http.headers["X-CSRFToken"] = TOKEN
        self.path = f"/api/workshops/{room.workshop.code}/commands/?as=staff"
        self.column = str(room.columns[0].id)
        self.acknowledged: list[UUID] = []
        self.stop = threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            idea = new_id()
            self._until_answered(lambda: self._write(idea))  # noqa: B023  called before the next round
            self.acknowledged.append(idea)

    def _until_answered(self, ask: Callable[[], bool]) -> None:
        while not ask() and not self.stop.is_set():
            self.stop.wait(0.1)

    def _write(self, idea: UUID) -> bool:
        args = {"idea": str(idea), "column": self.column, "text": f"Idé {idea}"}
        body = {"commands": [{"id": str(idea), "name": "idea.capture", "args": args}]}
        answer = self.http.post(self.path, json=body)
        return answer.status_code == 200 and bool(answer.json()["results"][0]["ok"])


class Reader:
    """Reads the stream's row and its log's length in one query, again and again, beside the restore."""

    def __init__(self, room: Room, stop: threading.Event) -> None:
        self.workshop, self.stop = room.workshop.id, stop
        # Every state that differed from the one before: epoch, the row's seq, the highest seq of the log.
        self.seen: list[tuple[str, int, int | None]] = []

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        row = Stream.objects.filter(pk=self.workshop).values_list("epoch", "seq", Max("events__seq"))
        try:
            now = row.first()
        except DatabaseError:
            # A statement that was under way when its table was replaced.
            connection.close()
            return
        if now and (not self.seen or now != self.seen[-1]):
            self.seen.append(now)


@contextmanager
def writing(writer: Writer, *readers: Reader) -> Iterator[Writer]:
    threads = [threading.Thread(target=run) for run in (writer.run, *(reader.run for reader in readers))]
    for thread in threads:
        thread.start()
    try:
        yield writer
    finally:
        writer.stop.set()
        for thread in threads:
            thread.join(30)


def wait_for(more: int, writer: Writer) -> None:
    goal = len(writer.acknowledged) + more
    for _ in range(300):
        if len(writer.acknowledged) >= goal:
            return
        writer.stop.wait(0.1)
    raise AssertionError(f"the writer stood still at {len(writer.acknowledged)}, waiting for {goal}")


def test_everybody_starts_anew_and_ends_with_the_servers_state(
    installation: Installation, server: Server, room: Room
) -> None:
    eva = server.line(room, room.eva)
    old = Stream.objects.get(pk=room.workshop.id).epoch
    writer = Writer(server, room)
    readers = [Reader(room, writer.stop) for _reader in range(READERS)]
    with writing(writer, *readers):
        wait_for(20, writer)
        kept = installation.backup()
        wait_for(20, writer)
        lost_from = len(writer.acknowledged)
        done = installation.keeper("restore", str(kept), "--yes", "--no-safety-copy")
        assert done.returncode == 0, done.stderr
        restored_at = len(writer.acknowledged)
        assert eva.next("resync", 20)["reason"] == "epoch"
        wait_for(AFTER_RESTORE, writer)

    stream = Stream.objects.get(pk=room.workshop.id)
    assert stream.epoch != old
    assert restored_at > lost_from - 1
    for reader in readers:
        _nothing_went_back_under_one_epoch(reader, [old, stream.epoch])
    _log_is_whole(room, stream)
    _acknowledged_since_are_there(room, writer.acknowledged[restored_at + 1 :])
    _a_client_that_starts_anew_agrees(server, room, since_epoch=old)


def _nothing_went_back_under_one_epoch(reader: Reader, epochs: list[str]) -> None:
    assert [epoch for epoch, _states in groupby(reader.seen, key=itemgetter(0))] == epochs
    assert all(seq == logged for _epoch, seq, logged in reader.seen)
    for epoch in epochs:
        seqs = [seq for of, seq, _logged in reader.seen if of == epoch]
        assert seqs == sorted(seqs), f"the log went back under the epoch {epoch}"


def _log_is_whole(room: Room, stream: Stream) -> None:
    seqs = list(Event.objects.filter(stream=stream).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, stream.seq + 1))


def _acknowledged_since_are_there(room: Room, ideas: list[UUID]) -> None:
    assert len(ideas) >= AFTER_RESTORE - 1
    assert Idea.objects.filter(pk__in=ideas).count() == len(ideas)
    assert Outcome.objects.filter(stream_id=room.workshop.id, command__in=ideas).count() == len(ideas)


def _a_client_that_starts_anew_agrees(server: Server, room: Room, *, since_epoch: str) -> None:
    line = server.line(room, room.ben, since=1, epoch=since_epoch)
    assert line.next("resync")["reason"] == "epoch"
    state = room.state(Audience.PARTICIPANT)
    line.send({"type": "since", "seq": 0, "epoch": state["epoch"]})
    try:
        events = line.events(state["seq"])
    except ConnectionClosed as closed:
        raise AssertionError("the line ended") from closed
    empty = {**state, "seq": 0, "ideas": [], "clusters": [], "actions": [], "comments": []}
    folded = fold(empty, events, staff=False)
    assert {one["id"]: one["text"] for one in folded["ideas"]} == {one["id"]: one["text"] for one in state["ideas"]}
