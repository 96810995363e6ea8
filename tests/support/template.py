"""One migrated database a test run, of which the others are copies: all migrations take seconds, a copy next to nothing."""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
# Where all processes of a test run find it; the first of them says it.
PLACE = "IDEAHUB_TEST_TEMPLATE_DIR"
NAME = "migrated"
# All processes wait for it; the checks read every view and API, which is a quarter of the time.
MIGRATE = (sys.executable, "manage.py", "migrate", "-v", "0", "--skip-checks")


def make_database(folder: Path) -> str:
    """A migrated database of one's own, on SQLite in that folder, on PostgreSQL in the run's server; returns its address."""
    given = os.environ["IDEAHUB_DATABASE_URL"]
    _migrate_once(given)
    if is_sqlite(given):
        place = folder / "live.sqlite3"
        shutil.copyfile(_file(), place)
        return f"sqlite://{place}"
    name = f"live_{secrets.token_hex(4)}"
    copy_database(given, NAME, name)
    return beside(given, name)


def copy_database(server: str, source: str, name: str) -> None:
    """On PostgreSQL. Nobody may be connected to the source."""
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')  # type: ignore[arg-type]


def environment(database: str, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "IDEAHUB_DATABASE_URL": database,
        "IDEAHUB_LOG_LEVEL": "WARNING",
        **more,
    }


def is_sqlite(address: str) -> bool:
    return urlsplit(address).scheme == "sqlite"


def beside(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _migrate_once(given: str) -> None:
    with _alone():
        done = _folder() / "done"
        if done.exists():
            return
        if is_sqlite(given):
            address = f"sqlite://{_file()}"
        else:
            copy_database(given, "template1", NAME)
            address = beside(given, NAME)
        subprocess.run(MIGRATE, env=environment(address), cwd=ROOT, check=True)
        done.touch()


@contextmanager
def _alone() -> Iterator[None]:
    """One process of the run at a time."""
    with (_folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _folder() -> Path:
    return Path(os.environ[PLACE])


def _file() -> Path:
    return _folder() / f"{NAME}.sqlite3"
