"""`python -m tests.load.joining_cost [PHONES]`: the two storms of the bench on PostgreSQL, and their cost to the web process."""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.load.bench import Bench, Row, Size
from tests.load.cost import cpu_s, two_sides
from tests.load.product.installation import installed
from tests.load.product.room import Room
from tests.load.scenarios import storms
from tests.load.scenarios.whole import a_room


def main(phones: int) -> None:
    with tempfile.TemporaryDirectory(prefix="ideahub-joining-") as name:
        bench = Bench(replace(Size(), phones=phones), Path(name), two_sides())
        with installed("postgres", bench.folder / "postgres", bench.cores) as installation, bench.client() as crowd:
            room = a_room(installation, crowd)
            with installation.serving():
                measure(bench, room, storms.join)
                room.look()
                room.open()
                storms.leave_something_to_miss(room)
                room.close()
            with installation.serving():
                measure(bench, room, storms.come_back)
                room.close()


def measure(bench: Bench, room: Room, storm: Callable[[Bench, Room], Row]) -> None:
    web = [process.pid for process in room.installation.web]
    before, began = cpu_s(*web), time.monotonic()
    row = storm(bench, room)
    used = cpu_s(*web) - before
    print(row.what, dict(row.figures), row.failures)
    print(f"  {used * 1000 / bench.size.phones:.1f} ms CPU a phone, {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 600)
