"""A process that lives for months keeps nothing of the meetings that it has seen."""

import asyncio
from collections import OrderedDict
from time import monotonic

import pytest

from ideahub.commands import Sent
from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.ideas import exposure
from ideahub.live import writer
from ideahub.snapshot import kept, shared
from tests.support.room import open_room


async def test_a_writer_goes_when_all_that_it_was_given_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def slowly(*_given: object) -> None:
        begun.set()
        await goes_on.wait()
        raise OSError

    monkeypatch.setattr(writer, "write", slowly)
    workshop, staff = new_id(), Actor(Audience.STAFF, new_id())
    answers = [writer.writer_of(workshop).submit([Sent(staff, {})], since=0.0)]
    await begun.wait()
    answers.append(writer.writer_of(workshop).submit([Sent(staff, {})], since=0.0))
    assert len([one for one in writer._writers if one == workshop]) == 1
    goes_on.set()
    assert [type(one) for one in await asyncio.gather(*answers, return_exceptions=True)] == [OSError, OSError]
    await asyncio.sleep(0)
    assert workshop not in writer._writers


@pytest.mark.django_db
def test_snapshots_and_who_waits_for_them_are_kept_of_so_many_meetings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_KEPT", 2)
    monkeypatch.setattr(kept, "MOST_DOORS", 3)
    ids = [open_room().workshop.id for _ in range(5)]
    for one in ids:
        shared(one, Audience.PARTICIPANT)
    assert [one for one, _audience in kept._kept] == ids[-2:]
    assert [one for one, _audience in kept._doors] == ids[-3:]


@pytest.mark.django_db
def test_nothing_is_kept_of_a_meeting_whose_snapshot_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_kept", "_doors"):
        monkeypatch.setattr(kept, name, OrderedDict())
    clock = [monotonic()]
    monkeypatch.setattr(kept, "monotonic", lambda: clock[0])
    first, second, third = (open_room().workshop.id for _ in range(3))
    shared(first, Audience.PARTICIPANT)
    shared(second, Audience.PARTICIPANT)
    clock[0] += kept.KEPT_S
    shared(first, Audience.PARTICIPANT)
    clock[0] += 1
    shared(third, Audience.PARTICIPANT)
    for those in (kept._kept, kept._doors):
        assert {one for one, _audience in those} == {first, third}


@pytest.mark.django_db
def test_an_order_to_read_in_is_kept_while_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "_kept", {})
    first, second, third = (open_room().workshop.id for _ in range(3))
    exposure.fair_order(first)
    exposure.fair_order(second)
    assert set(exposure._kept) == {first, second}
    monkeypatch.setattr(exposure, "KEPT_S", -1)
    exposure.fair_order(third)
    assert set(exposure._kept) == {third}
