"""Statements that travel together. On PostgreSQL what is written, and what is asked ahead, goes to the database with the
next answer that is waited for: a batch of commands costs two exchanges, however many statements it is."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, models


class Awaited(NamedTuple):
    model: type[models.Model]
    cursor: Any


class _Ahead(threading.local):
    """What this thread's connection was asked ahead; None where each statement goes by itself."""

    answers: dict[Hashable, Awaited] | None = None


_ahead = _Ahead()


@contextmanager
def together() -> Iterator[None]:
    """Everything inside may travel together. Nothing changes on SQLite, nor inside a transaction that has begun already.
    Once that has ended, as after an error, what is tried again inside travels together anew.

    What fails inside is raised by the next answer or the commit, whichever statement it was.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block or connection.is_pipelined:  # type: ignore[attr-defined]
        yield
        return
    outer = _ahead.answers
    with connection.pipelined():  # type: ignore[attr-defined]
        _ahead.answers = {}
        try:
            yield
        finally:
            _ahead.answers = outer


def is_on() -> bool:
    return _ahead.answers is not None


def forget() -> None:
    """What was asked in a transaction before is no longer true, nor there at all if that one failed."""
    if _ahead.answers:
        _ahead.answers = {}


def keep(question: Hashable, answer: Awaited) -> None:
    assert _ahead.answers is not None
    _ahead.answers[question] = answer


def take(question: Hashable) -> Any:
    """The cursor of what was asked ahead, once; None where it was not, or is no longer true."""
    awaited = _ahead.answers.pop(question, None) if _ahead.answers else None
    return awaited.cursor if awaited else None


def written(model: type[models.Model]) -> None:
    """Answers about rows of this model are no longer true."""
    if _ahead.answers:
        _ahead.answers = {one: kept for one, kept in _ahead.answers.items() if kept.model is not model}
