"""What wakes a process through Redis: the commits of the others, and not its own, which it knows already."""

import asyncio

from ideahub.core.ids import new_id
from ideahub.eventlog import publish
from ideahub.eventlog.publish import Wake
from ideahub.live.wakes import WakeListener


async def test_a_process_is_woken_by_others_and_not_again_by_itself() -> None:
    workshop, touched = new_id(), frozenset({new_id()})
    ready, heard = asyncio.Event(), asyncio.Queue[Wake]()
    listener = WakeListener(heard.put_nowait, on_back=ready.set)
    await listener.watch(workshop)
    async with asyncio.timeout(10):
        await ready.wait()
        publish.announce(Wake(workshop, seq=1))
        publish.announce(other := Wake(workshop, seq=2, touched=touched, hands=True, sender="another"))
        # Redis tells in order: the first of them was not worth a word.
        assert await heard.get() == other
    assert listener.task is not None
    listener.task.cancel()
    await asyncio.gather(listener.task, return_exceptions=True)


def test_a_wake_of_an_older_version_is_another_process_s() -> None:
    assert Wake.decode(new_id(), '{"seq": 3, "touched": [], "hands": false}').sender != publish.this_process()
