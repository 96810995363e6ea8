import asyncio
from collections.abc import Callable
from itertools import repeat


async def until(is_so: Callable[[], bool], *, look_every_s: float = 0.02) -> None:
    """Returns once `is_so`, which many things at once may bring about."""
    for pause in repeat(look_every_s):
        if is_so():
            return
        await asyncio.sleep(pause)
