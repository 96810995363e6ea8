"""Database work beside the event loop: a bounded pool of threads of our own, nothing slow in it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
T = TypeVar("T")

_writers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="writer")
_readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="reader")


async def write(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(_writers, lambda: _apart(function, *args, **kwargs))


async def read(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(_readers, lambda: _apart(function, *args, **kwargs))


def _apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """In a context of its own: what one call binds for its log lines must not stand in the next one's."""
    return Context().run(lambda: _clean(function, *args, **kwargs))


def _clean(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Gives the connection back afterwards: to the pool, or, where it broke, to nobody."""
    try:
        return function(*args, **kwargs)
    finally:
        if connection.vendor == "postgresql":
            connection.close()
        else:
            connection.close_if_unusable_or_obsolete()
