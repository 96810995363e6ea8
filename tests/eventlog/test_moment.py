"""Reading at one instant keeps nobody from writing, and is kept by nobody, in both ways SQLite keeps its journal."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from pytest_django import DjangoDbBlocker

from ideahub import snapshot
from ideahub.core.actor import Audience
from ideahub.eventlog.models import Stream
from ideahub.eventlog.moment import at_one_moment
from tests.support.room import Room, open_room
from tests.support.server import looking_into

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases have no such lock")


@pytest.fixture(params=["WAL", "TRUNCATE"])
def other(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[sqlite3.Connection]:
    """Another connection to a database of the test's own, in each journal mode. Ours waits for no lock."""
    file = tmp_path / "moment.sqlite3"
    shutil.copy(str(connection.settings_dict["NAME"]), file)
    options = connection.settings_dict["OPTIONS"]
    init = options["init_command"]
    with django_db_blocker.unblock(), looking_into(f"sqlite://{file}"):
        options["init_command"] = f"PRAGMA journal_mode={request.param};PRAGMA busy_timeout=200"
        other = sqlite3.connect(file, isolation_level=None, timeout=0.2)
        assert other.execute(f"PRAGMA journal_mode={request.param}").fetchone() == (request.param.lower(),)
        yield other
        other.close()
        connection.close()
        options["init_command"] = init


@only_sqlite
def test_a_snapshot_is_built_while_somebody_else_writes(other: sqlite3.Connection) -> None:
    room = open_room()
    room.capture(room.ben, "Det här är sparat")
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE workshops_workshop SET title = 'Inte sparat än'")
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        Stream.objects.count()
    built = snapshot.shared(room.workshop.id, Audience.PARTICIPANT)
    assert "Det här är sparat" in built.text.decode()
    assert "Inte sparat än" not in built.text.decode()
    other.execute("ROLLBACK")


@only_sqlite
def test_somebody_else_writes_while_a_snapshot_is_built(other: sqlite3.Connection) -> None:
    """In a rollback journal the commit itself waits for readers; the work before it does not."""
    room = open_room()
    with at_one_moment():
        seen = Stream.objects.get(pk=room.workshop.id).seq
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE eventlog_stream SET seq = seq + 1")
        if other.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            other.execute("COMMIT")
        assert Stream.objects.get(pk=room.workshop.id).seq == seen
    if other.in_transaction:
        other.execute("COMMIT")
    assert Stream.objects.get(pk=room.workshop.id).seq == seen + 1


@only_sqlite
def test_what_comes_after_locks_as_always(other: sqlite3.Connection) -> None:
    with at_one_moment():
        Stream.objects.count()
    with transaction.atomic(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_all_that_is_read_is_of_one_moment(room: Room) -> None:
    def change() -> None:
        room.capture(room.eva, "Nyss")
        connection.close()

    with at_one_moment():
        before = room.seq
        changing = threading.Thread(target=change)
        changing.start()
        if connection.vendor == "postgresql":
            changing.join()
        assert room.seq == before
    changing.join()
    assert room.seq == before + 1
