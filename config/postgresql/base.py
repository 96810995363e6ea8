"""PostgreSQL as Django knows it, made fit for the driver's pipelines: statements that do not wait for one another's answers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from django.db import Error
from django.db.backends.postgresql import base


class PatientCursor(base.Cursor):
    """Asked how many rows a statement changed, it waits for the answer; Django asks after each save."""

    @property
    def rowcount(self) -> int:
        # As the driver does before it hands out rows; outside a pipeline the answer is there.
        self._fetch_pipeline()  # type: ignore[attr-defined]
        return int(super().rowcount)  # type: ignore[misc]


class DatabaseWrapper(base.DatabaseWrapper):
    # The pipeline under way, if there is one.
    _pipeline: "AbstractContextManager[Any] | None" = None

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Statements of the next transaction do not wait for one another, until its commit or rollback.

        What fails is raised where somebody waits next: by an answer, or by the commit.
        """
        self.ensure_connection()
        with self.wrap_database_errors:
            self._pipeline = self.connection.pipeline()
            self._pipeline.__enter__()
        try:
            yield
        finally:
            self._leave_pipeline()

    def _leave_pipeline(self) -> None:
        """Waits for everything that was sent. Raises the first error of it."""
        pipeline, self._pipeline = self._pipeline, None
        if pipeline is not None:
            with self.wrap_database_errors:
                pipeline.__exit__(None, None, None)

    def get_connection_params(self) -> dict[str, Any]:
        return super().get_connection_params() | {"cursor_factory": PatientCursor}

    def _start_transaction_under_autocommit(self) -> None:
        """Django calls this, where it is there, instead of turning the driver's autocommit off.

        The driver would wait for the answer to its own BEGIN; a statement travels with those behind it.
        """
        with self.cursor() as cursor:
            cursor.execute("BEGIN")

    def _set_autocommit(self, autocommit: bool) -> None:
        # Told what it knows already, the driver would wait for the server to agree.
        if self.connection.autocommit != autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _commit(self) -> None:
        if self._pipeline is None:
            super()._commit()  # type: ignore[misc]
            return
        # Within a pipeline the driver cannot tell whether a transaction has begun.
        with self.cursor() as cursor:
            cursor.execute("COMMIT")
        self._leave_pipeline()

    def _rollback(self) -> None:
        # Whatever else failed in it is rolled back for an error that is known already.
        with suppress(Error):
            self._leave_pipeline()
        super()._rollback()  # type: ignore[misc]
