"""What a snapshot of 10,000 ideas costs to build, and how long the event loop waits for it: `python -m tests.load.snapshot_cost`.

`--profile` prints where the time goes.
"""

import argparse
import asyncio
import cProfile
import pstats
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING, NamedTuple

from tests.load.databases import on_each

if TYPE_CHECKING:
    from ideahub.core.actor import Audience
    from tests.support.room import Room

IDEAS, TIMES = 10_000, 5
TICK_S = 0.001


class Built(NamedTuple):
    """`cpu_ms`: the process's; `held_ms`: the longest that the loop wanted to go on and could not."""

    took_ms: float
    cpu_ms: float
    held_ms: float
    text_kb: float
    sent_kb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--measured", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measured:
        _measure(options.measured, profile=options.profile)
    else:
        on_each("tests.load.snapshot_cost", *(["--profile"] if options.profile else []))


def _measure(database: str, *, profile: bool) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from ideahub import snapshot
    from ideahub.core.actor import Audience
    from ideahub.live.memory import set_program_aside
    from tests.load.product.stage import add_ideas
    from tests.support.room import open_room

    call_command("migrate", verbosity=0)
    room = open_room()
    add_ideas(room, IDEAS)
    # As the web process does.
    set_program_aside()
    if profile:
        with cProfile.Profile() as profiler:
            snapshot.shared(room.workshop.id, Audience.PARTICIPANT)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
        return
    for audience in (Audience.PARTICIPANT, Audience.STAFF):
        built = [_build(room, audience) for _time in range(TIMES)]
        took, used = median(one.took_ms for one in built), median(one.cpu_ms for one in built)
        print(
            f"{database}, {audience}: {took:.0f} ms, {used:.0f} ms of CPU, the loop held at most "
            f"{max(one.held_ms for one in built):.0f} ms, {built[0].text_kb:,.0f} kB, {built[0].sent_kb:,.0f} kB deflated"
        )


def _build(room: "Room", audience: "Audience") -> Built:
    """After a command, so that what was built before is of no use."""
    room.capture(room.ben)
    return asyncio.run(_beside_a_loop(room, audience))


async def _beside_a_loop(room: "Room", audience: "Audience") -> Built:
    from ideahub import snapshot
    from ideahub.live.executor import read

    began, used, held_s = perf_counter(), process_time(), 0.0
    building = asyncio.ensure_future(read(snapshot.shared, room.workshop.id, audience))
    while not building.done():
        slept = perf_counter()
        await asyncio.sleep(TICK_S)
        held_s = max(held_s, perf_counter() - slept - TICK_S)
    took_s, cpu_s, common = perf_counter() - began, process_time() - used, await building
    return Built(took_s * 1000, cpu_s * 1000, held_s * 1000, len(common.text) / 1000, len(common.deflated) / 1000)


if __name__ == "__main__":
    main()
