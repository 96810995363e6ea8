"""What all tests share. A test that wants a workshop in full swing takes `room`."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper
from hypothesis import HealthCheck, Phase, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.support.room import Room, open_room
from tests.support.server import Server, looking_into, running
from tests.support.template import make_database
from tests.support.undoing import forget

settings.register_profile(
    "suite",
    deadline=None,
    max_examples=25,
    # No shrinking: each example works on a real database, and the search would outlast the time a test has.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")

MADE_BY_MIGRATING = {"django_content_type", "auth_permission"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated files (contract cases) anew")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """pytest-django's own migrates one anew in each process."""
    with looking_into(make_database(tmp_path_factory.mktemp("database"))):
        yield


@pytest.fixture(scope="session", autouse=True)
def _look_for_static_files_once() -> Iterator[None]:
    """Each test client has a WhiteNoise of its own, which would go through all of them again."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def look_once(whitenoise: WhiteNoiseMiddleware) -> None:
        if not found:
            look(whitenoise)
            found.update(whitenoise.files)
        whitenoise.files.update(found)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _delete_what_tests_wrote() -> Iterator[None]:
    """After a test that commits, Django truncates all tables, for which PostgreSQL makes new files, and makes content types and
    permissions anew, which no test changes. Deleting a few rows takes a fraction of either."""

    def delete(_style: object, connection: BaseDatabaseWrapper, **_how: bool) -> list[str]:
        known = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = [f'"{table}"' for table in known if table not in MADE_BY_MIGRATING]
        # As truncating does, it waits for who still writes: what is committed a moment later would be there in the next test.
        alone = [f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE"] * (connection.vendor == "postgresql")
        return [*alone, *(f"DELETE FROM {table}" for table in tables)]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(flush, "sql_flush", delete)
        patched.setattr(flush, "emit_post_migrate_signal", lambda *_which: None)
        yield


@pytest.fixture(autouse=True)
def _forget_snapshots() -> None:
    forget()


@pytest.fixture
def room(db: None) -> Room:
    return open_room()


@pytest.fixture(scope="module")
def daphne_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests of a file, on a database of its own."""
    folder = tmp_path_factory.mktemp("apart")
    with running(folder, database=make_database(folder)) as server:
        yield server


@pytest.fixture
def server(transactional_db: None, daphne_apart: Server) -> Iterator[Server]:
    """In the test, models are its database. Nothing may go wrong in it unseen."""
    said = len(daphne_apart.said())
    with looking_into(daphne_apart.database), ExitStack() as daphne_apart.test:
        yield daphne_apart
    assert "Traceback" not in daphne_apart.said()[said:]
