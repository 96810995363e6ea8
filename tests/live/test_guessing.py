"""Guessing codes on sockets and long polls: once an address is slowed, right and wrong ones are told the same."""

from collections.abc import Iterator

import pytest

from ideahub.edge import limits
from ideahub.edge.knocking import DEVICE
from ideahub.eventlog.publish import connect
from tests.support.room import Room, open_room
from tests.support.server import Server, cookie_of

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def clean_stock() -> Iterator[None]:
    """All tests of this folder come from one address."""
    yield
    connect().delete(*(f"ideahub:limit:{one.name}:{HERE}" for one in (limits.WRONG_CODES, limits.KNOCKS)))


def spend_all() -> None:
    """With a debt, so that nothing comes back while the test runs."""
    for one in (limits.WRONG_CODES, limits.KNOCKS):
        limits.grant(one, HERE, 1)
        connect().hset(f"ideahub:limit:{one.name}:{HERE}", "level", -1000)


@pytest.mark.parametrize("as_", ["participant", "staff"])
def test_4429_for_right_and_wrong_codes_alike(service: Server, room: Room, as_: str) -> None:
    spend_all()
    assert service.dial(room, as_=as_).closed() == 4429
    assert service.dial(room, as_=as_, code="999999").closed() == 4429


def test_a_projector_that_proves_itself_never_waits_and_its_silence_tells_nothing(service: Server, room: Room) -> None:
    spend_all()
    assert service.projector(room).frames[0]["audience"] == "projector"
    guesses = [service.dial(room, as_="projector", code=code) for code in (room.workshop.code, "999999")]
    for guess in guesses:
        guess.send({"type": "auth", "token": "x" * 43})
    assert [guess.closed() for guess in guesses] == [4401, 4401]


def test_those_inside_come_back_whatever_is_guessed_behind_their_address(service: Server, room: Room) -> None:
    spend_all()
    for actor in (room.ben, room.ana):
        assert service.line(room, actor).frames[0]["type"] == "hello"
        answer = service.http(room, actor).get(f"/api/workshops/{room.workshop.code}/events/?since={room.seq}")
        assert answer.status_code == 200


def test_a_long_poll_tells_no_more_than_a_socket(service: Server, room: Room) -> None:
    def ask(code: str) -> tuple[int, str]:
        answer = service.http().get(f"/api/workshops/{code}/events/?since=0")
        return answer.status_code, answer.json()["code"]

    assert [ask(room.workshop.code), ask("999999")] == [(401, "not_joined"), (404, "not_found")]
    spend_all()
    assert [ask(room.workshop.code), ask("999999")] == [(429, "too_fast")] * 2
    stolen = cookie_of(open_room(), room.ana)
    assert service.dial(room, cookie=stolen, as_="participant").closed() == 4429


def test_a_device_with_a_stock_of_its_own_is_told_on_a_socket_and_let_in_whatever_others_typed(
    service: Server, room: Room
) -> None:
    phone = service.http()
    assert phone.get("/j/").status_code == 200
    cookie = f"{DEVICE}={phone.cookies[DEVICE]}"
    spend_all()
    assert service.dial(room, as_="participant").closed() == 4429
    assert service.dial(room, as_="participant", cookie=cookie).closed() == 4401
    assert service.dial(room, as_="participant", cookie=cookie, code="999999").closed() == 4404
    assert phone.post(f"/api/workshops/{room.workshop.code}/join/", json={"name": "Ali"}).status_code == 201
