"""Whether the database has every migration, by their names alone: loading them takes longer than all else at a start."""

from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]


def is_migrated() -> bool:
    """Raises DatabaseError where the database cannot be asked."""
    return on_disk() <= MigrationRecorder(connection).applied_migrations().keys()


def on_disk() -> set[Migration]:
    """The app and the name of each that is installed here."""
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[!_~]*.py")
    }
