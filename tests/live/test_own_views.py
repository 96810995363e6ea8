"""A phone's own view is told when something has changed it that no answer of its own tells of, and never an older one after a newer."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.live import own_views
from ideahub.live.crowd import Crowd
from ideahub.live.listener import Listener
from ideahub.live.own_views import OwnViews
from tests.live.test_crowd import Socket

pytestmark = pytest.mark.usefixtures("database")


class Phone:
    """Of one participant, beside the views that its hub owes. `meanwhile` happens while the database is read."""

    def __init__(self) -> None:
        crowd = Crowd(Audience.PARTICIPANT)
        self.socket = Socket()
        self.listener = Listener(Actor(Audience.PARTICIPANT, new_id()), self.socket)
        crowd.listeners.add(self.listener)
        self.own = OwnViews(new_id(), crowd)
        self.meanwhile: Callable[[], None] = lambda: None

    def owe(self, seq: int) -> None:
        self.own.owe(self.listener.actor.id, seq)

    def answer(self, *, reflects: int = 0, tells_of: tuple[int, ...] = ()) -> None:
        self.listener.answered(reflects=reflects, tells_of=tells_of)

    def tell(self) -> bool:
        """Whether the phone was told anything."""
        before = self.socket.taken
        self.again = asyncio.run(self.own.tell())
        return self.socket.taken != before


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def database(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    async def read(_mine: Any, _workshop: Any, people: list[Any]) -> dict[Any, Any]:
        phone.meanwhile()
        return {one: {"participant": str(one), "supports": []} for one in people}

    monkeypatch.setattr(own_views, "read", read)


def test_what_an_answer_told_as_a_whole_is_not_told_again(phone: Phone) -> None:
    phone.answer(reflects=7)
    phone.owe(7)
    assert not phone.tell()
    phone.owe(8)
    assert phone.tell()
    phone.owe(8)
    assert not phone.tell()


def test_an_answer_with_a_part_of_it_tells_of_its_own_events_and_of_no_others(phone: Phone) -> None:
    phone.answer(tells_of=(7,))
    phone.owe(7)
    assert not phone.tell()
    # Somebody else hid an idea of theirs just before; the wake came late.
    phone.owe(6)
    phone.owe(7)
    assert phone.tell()


def test_what_others_did_is_told_whatever_seq_an_answer_named(phone: Phone) -> None:
    hidden = Event(seq=7, type="idea.hidden", concerns=phone.listener.actor.id)
    phone.answer(tells_of=(7,))
    phone.own.owe_for([hidden])
    assert phone.tell()
    assert not phone.tell()


def test_what_was_read_before_an_answer_is_not_told_after_it(phone: Phone) -> None:
    phone.owe(5)
    phone.meanwhile = lambda: phone.answer(tells_of=(6,))
    assert not phone.tell()
    assert phone.again
    phone.meanwhile = lambda: None
    assert phone.tell()
    assert not phone.again
    assert not phone.tell()


def test_while_an_answer_is_on_its_way_nothing_is_told_and_nothing_forgotten(phone: Phone) -> None:
    phone.owe(5)
    phone.listener.deciding = 1
    assert not phone.tell()
    assert not phone.again
    phone.listener.deciding = 0
    phone.answer(tells_of=(6,))
    assert phone.tell()


def test_who_is_to_fetch_the_snapshot_is_told_nothing_older_after_it(phone: Phone) -> None:
    phone.listener.lose()
    phone.owe(5)
    assert not phone.tell()
    phone.listener.lost = False
    phone.listener.forget_own()
    phone.owe(5)
    assert phone.tell()
    phone.owe(6)
    phone.meanwhile = phone.listener.lose
    assert not phone.tell()


def test_what_was_read_before_a_phone_asked_anew_is_read_again(phone: Phone) -> None:
    def asks() -> None:
        phone.listener.forget_own()
        phone.owe(5)

    phone.owe(5)
    phone.meanwhile = asks
    assert not phone.tell()
    assert phone.again
    phone.meanwhile = lambda: None
    assert phone.tell()
    assert not phone.tell()


def test_a_read_that_fails_is_made_again(phone: Phone) -> None:
    def fail() -> None:
        raise RuntimeError

    phone.owe(5)
    phone.meanwhile = fail
    with pytest.raises(RuntimeError):
        phone.tell()
    phone.meanwhile = lambda: None
    assert phone.tell()
