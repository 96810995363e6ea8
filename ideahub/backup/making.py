"""Making a backup of the running service and putting one back."""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ideahub.backup import archive, postgres, sqlite
from ideahub.backup.archive import Manifest, Unusable
from ideahub.core.clock import now, to_wire
from ideahub.eventlog import publish
from ideahub.eventlog.models import Event, Stream
from ideahub.ideas.models import Idea
from ideahub.workshops.models import Workshop

COUNTED = {"workshops": Workshop, "ideas": Idea, "events": Event}
NAME = "ideahub-{:%Y%m%d-%H%M%S}Z.tar.gz"
WORK = ".ideahub-backup-"
# What one that was killed leaves beside its file; no backup takes so long.
LEFT = (f"{WORK}*", "*ideahub-*Z.tar.gz.partial")
LEFT_FOR_S = 86_400


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    manifest: Manifest


def default_path(folder: Path, moment: datetime | None = None) -> Path:
    return folder / NAME.format(moment or now())


def make_backup(target: Path) -> Made:
    """Writes a consistent backup of the database and the key to `target` while people go on working.

    `counts` are taken just before and may be a moment older than the copy. Raises OSError, sqlite3.Error,
    DatabaseError, postgres.ProgramMissing, postgres.Failed.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_away_what_was_left(target.parent)
    with TemporaryDirectory(prefix=WORK, dir=target.parent) as raw:
        copy = Path(raw) / archive.DATABASE
        counts = {word: model._default_manager.count() for word, model in COUNTED.items()}
        _engine().dump(copy)
        members = {archive.DATABASE: copy}
        key = settings.DATA_DIR / archive.KEY
        if key.is_file():
            members[archive.KEY] = key
        manifest = Manifest(
            made_at=to_wire(now()) or "",
            engine=connection.vendor,
            migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            counts=counts,
            digests={name: archive.digest(path) for name, path in members.items()},
        )
        archive.pack(target, members=members, manifest=manifest)
    return Made(target, manifest)


def _clear_away_what_was_left(folder: Path) -> None:
    """It holds everything that participants wrote, and nobody looks for it."""
    for left in (one for pattern in LEFT for one in folder.glob(pattern)):
        # Somebody else's, or another backup takes it away at the same moment: no reason to go without a new one.
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > LEFT_FOR_S:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def check_fits(manifest: Manifest) -> None:
    """Raises Unusable("engine") for another kind of database, Unusable("newer") for one that this version does not know."""
    if manifest.engine != connection.vendor:
        raise Unusable("engine")
    known = {f"{app}.{name}" for app, name in MigrationLoader(connection).disk_migrations}
    installed = {name.split(".")[0] for name in known}
    if any(one not in known for one in manifest.migrations if one.split(".")[0] in installed):
        raise Unusable("newer")


def put_back(manifest: Manifest, folder: Path) -> None:
    """Replaces the live database by the backup's. Every stream gets a new epoch, so that every client starts anew.

    Raises as make_backup does.
    """
    check_fits(manifest)
    _engine().put_back(folder / archive.DATABASE)
    for workshop, seq in _streams():
        publish.announce(publish.Wake(workshop=workshop, seq=seq))


def put_key_back(folder: Path) -> bool:
    """The key of the data folder, where there is none yet: without it cookies and links of the backup are worth nothing."""
    saved, place = folder / archive.KEY, settings.DATA_DIR / archive.KEY
    if not saved.is_file() or place.exists():
        return False
    place.touch(mode=0o600)
    place.write_text(saved.read_text())
    return True


def is_empty() -> bool:
    """Whether nothing would be lost by a restore."""
    if Workshop._meta.db_table not in connection.introspection.table_names():
        return True
    return not Workshop.objects.exists()


def _streams() -> list[tuple[UUID, int]]:
    return list(Stream.objects.values_list("workshop_id", "seq"))


def _engine() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgres
