"""Guessing codes: wrong ones are slowed by device and address, and no call tells a right code from a wrong one faster than another."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from time import sleep
from typing import Any

import pytest
import redis
from django.test import Client

from ideahub.edge import knocking, limits
from ideahub.embedded import ports
from ideahub.eventlog import link
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
    for name in ("OWN_CODES", "WRONG_CODES", "KNOCKS", "NEW_DEVICES"):
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


def been_at_the_door(address: str, page: str = "/j/") -> Client:
    """A device with a stock of its own, as far as its address has any to give."""
    client = Client(REMOTE_ADDR=address)
    assert client.get(page).status_code == 200
    return client


@pytest.mark.parametrize("page", ["/j/", "/j/999999", "/plain/"])
def test_a_device_that_was_never_wrong_waits_for_nobody_elses_wrong_codes(
    room: Room, address: str, page: str, frozen: None
) -> None:
    phone = been_at_the_door(address, page)
    spend_all(address)
    assert CALLS["card"](Client(REMOTE_ADDR=address), room.workshop.code).status_code == 429
    assert [CALLS[call](phone, room.workshop.code).status_code for call in ("card", "join")] == [200, 201]


def test_a_devices_wrong_codes_are_its_own_first_and_then_its_addresss(room: Room, address: str, frozen: None) -> None:
    phone = been_at_the_door(address)
    before = limits.left(limits.WRONG_CODES, address)
    assert [CALLS["card"](phone, "999999").status_code for _n in range(3)] == [404] * 3
    assert limits.left(limits.WRONG_CODES, address) == before
    assert CALLS["card"](phone, "999999").status_code == 404
    assert limits.left(limits.WRONG_CODES, address) == before - 1
    spend_all(address)
    right, wrong = (CALLS["card"](phone, code) for code in (room.workshop.code, "999999"))
    assert (right.status_code, right.json()) == (wrong.status_code, wrong.json())
    assert right.status_code == 429


def test_a_right_code_takes_nothing_from_a_devices_stock(room: Room, address: str, frozen: None) -> None:
    phone = been_at_the_door(address)
    spend_all(address)
    assert [CALLS["card"](phone, room.workshop.code).status_code for _n in range(5)] == [200] * 5
    assert CALLS["card"](phone, "999999").status_code == 404


def test_coming_as_a_new_device_each_time_gives_a_guesser_no_more_than_the_address_has(
    room: Room, address: str, frozen: None
) -> None:
    limits.grant(limits.NEW_DEVICES, address, int(limits.NEW_DEVICES.burst) - 2)
    spend_all(address)
    devices = [been_at_the_door(address) for _n in range(6)]
    answers = Counter(CALLS["card"](one, "999999").status_code for one in devices for _n in range(10))
    assert answers == {404: 2 * 3, 429: 6 * 10 - 2 * 3}
    assert CALLS["card"](devices[-1], room.workshop.code).status_code == 429


def test_what_all_devices_of_an_address_may_guess_in_the_long_run_is_no_more_than_one_may_without() -> None:
    """Eleven verdicts a second: those of the address, and of each new device all that it can ever have while its cookie is good."""
    of_a_device = limits.OWN_CODES.burst + knocking.KEPT_S * limits.OWN_CODES.rate
    each_second = limits.WRONG_CODES.rate + limits.KNOCKS.rate + limits.NEW_DEVICES.rate * of_a_device
    assert each_second <= 11


def test_a_device_is_given_one_stock_however_often_it_loads_the_page(address: str, frozen: None) -> None:
    phone = been_at_the_door(address)
    given = phone.cookies["ideahub_d"].value
    left = limits.left(limits.NEW_DEVICES, address)
    assert "ideahub_d" not in phone.get("/j/").cookies
    assert (phone.cookies["ideahub_d"].value, limits.left(limits.NEW_DEVICES, address)) == (given, left)
    assert (phone.cookies["ideahub_d"]["httponly"], phone.cookies["ideahub_d"]["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("page", ["/j/", "/plain/"])
@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin"])
def test_a_page_that_is_fetched_to_be_kept_takes_no_stock(address: str, frozen: None, page: str, mode: str) -> None:
    worker = Client(REMOTE_ADDR=address, headers={"Sec-Fetch-Mode": mode, "Sec-Fetch-Site": "same-origin"})
    left = limits.left(limits.NEW_DEVICES, address)
    assert "ideahub_d" not in worker.get(page).cookies
    assert limits.left(limits.NEW_DEVICES, address) == left
    assert "ideahub_d" in worker.get(page, headers={"Sec-Fetch-Mode": "navigate"}).cookies


def with_kept_page(address: str) -> Client:
    """A phone that has its page from its service worker, so that its calls are the first that the service hears of it."""
    return Client(REMOTE_ADDR=address, headers={"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"})


@pytest.mark.parametrize("is_right", [True, False])
def test_a_phone_whose_page_was_kept_waits_for_others_once_at_most(
    room: Room, address: str, frozen: None, is_right: bool
) -> None:
    phone = with_kept_page(address)
    spend_all(address)
    assert CALLS["card"](phone, room.workshop.code if is_right else "999999").status_code == 429
    assert [CALLS[call](phone, room.workshop.code).status_code for call in ("card", "join")] == [200, 201]


def test_a_phone_whose_page_was_kept_has_its_stock_before_others_are_wrong(
    room: Room, address: str, frozen: None
) -> None:
    found, mistyped, late = (with_kept_page(address) for _n in range(3))
    left, closed = limits.left(limits.NEW_DEVICES, address), open_room().workshop
    closed.status = "closed"
    closed.save()
    assert CALLS["card"](found, room.workshop.code).status_code == 200
    assert CALLS["card"](mistyped, "999999").status_code == 404
    assert CALLS["card"](late, closed.code).status_code == 410
    spend_all(address)
    assert [CALLS["join"](one, room.workshop.code).status_code for one in (found, mistyped, late)] == [201] * 3
    assert limits.left(limits.NEW_DEVICES, address) == left - 3


def test_kept_pages_give_a_guesser_no_more_devices_than_the_address_has(room: Room, address: str, frozen: None) -> None:
    limits.grant(limits.NEW_DEVICES, address, int(limits.NEW_DEVICES.burst) - 2)
    spend_all(address)
    devices = [with_kept_page(address) for _n in range(6)]
    answers = Counter(CALLS["card"](one, "999999").status_code for _n in range(11) for one in devices)
    assert answers == {404: 2 * 3, 429: 6 * 11 - 2 * 3}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", None])
def test_a_call_that_comes_from_none_of_our_pages_takes_no_stock(
    room: Room, address: str, frozen: None, site: str | None
) -> None:
    script = Client(REMOTE_ADDR=address, headers={"Sec-Fetch-Site": site} if site else {})
    left = limits.left(limits.NEW_DEVICES, address)
    assert "ideahub_d" not in CALLS["card"](script, room.workshop.code).cookies
    assert limits.left(limits.NEW_DEVICES, address) == left


def test_who_has_proof_takes_no_stock(room: Room, address: str, frozen: None) -> None:
    scanned, phone, leader = (with_kept_page(address) for _n in range(3))
    assert scanned.get(f"/q/{room.workshop.qr_token}").status_code == 200
    phone.cookies[cookie_name(room.workshop.id)] = room.tokens[room.ben.id]
    leader.force_login(room.leader)
    left = limits.left(limits.NEW_DEVICES, address)
    for one in (scanned, phone, leader):
        assert "ideahub_d" not in CALLS["card"](one, room.workshop.code).cookies
    assert limits.left(limits.NEW_DEVICES, address) == left


def test_a_stock_that_is_made_up_or_too_old_is_none(
    room: Room, address: str, frozen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, forged = been_at_the_door(address), Client(REMOTE_ADDR=address)
    name, _signature = phone.cookies["ideahub_d"].value.split(":", 1)
    forged.cookies["ideahub_d"] = f"{name}:x:y"
    spend_all(address)
    assert CALLS["card"](forged, room.workshop.code).status_code == 429
    assert CALLS["card"](phone, room.workshop.code).status_code == 200
    monkeypatch.setattr(knocking, "KEPT_S", -1)
    assert CALLS["card"](phone, room.workshop.code).status_code == 429


def test_a_stock_is_never_given_out_twice(address: str) -> None:
    """The rule is one script in Redis: of many who take at once, only as many get as there are."""
    with ThreadPoolExecutor(16) as pool:
        granted = list(pool.map(lambda _n: limits.grant(limits.IDEAS, address), range(100)))
    assert sum(granted) == 10


def test_of_many_who_are_wrong_at_once_only_as_many_are_told_as_all_stocks_hold(address: str, frozen: None) -> None:
    somebody = knocking.Knocker(address, f"device-{address}")
    with ThreadPoolExecutor(16) as pool:
        told = list(pool.map(lambda _n: knocking.may_be_told(somebody, right=False), range(150)))
    assert sum(told) == 3 + 60 + 30


def test_who_is_told_at_once_is_asked_for_all_in_one_and_costs_nobody_anything(address: str, frozen: None) -> None:
    fresh, spent, plain = (knocking.Knocker(address, name and f"{name}-{address}") for name in ("fresh", "spent", None))
    limits.grant(limits.OWN_CODES, f"spent-{address}", 3)
    assert knocking.with_stock([fresh, spent, plain]) == {fresh, spent, plain}
    spend_all(address)
    for _time in range(5):
        assert knocking.with_stock([fresh, spent, plain]) == {fresh}


def test_with_redis_away_each_process_keeps_to_the_same_limits_by_itself(
    address: str, frozen: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_there = f"redis://127.0.0.1:{ports.free_port()}/0"
    away = redis.Redis(connection_pool=link.CarefulPool.from_url(nobody_there, retry=None))
    monkeypatch.setattr(limits.link, "shared", lambda: away)
    somebody, other = (knocking.Knocker(address, f"{name}-{address}") for name in ("somebody", "other"))
    assert sum(knocking.may_be_told(somebody, right=False) for _n in range(150)) == 3 + 60 + 30
    assert not knocking.may_be_told(somebody, right=True)
    assert knocking.may_be_told(other, right=True)
    assert [limits.grant(limits.IDEAS, address, 8) for _n in range(2)] == [8, 2]


def test_what_a_process_remembers_by_itself_is_bounded_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEPT", 2)
    now = 1000.0
    monkeypatch.setattr(limits, "monotonic", lambda: now)
    own, of = limits.OwnBuckets(), limits.Limit("some", 2, 10)

    def take(who: str, amount: int) -> tuple[int, int]:
        return own.take([limits.Ask(of, who, amount)], only_first=False)[0]

    assert [take("ben", 7), take("ben", 7), take("ben", 7)] == [(7, 3), (3, 0), (0, 0)]
    now += 2
    assert take("ben", 7) == (4, 0)
    assert [take("eva", 1), take("ali", 1), take("ben", 10)] == [(1, 9), (1, 9), (10, 0)]
