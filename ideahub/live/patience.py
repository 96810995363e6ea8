"""Waiting for something that nobody announces, for a bounded time."""

import asyncio
from collections.abc import Callable
from time import monotonic

LOOK_EVERY_S = 0.02


async def until(done: Callable[[], bool], *, most_s: float) -> bool:
    """Returns whether it came to be."""
    end = monotonic() + most_s
    while not done():
        if monotonic() >= end:
            return False
        await asyncio.sleep(LOOK_EVERY_S)
    return True
