"""Where a measurement is to be written, which is looked at before the minutes that it takes and not after them."""

from argparse import ArgumentTypeError
from pathlib import Path


def writable(text: str) -> Path:
    """For argparse: a file that can be written, its folder made where it is missing."""
    path = Path(text)
    was_there = path.exists()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("a").close()
        if not was_there:
            path.unlink()
    except OSError as error:
        raise ArgumentTypeError(f"{text} cannot be written: {error.strerror}") from None
    return path
