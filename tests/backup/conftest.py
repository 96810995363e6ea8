from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.support.room import Room, open_room
from tests.support.server import looking_into
from tests.support.template import make_database


@dataclass(frozen=True, slots=True)
class Typed:
    """What a command that was typed said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Installation:
    """A database of its own, its data folder, and the commands that its keeper types."""

    database: str
    folder: Path

    def keeper(self, name: str, *arguments: str) -> Typed:
        """In this process, which looks into the database; without a terminal to be asked at."""
        said, complained = StringIO(), StringIO()
        code: str | int | None = 0
        with override_settings(DATA_DIR=self.folder):
            try:
                call_command(name, *arguments, stdout=said, stderr=complained)
            except SystemExit as end:
                code = end.code
        # What the command replaced is read anew.
        connection.close()
        refused = isinstance(code, str)
        return Typed(1 if refused else int(code or 0), said.getvalue(), str(code) if refused else complained.getvalue())

    def backup(self, name: str = "kept.tar.gz") -> Path:
        done = self.keeper("backup", str(self.folder / name))
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip())


@pytest.fixture(scope="session")
def backed_up_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One for all tests here: each works in a workshop of its own."""
    return make_database(tmp_path_factory.mktemp("backup"))


@pytest.fixture
def installation(
    transactional_db: None, backed_up_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setattr("sys.stdin", StringIO())
    with looking_into(backed_up_database):
        yield Installation(backed_up_database, tmp_path)


@pytest.fixture
def room(installation: Installation) -> Room:
    return open_room()
