"""SQLite's own online backup, both ways: people may go on working meanwhile.

https://www.sqlite.org/backup.html. Copied in one step: the writers of a rollback journal wait that long, and no longer.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from ideahub.eventlog.models import Stream, new_epoch

TIMEOUT_S = 60


def dump(target: Path) -> None:
    """A consistent copy of the live database. Raises sqlite3.DatabaseError if the copy is not whole."""
    with closing(_open(live())) as source, closing(_open(target)) as copy:
        source.backup(copy, pages=-1)
        check(copy)


def put_back(source: Path) -> None:
    """Puts the copy where the live database is, in one transaction that other connections see happen at once.

    The copy itself is brought up to date first: migrated, and with a new epoch in every stream.
    """
    _migrate(source)
    with closing(_open(source)) as copy:
        _renew_epochs(copy)
        check(copy)
        with closing(_open(live())) as target:
            copy.backup(target, pages=-1)
    connection.close()


def check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)


def live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=TIMEOUT_S, isolation_level=None)


def _renew_epochs(database: sqlite3.Connection) -> None:
    table = Stream._meta.db_table
    streams: Iterable[tuple[str]] = database.execute(f"SELECT workshop_id FROM {table}").fetchall()
    with database:
        database.execute("BEGIN IMMEDIATE")
        database.executemany(
            f"UPDATE {table} SET epoch = ? WHERE workshop_id = ?", [(new_epoch(), one) for (one,) in streams]
        )


def _migrate(path: Path) -> None:
    """This process alone works on the copy meanwhile."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
