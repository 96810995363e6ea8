"""Restores over a database of another version than the backup's, and by programs of another version than the server's."""

import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from ideahub.backup import archive
from ideahub.ideas.models import Idea
from ideahub.workshops.models import DayScreen, Workshop
from tests.backup.conftest import Installation
from tests.support.room import Room

# The last state before arenas had a day's screen, whose table is one that a backup from then does not know.
OLDER = ("workshops", "0012_leader")
LATER = (
    "CREATE TABLE workshops_later (id integer PRIMARY KEY,"
    " workshop_id {type} NOT NULL REFERENCES workshops_workshop (id) DEFERRABLE INITIALLY DEFERRED)"
)


def migrate(*to: str) -> None:
    call_command("migrate", *to, verbosity=0, interactive=False)


def tables() -> set[str]:
    return set(connection.introspection.table_names())


def texts(room: Room) -> list[str]:
    return list(Idea.objects.filter(workshop=room.workshop).values_list("text", flat=True))


def test_a_backup_from_before_an_update_is_put_back_after_it(installation: Installation, room: Room) -> None:
    room.capture(room.ben, "Solceller på taket")
    migrate(*OLDER)
    kept = installation.backup()
    migrate()
    room.capture(room.ben, "Skriven efter uppdateringen")

    done = installation.keeper("restore", str(kept), "--yes")

    assert done.returncode == 0, done.stderr
    assert texts(room) == ["Solceller på taket"]
    assert DayScreen.objects.count() == 0


def test_what_a_later_version_added_goes_with_the_way_back_from_it(installation: Installation, room: Room) -> None:
    """The older program knows nothing of the newer one's tables."""
    room.capture(room.ben, "Solceller på taket")
    kept, before = installation.backup(), tables()
    with connection.cursor() as cursor:
        cursor.execute(LATER.format(type=Workshop._meta.pk.db_type(connection)))
        cursor.execute("INSERT INTO workshops_later SELECT 1, id FROM workshops_workshop LIMIT 1")

    done = installation.keeper("restore", str(kept), "--yes")

    assert done.returncode == 0, done.stderr
    assert texts(room) == ["Solceller på taket"]
    assert tables() == before


def test_a_backup_that_ends_too_early_changes_nothing(installation: Installation, room: Room, tmp_path: Path) -> None:
    room.capture(room.ben, "Solceller på taket")
    half = _cut_off(installation.backup(), tmp_path)
    room.capture(room.ben, "Skriven efteråt")
    before = tables()

    done = installation.keeper("restore", str(half), "--yes")

    assert done.returncode == 1
    assert tables() == before
    assert sorted(texts(room)) == ["Skriven efteråt", "Solceller på taket"]


def test_programs_that_are_newer_than_the_server_put_it_back(
    installation: Installation, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each version of pg_restore switches off the time limits it knows; a server of the version before has not heard of them."""
    room.capture(room.ben, "Solceller på taket")
    kept = installation.backup()
    _put_before_pg_restore("SET limit_of_a_newer_server = 0;", tmp_path / "newer", monkeypatch)

    done = installation.keeper("restore", str(kept), "--yes")

    assert done.returncode == 0, done.stderr
    assert texts(room) == ["Solceller på taket"]


def _cut_off(kept: Path, folder: Path) -> Path:
    """The same backup with half of its database, and a digest that fits."""
    apart, half = folder / "apart", folder / "half.tar.gz"
    with tarfile.open(kept) as source:
        source.extractall(apart, filter="data")
    database, manifest = apart / archive.DATABASE, apart / archive.MANIFEST
    database.write_bytes(database.read_bytes()[: database.stat().st_size * 3 // 4])
    told = json.loads(manifest.read_text())
    told["digests"][archive.DATABASE] = archive.digest(database)
    manifest.write_text(json.dumps(told))
    with tarfile.open(half, "w:gz") as target:
        for member in apart.iterdir():
            target.add(member, arcname=member.name)
    return half


def _put_before_pg_restore(line: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    program = folder / "pg_restore"
    real = shutil.which("pg_restore") or "/usr/bin/false"
    program.write_text(f"#!/bin/sh\necho '{line}'\nexec {real} \"$@\"\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
