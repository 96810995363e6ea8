"""What is done on the database of a test, undone before the test goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ideahub.ideas import exposure
from ideahub.snapshot import kept


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written in the block is gone after it. Wants a database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    forget()


def forget() -> None:
    """What this process keeps of workshops that were rolled back must not reach who comes next."""
    kept._kept.clear()
    exposure._kept.clear()
