"""A restore into a PostgreSQL where others are: those who wait for it while it waits for them, and those with tables of their own."""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection

from ideahub.ideas.models import Idea
from tests.backup.conftest import Installation
from tests.support.room import Room

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's file is nobody else's")

# As the server tells a deadlock of three, which takes more lines than are shown to people.
DEADLOCK = r"""
DO \$\$ BEGIN
  RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01',
    DETAIL = E'Process 1 waits.\\nProcess 2 waits.\\nProcess 3 waits.', HINT = 'See server log for query details.';
END \$\$;
"""


def test_a_deadlock_of_several_is_tried_again(
    installation: Installation, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.capture(room.ben, "Solceller på taket")
    kept = installation.backup()
    room.capture(room.ben, "Skriven efteråt")
    met = _meet_a_deadlock_once(tmp_path / "once", monkeypatch)

    done = installation.keeper("restore", str(kept), "--yes")

    assert met.exists()
    assert done.returncode == 0, done.stderr
    assert texts(room) == ["Solceller på taket"]


def test_tables_that_another_role_owns_stay_where_they_are(installation: Installation, room: Room) -> None:
    """Also where the service's role is a superuser, which may do with them what it wants."""
    room.capture(room.ben, "Solceller på taket")
    kept = installation.backup()
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (True,)
        cursor.execute("CREATE ROLE neighbour")
        cursor.execute("CREATE TABLE of_a_neighbour (words text)")
        cursor.execute("INSERT INTO of_a_neighbour VALUES ('Rör ej')")
        cursor.execute("ALTER TABLE of_a_neighbour OWNER TO neighbour")
    try:
        done = installation.keeper("restore", str(kept), "--yes")

        assert done.returncode == 0, done.stderr
        assert texts(room) == ["Solceller på taket"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT words FROM of_a_neighbour")
            assert cursor.fetchall() == [("Rör ej",)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS of_a_neighbour")
            cursor.execute("DROP ROLE neighbour")


def texts(room: Room) -> list[str]:
    return list(Idea.objects.filter(workshop=room.workshop).values_list("text", flat=True))


def _meet_a_deadlock_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first psql that is started is told of one by the server. Returns what is there when that has happened."""
    folder.mkdir()
    program, met = folder / "psql", folder / "met"
    real = shutil.which("psql")
    program.write_text(
        f'#!/bin/sh\n[ -e {met} ] && exec {real} "$@"\ntouch {met}\nexec {real} "$@" <<END\n{DEADLOCK}END\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return met
