"""What wakes a process through Redis: the commits of the others, and not its own, which it knows already."""

import asyncio
from collections.abc import Callable

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog import publish
from ideahub.eventlog.publish import Wake
from ideahub.live import hub as hub_module
from ideahub.live.hub import Hub
from ideahub.live.listener import Listener
from ideahub.live.poll import Mailbox
from ideahub.live.wakes import WakeListener
from ideahub.protocol.state import Hands, RaisedHand


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


async def test_a_hand_that_is_raised_while_the_queue_is_read_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading may have begun before it was raised."""
    hub = Hub(new_id(), hears_others=lambda: True)
    hub.task.cancel()

    async def read_slowly(ask: Callable[..., object], *given: object) -> Hands:
        hub.wake(Wake(hub.workshop, seq=1, hands=True))
        return Hands(count=0, hands=[])

    monkeypatch.setattr(hub_module, "read", read_slowly)
    hub.hands_due = True
    await hub._tell_hands()
    assert hub.hands_due


async def test_a_queue_that_did_not_move_is_not_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read at every look at the log's head."""
    hub = Hub(new_id(), hears_others=lambda: False)
    hub.task.cancel()
    board = Mailbox()
    hub.crowds[Audience.STAFF].listeners.add(Listener(Actor(Audience.STAFF, new_id()), board))
    raised = RaisedHand(participant=new_id(), name="Ben", since=now())

    async def read_now(ask: Callable[..., object], *given: object) -> Hands:
        return Hands(count=1, hands=[raised])

    monkeypatch.setattr(hub_module, "read", read_now)
    for _look in range(3):
        hub.hands_due = True
        await hub._tell_hands()
    assert [frame["count"] for frame in board.frames] == [1]


async def test_ways_in_are_looked_at_once_wakes_arrive_again_and_not_for_each_event_without_them() -> None:
    hub = Hub(new_id(), hears_others=lambda: False)
    hub.task.cancel()
    looked_at = hub.checked_at
    hub.doubt()
    assert hub.checked_at == looked_at
    hub.hears_again()
    assert hub.checked_at < looked_at
    assert hub.hands_due
