"""Copies the whole service, database and key, to one file while people go on working."""

import sqlite3
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from ideahub.backup import postgres, words
from ideahub.backup.making import default_path, make_backup
from ideahub.embedded.words import say


class Command(BaseCommand):
    help = __doc__
    # Standard output is the file's path alone, for scripts.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, help="the file to write, or its folder (default: backups/ in the data folder)"
        )
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards keep the N newest in that folder")

    def handle(self, *args: object, **options: object) -> None:
        keep = options["keep"]
        if isinstance(keep, int) and keep < 1:
            sys.exit(say("--keep måste vara minst 1.", "--keep must be at least 1."))
        path = options["path"]
        place = path if isinstance(path, Path) else Path(settings.DATA_DIR) / "backups"
        target = default_path(place) if path is None or place.is_dir() else place
        try:
            made = make_backup(target)
        except postgres.ProgramMissing as missing:
            sys.exit(words.program_missing(missing.name))
        except (OSError, sqlite3.Error, DatabaseError, postgres.Failed) as error:
            sys.exit(words.failed(error))
        self.stderr.write(words.contents(made.manifest), self.style.SUCCESS)
        self.stdout.write(str(made.path))
        if isinstance(keep, int):
            for old in sorted(target.parent.glob("ideahub-*Z.tar.gz"))[:-keep]:
                old.unlink()
