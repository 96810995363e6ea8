"""How a web process looks after its memory: the program is set aside, what is garbage goes once a minute, what is free goes back.

Python looks through new objects now and then, and through those that stayed when many more have come; a phone that left leaves a
few hundred that hold each other. glibc gives each thread a heap of its own and keeps what was freed between two things that live
on. A process that phones come to and leave all day grows by both.
"""

import ctypes
import gc
from collections.abc import Callable
from typing import Any

from twisted.internet import reactor as installed_reactor
from twisted.internet.task import LoopingCall

reactor: Any = installed_reactor

# A batch of commands makes thousands of objects that all go by themselves; looked through each 700, Python's own number, they
# cost an eighth of the process's time when a room votes. Those that stayed are then looked through after a million new ones instead of
# seventy thousand, which is too late: hence once a minute.
NEW_OBJECTS = 10_000
TIDY_EVERY_S = 60.0
# malloc.h
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
# The first heap and one for all threads, of which only one runs Python at a time.
HEAPS = 2
# From this size on a block is the system's own and goes back when freed. glibc raises the limit, to 32 MB, with what it has seen.
OWN_BLOCK_BYTES = 128 * 1024


def keep_small() -> None:
    """Call before threads are started. Once a minute, while the reactor runs, the event loop is held for as long as it takes to look
    through all objects that were made since the program was set aside.

    Where the system's allocator is not glibc's, garbage alone goes.
    """
    trim = _told_allocator()
    reactor.callWhenRunning(LoopingCall(_tidy, trim).start, TIDY_EVERY_S, now=False)


def set_program_aside() -> None:
    """Call once all is loaded. Each full collection held the event loop for a tenth of a second before: a hundred and sixty
    thousand objects, mostly modules and models."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


def _told_allocator() -> Callable[[int], object] | None:
    """Returns what makes it give back what is free."""
    try:
        libc = ctypes.CDLL(None)
        tell, trim = libc.mallopt, libc.malloc_trim
    except (AttributeError, OSError):
        return None
    tell(_M_ARENA_MAX, HEAPS)
    tell(_M_MMAP_THRESHOLD, OWN_BLOCK_BYTES)
    trim.argtypes = (ctypes.c_size_t,)
    return trim


def _tidy(trim: Callable[[int], object] | None) -> None:
    gc.collect()
    if trim:
        trim(0)
