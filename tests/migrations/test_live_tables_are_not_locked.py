"""No migration after the first may rewrite a table that grows with every command, or lock it to build an index."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.db.migrations.state import ProjectState

# These hold hundreds of thousands of rows a meeting.
GROWING = ("eventlog.Event", "eventlog.Outcome")
# These tens of thousands, of all meetings there were. SQLite, which can change a table only by copying it, is migrated before the
# service starts.
ALSO_ON_POSTGRESQL = ("ideas.Idea", "ideas.Comment", "ideas.Exposure", "voting.Vote", "workshops.Participant")
OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("ideahub.")}

LOCKS = (
    r'CREATE TABLE "new__{table}"',
    r'ALTER TABLE "{table}" .*ALTER COLUMN "\w+" TYPE',
    r'ALTER TABLE "{table}" .*ADD CONSTRAINT (?!.*NOT VALID)',
)
# SQLite knows no other way to build one; its databases are small.
LOCKS_ON_POSTGRESQL = (r'CREATE (UNIQUE )?INDEX (?!CONCURRENTLY).* ON "{table}"',)


def later_migrations() -> Iterator[tuple[Migration, ProjectState]]:
    """Every migration of ours but the first ones, with the state it starts from."""
    loader = MigrationLoader(connection)
    for key, migration in sorted(loader.disk_migrations.items()):
        if key[0] in OURS and not migration.initial:
            yield migration, loader.project_state(key, at_end=False)


def sql_of(migration: Migration, state: ProjectState) -> str:
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    return "\n".join(editor.collected_sql)


def locks(sql: str) -> list[str]:
    """What in this SQL makes writers wait for as long as the table is large."""
    on_postgresql = connection.vendor == "postgresql"
    patterns = LOCKS + (LOCKS_ON_POSTGRESQL if on_postgresql else ())
    names = GROWING + (ALSO_ON_POSTGRESQL if on_postgresql else ())
    tables = [apps.get_model(name)._meta.db_table for name in names]
    # One that is made here is empty.
    tables = [table for table in tables if f'CREATE TABLE "{table}"' not in sql]
    return [found.group() for pattern in patterns for table in tables
            if (found := re.search(pattern.replace("{table}", table), sql))]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_later_migrations_lock_no_growing_table() -> None:
    found = {
        str(migration): locked
        for migration, state in later_migrations()
        if not any(isinstance(operation, RunPython) for operation in migration.operations)
        and (locked := locks(sql_of(migration, state)))
    }
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        'CREATE TABLE "new__eventlog_event" ("id" integer)',
        'ALTER TABLE "eventlog_outcome" ALTER COLUMN "actor" TYPE text',
        'ALTER TABLE "eventlog_event" ADD CONSTRAINT "x" CHECK ("seq" > 0)',
    ],
)
def test_what_locks_is_noticed(sql: str) -> None:
    assert locks(sql)
