"""Guessing codes: wrong ones are slowed for each address, and no call tells a right code from a wrong one faster than another."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from time import sleep
from typing import Any

import pytest
from django.test import Client

from ideahub.edge import knocking, limits
from ideahub.workshops.joining import cookie_name
from ideahub.workshops.projector_links import make_link
from tests.support.room import Room, make_draft, open_room

_numbers = count(1)
EMPTY = {"commands": [{"id": "x", "name": "hand.raise"}]}
CALLS: dict[str, Callable[[Client, str], Any]] = {
    "card": lambda client, code: client.get(f"/api/workshops/{code}/"),
    "join": lambda client, code: client.post(f"/api/workshops/{code}/join/", {}, content_type="application/json"),
    "snapshot": lambda client, code: client.get(f"/api/workshops/{code}/snapshot/"),
    "events": lambda client, code: client.get(f"/api/workshops/{code}/events/?since=0"),
    "commands": lambda client, code: client.post(
        f"/api/workshops/{code}/commands/", EMPTY, content_type="application/json"
    ),
}


@pytest.fixture
def address() -> str:
    """One that nobody has guessed from."""
    return f"203.0.113.{next(_numbers)}"


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is spent comes back while the test runs."""
    for name in ("WRONG_CODES", "KNOCKS"):
        slow = replace(getattr(limits, name), rate=0.001)
        monkeypatch.setattr(limits, name, slow)
        monkeypatch.setattr(knocking, name, slow)


def spend_all(address: str) -> None:
    limits.grant(limits.WRONG_CODES, address, 60)
    limits.grant(limits.KNOCKS, address, 30)


@pytest.mark.parametrize("call", CALLS)
def test_guessing_by_whatever_call_ends_in_a_wait(room: Room, address: str, call: str) -> None:
    guesser = Client(REMOTE_ADDR=address)
    assert CALLS[call](guesser, "999999").status_code == 404
    spend_all(address)
    answers = [CALLS[call](guesser, "999999") for _n in range(20)]
    waits = [one for one in answers if one.status_code == 429]
    assert waits, Counter(one.status_code for one in answers)
    assert (waits[0].json()["code"], int(waits[0]["Retry-After"])) == ("too_fast", 5)


@pytest.mark.parametrize("call", CALLS)
def test_once_it_is_slowed_a_right_code_is_answered_like_a_wrong_one(
    room: Room, address: str, call: str, frozen: None
) -> None:
    spend_all(address)
    right, wrong = (CALLS[call](Client(REMOTE_ADDR=address), code) for code in (room.workshop.code, "999999"))
    assert (right.status_code, right.json()) == (wrong.status_code, wrong.json())
    assert right.status_code == 429


@pytest.mark.parametrize("call", ["snapshot", "commands"])
def test_asking_without_proof_costs_the_same_whether_the_code_is_right_or_wrong(
    room: Room, address: str, call: str, frozen: None
) -> None:
    for code, status in ((room.workshop.code, 401), ("999999", 404), (make_draft().code, 401)):
        before = limits.left(limits.WRONG_CODES, address)
        assert CALLS[call](Client(REMOTE_ADDR=address), code).status_code == status
        assert limits.left(limits.WRONG_CODES, address) == before - 1


def test_whoever_holds_proof_never_waits(room: Room, address: str, frozen: None) -> None:
    phone, leader, screen = (Client(REMOTE_ADDR=address) for _n in range(3))
    phone.cookies[cookie_name(room.workshop.id)] = room.tokens[room.ben.id]
    leader.force_login(room.leader)
    screen.defaults["HTTP_AUTHORIZATION"] = f"Bearer {make_link(workshop=room.workshop)[1]}"
    spend_all(address)
    phones = ("card", "join", "snapshot", "commands")
    assert [CALLS[call](phone, room.workshop.code).status_code for call in phones] == [200] * 4
    assert [CALLS[call](leader, room.workshop.code).status_code for call in ("card", "snapshot")] == [200] * 2
    assert CALLS["snapshot"](screen, room.workshop.code).status_code == 200


def test_whoever_came_by_the_qr_code_never_waits_and_by_another_meetings_does(
    room: Room, address: str, frozen: None
) -> None:
    spend_all(address)
    scanned, elsewhere = Client(REMOTE_ADDR=address), Client(REMOTE_ADDR=address)
    assert scanned.get(f"/q/{room.workshop.qr_token}").status_code == 200
    elsewhere.get(f"/q/{open_room().workshop.qr_token}")
    assert [CALLS[call](scanned, room.workshop.code).status_code for call in ("card", "join")] == [200, 201]
    assert CALLS["join"](elsewhere, room.workshop.code).status_code == 429


def test_a_cookie_that_is_made_up_is_no_proof(room: Room, address: str, frozen: None) -> None:
    spend_all(address)
    forged = Client(REMOTE_ADDR=address)
    forged.cookies["ideahub_q"] = f"{room.workshop.id.hex}:x:y"
    forged.cookies[cookie_name(room.workshop.id)] = "x" * 43
    assert CALLS["join"](forged, room.workshop.code).status_code == 429


def test_phones_that_typed_the_code_all_get_in_behind_an_address_from_which_somebody_guesses(
    room: Room, address: str
) -> None:
    """Each comes again after a moment, as the answer says; waited for shorter here than a phone does."""
    spend_all(address)
    for _n in range(30):
        CALLS["card"](Client(REMOTE_ADDR=address), "999999")
    waiting = [Client(REMOTE_ADDR=address) for _n in range(40)]
    for _round in range(60):
        waiting = [one for one in waiting if CALLS["join"](one, room.workshop.code).status_code != 201]
        if not waiting:
            break
        sleep(0.2)
    assert not waiting
    assert room.fresh().participants.count() == 42


def test_a_stock_is_never_given_out_twice(address: str) -> None:
    """The rule is one script in Redis: of many who take at once, only as many get as there are."""
    with ThreadPoolExecutor(16) as pool:
        granted = list(pool.map(lambda _n: limits.grant(limits.IDEAS, address), range(100)))
    assert sum(granted) == 10
