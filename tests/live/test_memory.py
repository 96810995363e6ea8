import platform
import subprocess
import sys

import pytest

from tests.support.service import ROOT

only_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told")

ASK = "import gc; import config.asgi; print(gc.get_freeze_count(), gc.get_threshold()[0])"

# daphne chooses the reactor.
AFTER_A_WHILE = """
import daphne.server
import os
from ideahub.live import memory
memory.TIDY_EVERY_S = 0.2
import config.asgi
from tests.faults.breaking import memory_of
from twisted.internet import reactor
def run_for(seconds):
    reactor.callLater(seconds, reactor.stop)
    reactor.run()
"""

# Of twenty thousand blocks every tenth stays, so that what is free lies between what is not.
SCATTERED = (
    AFTER_A_WHILE
    + """
held = [bytes(1_000 + 7 * number % 9_000) for number in range(20_000)]
held = held[::10]
before = memory_of(os.getpid())
run_for(3)
print(before - memory_of(os.getpid()))
"""
)

# Too few to be looked through by themselves.
HOLDS_ITSELF = (
    AFTER_A_WHILE
    + """
import weakref
class Left: pass
left = Left()
left.itself = left
gone = weakref.ref(left)
del left
run_for(3)
print(int(gone() is None))
"""
)

# Each thread has had a block of its own before the first one ends.
MANY_THREADS = """
import re, threading
import config.asgi
from itertools import pairwise
from pathlib import Path
together = threading.Barrier(12)
def take():
    block = bytes(3_000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
# glibc's are 64 MB at a multiple of that: what is in use, and behind it what is not yet.
SIZE = 64 * 1024 * 1024
found = re.findall("^([0-9a-f]+)-([0-9a-f]+) (....)", Path("/proc/self/maps").read_text(), re.M)
parts = [(int(begin, 16), int(end, 16), may) for begin, end, may in found]
heaps = [
    begin for (begin, end, may), (rest, rest_end, rest_may) in pairwise(parts)
    if begin % SIZE == 0 and may == "rw-p" and rest == end and rest_may == "---p" and rest_end == begin + SIZE
]
print(len(heaps))
"""


def test_the_web_process_does_not_look_for_garbage_in_the_program_itself_nor_at_every_turn() -> None:
    set_aside, new_objects = _says(ASK)
    assert set_aside > 50_000
    assert new_objects >= 10_000


@only_glibc
def test_what_is_free_between_what_is_kept_goes_back_to_the_system() -> None:
    assert _says(SCATTERED)[0] > 60_000_000


def test_what_nobody_holds_but_itself_goes_though_nothing_else_is_made() -> None:
    assert _says(HOLDS_ITSELF) == [1]


@only_glibc
def test_threads_share_a_heap() -> None:
    assert _says(MANY_THREADS) == [1]


def _says(code: str) -> list[int]:
    asked = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return [int(number) for number in asked.stdout.splitlines()[-1].split()]
