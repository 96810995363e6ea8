"""Puts a backup back, also under a running service: every client starts anew and sends again what it has not got answered."""

import sqlite3
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from ideahub.backup import postgres, words
from ideahub.backup.archive import Manifest, Unusable, unpacked
from ideahub.backup.making import check_fits, default_path, is_empty, make_backup, put_back, put_key_back
from ideahub.embedded.words import say


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file that `backup` wrote")
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--no-safety-copy", action="store_true", help="do not back up what is there now first")

    def handle(self, *args: object, **options: object) -> None:
        path = options["path"]
        assert isinstance(path, Path)
        try:
            with unpacked(path) as (manifest, folder):
                check_fits(manifest)
                if not options["yes"] and not self._agreed(manifest):
                    sys.exit(say("Ingenting är ändrat.", "Nothing was changed."))
                if not options["no_safety_copy"] and not is_empty():
                    self._keep_what_is_there()
                put_back(manifest, folder)
                self._tell(manifest, key_restored=put_key_back(folder))
        except Unusable as unusable:
            sys.exit(words.unusable(unusable.why, str(path)))
        except postgres.ProgramMissing as missing:
            sys.exit(words.program_missing(missing.name))
        except (OSError, sqlite3.Error, DatabaseError, postgres.Failed) as error:
            sys.exit(words.failed(error))

    def _agreed(self, manifest: Manifest) -> bool:
        self.stdout.write(words.contents(manifest))
        if not sys.stdin.isatty():
            sys.exit(say("Lägg till --yes för att lägga tillbaka den utan fråga.", "Add --yes to restore it unasked."))
        question = say("Ersätt allt som finns nu med detta? [j/N] ", "Replace all there is now with this? [y/N] ")
        return input(question).strip().lower() in {"j", "ja", "y", "yes"}

    def _keep_what_is_there(self) -> None:
        made = make_backup(Path(settings.DATA_DIR) / "backups" / f"before-restore-{default_path(Path()).name}")
        self.stdout.write(say(f"Det som fanns ligger i {made.path}", f"What was there is in {made.path}"))

    def _tell(self, manifest: Manifest, *, key_restored: bool) -> None:
        self.stdout.write(say("Tillbakalagd: ", "Restored: ") + words.contents(manifest))
        if key_restored:
            self.stdout.write(say("Nyckeln är också tillbaka.", "The key is back, too."))
