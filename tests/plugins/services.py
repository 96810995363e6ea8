"""Starts the real services that the tests use, before pytest-django reads the settings.

Each process (the controller, and each worker of pytest-xdist) has a Valkey of its own, since its messages know no
database numbers. One PostgreSQL serves all of them; its databases carry the worker's name.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from ideahub.embedded import children, ports, valkey
from tests.support.postgres import start_postgres
from tests.support.template import PLACE

DATABASES = ("sqlite", "postgres")


def _start_valkey(folder: Path) -> None:
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=folder / "valkey")
    server = valkey.start(place=place, log=folder / "valkey.log")
    atexit.register(children.stop, server)
    if not valkey.wait_ready(url=place.url):
        raise pytest.UsageError(f"Valkey did not start: {(folder / 'valkey.log').read_text()}")
    os.environ["IDEAHUB_REDIS_URL"] = place.url


def _choose_database(folder: Path) -> None:
    chosen = os.environ.get("IDEAHUB_TEST_DATABASE", "sqlite")
    if chosen not in DATABASES:
        raise pytest.UsageError(f"IDEAHUB_TEST_DATABASE is {chosen!r}, not one of {', '.join(DATABASES)}")
    if chosen == "sqlite":
        os.environ["IDEAHUB_DATABASE_URL"] = f"sqlite://{folder}/ideahub.sqlite3"
    elif "PYTEST_XDIST_WORKER" not in os.environ:
        server = start_postgres()
        atexit.register(server.stop)
        os.environ["IDEAHUB_DATABASE_URL"] = server.url()


def _start() -> None:
    for name in [name for name in os.environ if name.startswith("IDEAHUB_") and not name.startswith("IDEAHUB_TEST_")]:
        # A developer's own settings must not reach the tests; a worker keeps the PostgreSQL its controller started, and the place
        # of the database that the run's are copies of.
        if name != "IDEAHUB_DATABASE_URL" or "PYTEST_XDIST_WORKER" not in os.environ:
            del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="ideahub-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # WhiteNoise warns of a missing folder, and warnings are errors.
    (folder / "static").mkdir()
    os.environ["IDEAHUB_DATA_DIR"] = str(folder)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        (folder / "template").mkdir()
        os.environ[PLACE] = str(folder / "template")
    _start_valkey(folder)
    _choose_database(folder)


_start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run, on PostgreSQL, repeats the tests that are about what the database does; the others would show nothing new."""
    if os.environ.get("IDEAHUB_TEST_DATABASE") != "postgres":
        return
    wanted = [item for item in items if _uses_database(item) and not item.get_closest_marker("any_database")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def _uses_database(item: pytest.Item) -> bool:
    names = getattr(item, "fixturenames", ())
    by_fixture = any(name in names for name in ("db", "transactional_db", "live_server"))
    return by_fixture or item.get_closest_marker("django_db") is not None
