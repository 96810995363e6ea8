"""PostgreSQL's own programs, which must be on this machine and no older than the server."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections, transaction

from ideahub.eventlog.models import Event, Outcome, Stream

TRIES = 5
DEADLOCK = "deadlock detected"


class ProgramMissing(Exception):
    """`name` of PostgreSQL's client programs is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Failed(Exception):
    """A program of PostgreSQL's said no; the text is its last line."""


def dump(target: Path) -> None:
    """A consistent dump of the live database; people go on working. Raises ProgramMissing, Failed."""
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-acl", "--file", str(target)])


def put_back(source: Path) -> None:
    """Replaces all tables in one transaction, with a new epoch in every stream, then brings them up to date.

    Others wait for it; a deadlock with one of them is tried again. Raises ProgramMissing, Failed.
    """
    # Without BEGIN and COMMIT of its own: they would end psql's transaction before the epoch is new.
    script = _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl", "--file=-", str(source)])
    _renewed(script)
    connections.close_all()
    call_command("migrate", verbosity=0, interactive=False)


def _renewed(script: bytes) -> None:
    stream = Stream._meta.db_table
    before = "".join(_lock(model._meta.db_table) for model in (Stream, Event, Outcome) if _exists(model._meta.db_table))
    after = f"UPDATE public.{stream} SET epoch = replace(gen_random_uuid()::text, '-', '');"
    for attempt in range(1, TRIES + 1):
        try:
            _run(
                ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
                 f"--command={before or 'SELECT 1'}", "--file=-", f"--command={after}"],
                stdin=script,
            )  # fmt: skip
            return
        except Failed as error:
            if DEADLOCK not in str(error) or attempt == TRIES:
                raise
            time.sleep(attempt)


def _lock(table: str) -> str:
    """The stream's row is what every writer takes first: who restores comes before all of them."""
    return f"LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE;"


def _exists(table: str) -> bool:
    with transaction.atomic():
        return table in connection.introspection.table_names()


def _run(command: list[str], *, stdin: bytes | None = None) -> bytes:
    place = connection.settings_dict
    env = {
        **os.environ,
        **{
            name: str(value)
            for name, value in (
                ("PGHOST", place["HOST"]), ("PGPORT", place["PORT"]), ("PGUSER", place["USER"]),
                ("PGPASSWORD", place["PASSWORD"]), ("PGDATABASE", place["NAME"]),
            )
            if value
        },
    }  # fmt: skip
    done = subprocess.run([_program(command[0]), *command[1:]], env=env, input=stdin, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Failed(" ".join(said[-3:]) or command[0])
    return done.stdout


def _program(name: str) -> str:
    """On PATH, or where Debian puts them; the newest first."""
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if places:
        return str(places[-1])
    raise ProgramMissing(name)
