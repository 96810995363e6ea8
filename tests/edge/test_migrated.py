import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ideahub.edge.migrated import is_migrated, on_disk


def test_it_knows_the_same_migrations_as_django() -> None:
    assert on_disk() == set(MigrationLoader(None).disk_migrations)


@pytest.mark.django_db
def test_a_database_that_lacks_one_is_not_migrated() -> None:
    assert is_migrated()
    MigrationRecorder(connection).record_unapplied("eventlog", "0001_initial")
    assert not is_migrated()


@pytest.mark.django_db
def test_one_that_is_not_on_this_disk_is_no_reason_to_migrate() -> None:
    """The database of a newer version: what it lacks cannot be found here."""
    MigrationRecorder(connection).record_applied("eventlog", "9999_of_a_newer_version")
    assert is_migrated()


@pytest.mark.django_db
def test_an_empty_database_is_not_migrated() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
    assert not is_migrated()
