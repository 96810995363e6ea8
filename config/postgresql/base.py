"""PostgreSQL as Django knows it, made fit for the driver's pipelines: statements that do not wait for one another's answers."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property, partial
from typing import Any

from django.db import Error, OperationalError
from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from psycopg import errors

# A process that says nothing for so long inside a transaction has frozen or is gone; the others wait for its locks.
MOST_SILENT_S = 2
# As long as SQLite's wait for its lock.
MOST_FOR_A_STATEMENT_S = 20
# With the transaction, as behind a pooler the next one's session may be another.
LIMITS = (
    f"SELECT set_config('idle_in_transaction_session_timeout', '{MOST_SILENT_S}s', true), "
    f"set_config('statement_timeout', '{MOST_FOR_A_STATEMENT_S}s', true)"
)


class PatientCursor(base.Cursor):
    """Asked how many rows a statement changed, it waits for the answer; Django asks after each save.

    Every statement of a pipeline leaves together with a Sync, and nothing behind that: until a Sync the server takes the
    session for busy, and does not count how long it has been silent.
    """

    def _maybe_prepare_gen(self, *args: Any, **options: Any) -> Any:
        yield from super()._maybe_prepare_gen(*args, **options)  # type: ignore[misc]
        if pipeline := self._conn._pipeline:  # type: ignore[attr-defined]
            pipeline._enqueue_sync()
            # The driver flushes after each of its commands, and a process may freeze between two of them.
            commands = tuple(pipeline.command_queue)
            pipeline.command_queue.clear()
            pipeline.command_queue.append(partial(_send_all, commands))

    def _fetch_pipeline(self) -> None:
        # As the driver does, but for the request to flush, which a Sync has in it.
        if self._execmany_returning is not False and not self.pgresult and self._conn._pipeline:  # type: ignore[attr-defined]
            with self._conn.lock:  # type: ignore[attr-defined]
                self._conn.wait(self._conn._pipeline._fetch_gen(flush=False))  # type: ignore[attr-defined]

    @property
    def rowcount(self) -> int:
        # As the driver does before it hands out rows; outside a pipeline the answer is there.
        self._fetch_pipeline()
        return int(super().rowcount)  # type: ignore[misc]


def _send_all(commands: Iterable[Callable[[], None]]) -> None:
    for send in commands:
        send()


class TruthfulErrors(DatabaseErrorWrapper):
    """A session that the server ended for its silence is an outage like any other; the driver takes it for an error of its own."""

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if isinstance(error, errors.IdleInTransactionSessionTimeout):
            self.wrapper.errors_occurred = True  # type: ignore[attr-defined]
            raise OperationalError(*error.args).with_traceback(traceback) from error
        super().__exit__(kind, error, traceback)


class DatabaseWrapper(base.DatabaseWrapper):
    # The pipeline under way, if there is one.
    _pipeline: "AbstractContextManager[Any] | None" = None

    @property
    def is_pipelined(self) -> bool:
        return self._pipeline is not None

    @cached_property
    def wrap_database_errors(self) -> TruthfulErrors:
        return TruthfulErrors(self)

    @contextmanager
    def pipelined(self) -> Iterator[None]:
        """Statements of the next transaction do not wait for one another, until its commit or rollback.

        What fails is raised where somebody waits next: by an answer, or by the commit. A process that falls silent
        before that loses the transaction and its session: OperationalError.
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
        named = {"application_name": f"ideahub {os.getpid()}", "cursor_factory": PatientCursor}
        return super().get_connection_params() | named

    def _start_transaction_under_autocommit(self) -> None:
        """Django calls this, where it is there, instead of turning the driver's autocommit off.

        The driver would wait for the answer to its own BEGIN; a statement travels with those behind it.
        """
        with self.cursor() as cursor:
            cursor.execute("BEGIN")
            if self._pipeline is not None:
                cursor.execute(LIMITS)

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
