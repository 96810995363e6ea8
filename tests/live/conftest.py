from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.support.room import Room, open_room
from tests.support.server import Server, looking_into, running
from tests.support.template import make_database


@pytest.fixture(scope="session")
def live_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="session")
def live_database(live_folder: Path) -> str:
    return make_database(live_folder)


@pytest.fixture(scope="session")
def daphne(live_folder: Path, live_database: str) -> Iterator[Server]:
    """One for all tests of a worker: each works in a workshop of its own."""
    with running(live_folder, database=live_database) as server:
        yield server


@pytest.fixture
def service(daphne: Server, live_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """The running server; in the test, models are its database. Nothing may go wrong in it unseen."""
    said = len(daphne.said())
    with django_db_blocker.unblock(), looking_into(live_database), ExitStack() as daphne.test:
        yield daphne
    assert "Traceback" not in daphne.said()[said:]
    assert daphne.process.poll() is None


@pytest.fixture
def room(service: Server) -> Room:
    return open_room()
