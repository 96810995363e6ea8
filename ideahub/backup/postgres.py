"""PostgreSQL's own programs, which must be on this machine and no older than the server."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.core.management import call_command
from django.db import connection, connections, transaction

from ideahub.eventlog.models import Event, Outcome, Stream

TRIES = 5
CHUNK = 1 << 20
# The error's code, which is the same in every language of the server.
DEADLOCK = "40P01"
SETTING = re.compile(rb"SET (\w+) = ")
# What comes before the first statement: empty lines, comments, settings and psql's own \restrict.
HEAD = re.compile(rb"\s*$|--|SET |SELECT pg_catalog\.set_config|\\restrict ")
# Of any version, also a newer one's that this one knows nothing of; not what extensions brought or others own.
DROP_ALL = """
DO $$
DECLARE kind record; names text;
BEGIN
  FOR kind IN SELECT * FROM (VALUES ('v', 'VIEW'), ('m', 'MATERIALIZED VIEW'), ('r', 'TABLE'), ('S', 'SEQUENCE')) kinds (letter, word) LOOP
    SELECT string_agg(format('%I.%I', 'public', relname), ', ') INTO names FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND replace(relkind::text, 'p', 'r') = kind.letter
      AND relowner = current_user::regrole
      AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e');
    IF names IS NOT NULL THEN EXECUTE format('DROP %s %s', kind.word, names); END IF;
  END LOOP;
END $$;
"""


class ProgramMissing(Exception):
    """`name` of PostgreSQL's client programs is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Failed(Exception):
    """A program of PostgreSQL's said no: the text is its last lines, `said` all of them."""

    def __init__(self, said: str) -> None:
        super().__init__(" ".join(said.splitlines()[-5:]))
        self.said = said


@dataclass(frozen=True, slots=True)
class Program:
    """One that is running, and where it writes what it complains of."""

    process: subprocess.Popen[bytes]
    complaints: IO[bytes]

    def check(self) -> None:
        """Waits for its end. Raises Failed."""
        if self.process.wait():
            self.complaints.seek(0)
            raise Failed(self.complaints.read().decode(errors="replace").strip() or str(self.process.args))


def dump(target: Path) -> None:
    """A consistent dump of the live database; people go on working. Raises ProgramMissing, Failed."""
    with _started(["pg_dump", "--format=custom", "--no-owner", "--no-acl", "--file", str(target)]) as program:
        program.check()


def put_back(source: Path) -> None:
    """Replaces all tables in one transaction, with a new epoch in every stream, then brings them up to date.

    What the database holds now may be of any version. Others wait for it; a deadlock with one of them is tried again.
    Raises ProgramMissing, Failed: then nothing was changed.
    """
    known = _settings_of_the_server()
    for attempt in range(1, TRIES + 1):
        try:
            _replay(source, known)
            break
        except Failed as error:
            if DEADLOCK not in error.said or attempt == TRIES:
                raise
            time.sleep(attempt)
    connections.close_all()
    call_command("migrate", verbosity=0, interactive=False)


def _replay(source: Path, known: set[str]) -> None:
    """Pipes the backup's SQL from pg_restore to psql, so that its size does not matter.

    The COMMIT follows only when all of it has come: without it psql ends and nothing is changed.
    """
    before = ["BEGIN;", *(_lock(model._meta.db_table) for model in (Stream, Event, Outcome)), DROP_ALL]
    after = f"UPDATE public.{Stream._meta.db_table} SET epoch = replace(gen_random_uuid()::text, '-', '');\nCOMMIT;\n"
    restore = ["pg_restore", "--schema=public", "--no-owner", "--no-acl", "--file=-", str(source)]
    play = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose",
            "--set=SHOW_CONTEXT=never", "--output=/dev/null", "--file=-"]  # fmt: skip
    with _started(restore) as reading, _started(play) as writing:
        script, target = reading.process.stdout, writing.process.stdin
        assert script
        assert target
        with suppress(BrokenPipeError), target:
            target.write("\n".join(before).encode())
            _copy_head(script, target, known)
            shutil.copyfileobj(script, target, CHUNK)
            if reading.process.wait() == 0:
                target.write(after.encode())
        script.close()
        writing.check()
        reading.check()


def _copy_head(script: IO[bytes], target: IO[bytes], known: set[str]) -> None:
    """The script up to its first statement, without settings that the server does not know: those of a newer pg_restore."""
    while line := script.readline():
        setting = SETTING.match(line)
        if not setting or setting[1].decode() in known:
            target.write(line)
        if not HEAD.match(line):
            return


def _settings_of_the_server() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings")
        return {row[0] for row in cursor.fetchall()}


def _lock(table: str) -> str:
    """The stream's row is what every writer takes first: who restores comes before all of them."""
    with transaction.atomic():
        there = table in connection.introspection.table_names()
    return f"LOCK TABLE public.{table} IN ACCESS EXCLUSIVE MODE;" if there else ""


@contextmanager
def _started(command: list[str]) -> Iterator[Program]:
    """The program with a pipe at both ends, ended with the block."""
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
    arguments = [_program(command[0]), *command[1:]]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            arguments, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
        ) as process,
    ):
        try:
            yield Program(process, complaints)
        finally:
            process.kill()


def _program(name: str) -> str:
    """On PATH, or where Debian puts them; the newest first."""
    if found := shutil.which(name):
        return found
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if places:
        return str(places[-1])
    raise ProgramMissing(name)
