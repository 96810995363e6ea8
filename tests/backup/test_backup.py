"""Backups that are whole, and restores that refuse what they should."""

import os
import random
import stat
import tarfile
from pathlib import Path

import pytest
from django.db import connection

from ideahub.backup import archive
from ideahub.backup.archive import Manifest, Unusable
from ideahub.eventlog.models import Stream
from ideahub.ideas.models import Idea
from tests.backup.conftest import Installation
from tests.support.room import Room
from tests.support.server import looking_into
from tests.support.template import make_database


def test_what_was_there_at_the_backup_is_there_after_the_restore(installation: Installation, room: Room) -> None:
    first = room.capture(room.ben, "Solceller på taket")
    epoch = Stream.objects.get(pk=room.workshop.id).epoch
    kept = installation.backup()
    room.capture(room.ben, "Skriven efteråt")

    done = installation.keeper("restore", str(kept), "--yes")

    assert done.returncode == 0, done.stderr
    assert list(Idea.objects.filter(workshop=room.workshop).values_list("id", "text")) == [
        (first, "Solceller på taket")
    ]
    assert Stream.objects.get(pk=room.workshop.id).epoch != epoch


def test_what_a_restore_replaces_is_kept(installation: Installation, room: Room) -> None:
    kept = installation.backup()
    late = room.capture(room.ben, "Skriven efteråt")

    installation.keeper("restore", str(kept), "--yes")
    (safety,) = (installation.folder / "backups").glob("before-restore-*.tar.gz")
    installation.keeper("restore", str(safety), "--yes", "--no-safety-copy")

    assert Idea.objects.filter(pk=late).exists()


def test_a_backup_moves_into_an_empty_database(installation: Installation, room: Room, tmp_path: Path) -> None:
    idea = room.capture(room.ben, "Flyttlasset går")
    (installation.folder / "secret_key").write_text("x" * 60)
    kept = installation.backup()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere = Installation(make_database(folder), folder)

    with looking_into(elsewhere.database):
        done = elsewhere.keeper("restore", str(kept), "--yes")

        assert done.returncode == 0, done.stderr
        assert Idea.objects.filter(pk=idea).exists()
    assert (folder / "secret_key").read_text() == "x" * 60


def test_only_its_owner_reads_a_backup(installation: Installation, room: Room) -> None:
    assert stat.S_IMODE(installation.backup().stat().st_mode) == 0o600


def test_a_damaged_backup_changes_nothing(installation: Installation, room: Room, tmp_path: Path) -> None:
    idea = room.capture(room.ben)
    whole = installation.backup()
    damaged = tmp_path / "damaged.tar.gz"
    with tarfile.open(whole) as source:
        source.extractall(tmp_path / "apart", filter="data")
    database = tmp_path / "apart" / "database"
    database.write_bytes(database.read_bytes()[:-1] + b"!")
    with tarfile.open(damaged, "w:gz") as target:
        for member in (tmp_path / "apart").iterdir():
            target.add(member, arcname=member.name)

    done = installation.keeper("restore", str(damaged), "--yes")

    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert Idea.objects.filter(pk=idea).exists()


def test_a_file_that_is_no_backup_is_refused_in_one_line(
    installation: Installation, room: Room, tmp_path: Path
) -> None:
    other = tmp_path / "holiday.txt"
    other.write_text("sun")

    done = installation.keeper("restore", str(other), "--yes")

    assert (done.returncode, done.stderr.strip()) == (1, f"{other} is not a backup.")


def test_a_restore_that_nobody_confirmed_does_nothing(installation: Installation, room: Room) -> None:
    kept = installation.backup()
    idea = room.capture(room.ben)

    done = installation.keeper("restore", str(kept))

    assert done.returncode == 1
    assert "--yes" in done.stderr
    assert Idea.objects.filter(pk=idea).exists()


def test_the_newest_backups_are_kept(installation: Installation, room: Room) -> None:
    folder = installation.folder / "backups"
    folder.mkdir()
    for day in (1, 2, 3):
        (folder / f"ideahub-2026060{day}-120000Z.tar.gz").write_text("old")

    done = installation.keeper("backup", "--keep", "2")

    assert done.returncode == 0, done.stderr
    newest = Path(done.stdout.strip()).name
    assert sorted(path.name for path in folder.iterdir()) == ["ideahub-20260603-120000Z.tar.gz", newest]


def test_a_folder_gets_a_file_with_the_moment_in_its_name(installation: Installation, room: Room) -> None:
    folder = installation.folder / "elsewhere"
    folder.mkdir()

    done = installation.keeper("backup", str(folder), "--keep", "1")

    assert [str(path) for path in folder.iterdir()] == [done.stdout.strip()]


def test_a_backup_that_could_not_be_written_leaves_nothing(
    installation: Installation, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_is_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    folder = installation.folder / "small"
    monkeypatch.setattr(tarfile.TarFile, "add", disk_is_full)

    done = installation.keeper("backup", str(folder / "kept.tar.gz"))

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_goes_with_the_next_one(installation: Installation, room: Room) -> None:
    folder = installation.folder / "backups"
    dump, partial = folder / ".ideahub-backup-killed" / "database", folder / "ideahub-20260601-021700Z.tar.gz.partial"
    running, other = folder / ".ideahub-backup-running", folder / "holiday.tar.gz.partial"
    dump.parent.mkdir(parents=True)
    running.mkdir()
    for path in (dump, partial, other):
        path.write_text("all that they wrote")
    for path in (dump.parent, partial, other):
        os.utime(path, (0, 0))

    done = installation.keeper("backup")

    assert set(folder.iterdir()) == {running, other, Path(done.stdout.strip())}


def test_a_database_that_cannot_be_read_is_told_in_one_line(installation: Installation, room: Room) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workshops_workshop RENAME TO elsewhere")
    try:
        done = installation.keeper("backup")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO workshops_workshop")

    assert done.returncode == 1
    assert done.stderr.startswith("It failed: ")
    assert "workshops_workshop" in done.stderr


def test_what_the_system_refuses_is_not_said_of_the_backup(
    installation: Installation, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is told at night that the file is no backup throws it away."""

    def disk_is_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    kept = installation.backup()
    missing = installation.keeper("restore", str(tmp_path / "kept.tgz"), "--yes")
    monkeypatch.setattr(tarfile.TarFile, "extractall", disk_is_full)
    full = installation.keeper("restore", str(kept), "--yes")

    assert (missing.returncode, full.returncode) == (1, 1)
    assert "No such file" in missing.stderr
    assert "No space left on device" in full.stderr


def test_a_backup_that_is_damaged_anywhere_is_refused(tmp_path: Path) -> None:
    dice = random.Random(1)
    database, whole = tmp_path / "database", tmp_path / "whole.tar.gz"
    database.write_bytes(bytes(dice.choices(b"abcdefgh \n", k=400_000)))
    manifest = Manifest("", "sqlite", [], {}, {archive.DATABASE: archive.digest(database)})
    archive.pack(whole, members={archive.DATABASE: database}, manifest=manifest)
    good = whole.read_bytes()
    damaged = tmp_path / "damaged.tar.gz"
    for place in range(200, len(good) - 200, len(good) // 60):
        for bad in (good[:place], good[:place] + dice.randbytes(40) + good[place + 40 :]):
            damaged.write_bytes(bad)
            with pytest.raises(Unusable), archive.unpacked(damaged):
                pass
