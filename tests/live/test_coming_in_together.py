"""A room that joins and comes back in one moment: the fast lane answers as the views do, and works for many at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ideahub.eventlog.models import Event
from ideahub.live import arriving
from ideahub.live.gathering import Gathering
from ideahub.workshops.joining import Joined, Newcomer, cookie_name
from ideahub.workshops.models import Participant
from tests.support.room import Room, open_room
from tests.support.server import Server, cookie_of

# A session that is nobody's: it takes the way through Django's middleware.
SLOWLY = f"{settings.SESSION_COOKIE_NAME}=nobodys"


def path(room: Room, call: str) -> str:
    return f"/api/workshops/{room.workshop.code}/{call}/"


def compared(answer: httpx.Response) -> dict[str, str]:
    """Headers but for those that are others each time, and DRF's list of methods."""
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in {"set-cookie", "etag", "content-length", "allow"}
    }
    headers["vary"] = ", ".join(sorted(headers["vary"].split(", ")))
    return headers


def ask(phone: httpx.Client, room: Room, call: str, cookie: str, **more: Any) -> httpx.Response:
    method = "POST" if call == "join" else "GET"
    body = {"json": {"name": "Kim"}} if call == "join" else {"params": {"as": "participant"}}
    return phone.request(method, path(room, call), headers={"Cookie": cookie, **more}, **body)  # type: ignore[arg-type]


@pytest.mark.parametrize("call", ["join", "snapshot"])
def test_the_fast_lane_answers_as_the_views_do(service: Server, room: Room, call: str) -> None:
    phone, mine = service.http(), cookie_of(room, room.ben)
    quick, slow = ask(phone, room, call, mine), ask(phone, room, call, f"{mine}; {SLOWLY}")
    assert (quick.status_code, compared(quick)) == (slow.status_code, compared(slow))
    assert {**quick.json(), "server_time": ""} == {**slow.json(), "server_time": ""}
    tag = slow.headers.get("etag", "")
    assert quick.headers.get("etag", "") == tag
    again = ask(phone, room, call, mine, **{"If-None-Match": tag})
    assert again.status_code == (304 if tag else 200)


def test_a_new_phone_gets_the_same_cookie_and_headers(service: Server, room: Room) -> None:
    quick, slow = ask(service.http(), room, "join", ""), ask(service.http(), room, "join", SLOWLY)
    assert (quick.status_code, slow.status_code) == (201, 201)
    assert compared(quick) == compared(slow)
    ways = [answer.headers["set-cookie"].partition("; ")[2].partition("expires=")[0] for answer in (quick, slow)]
    assert ways[0] == ways[1]
    token = quick.cookies[cookie_name(room.workshop.id)]
    known = ask(service.http(), room, "join", f"{cookie_name(room.workshop.id)}={token}")
    assert (known.status_code, known.json()) == (200, quick.json())


def test_what_is_refused_is_refused_as_before(service: Server, room: Room) -> None:
    phone = service.http()
    assert phone.post("/api/workshops/000000/join/", json={}).status_code == 404
    assert phone.get(path(room, "snapshot")).json()["code"] == "not_joined"
    assert phone.post(path(room, "join"), json={"name": "x" * 41}).json()["field"] == "name"
    assert phone.post(path(room, "join"), json={"name": 7}).json()["field"] == "name"
    assert phone.post(path(room, "join"), content="{", headers={"Content-Type": "application/json"}).status_code == 400
    assert phone.post(path(room, "join"), json={}, headers={"Origin": "http://evil.example"}).status_code == 403
    room.do(room.ana, "workshop.lock")
    assert phone.post(path(room, "join"), json={}).json()["code"] == "not_open"


def test_a_body_that_comes_in_pieces_is_read_whole(service: Server, room: Room) -> None:
    def pieces() -> Any:
        yield from (b'{"name"', b': "Kim"', b"}")

    headers = {"Content-Type": "application/json", "Content-Length": "15"}
    assert service.http().post(path(room, "join"), content=pieces(), headers=headers).json()["name"] == "Kim"


def test_who_is_no_longer_in_the_meeting_is_not_let_in_again(service: Server, room: Room) -> None:
    phone, mine = service.http(), cookie_of(room, room.ben)
    assert ask(phone, room, "snapshot", mine).status_code == 200
    Participant.objects.filter(pk=room.ben.id).delete()
    assert ask(phone, room, "snapshot", mine).status_code == 401
    assert ask(phone, room, "join", mine).status_code == 201


def test_many_phones_at_once_all_get_in_and_each_is_another(service: Server, room: Room) -> None:
    def enter(_number: int) -> tuple[int, str, str]:
        with httpx.Client(base_url=service.url, timeout=60) as phone:
            joined = phone.post(path(room, "join"), json={})
            state = phone.get(path(room, "snapshot"), params={"as": "participant"})
            return joined.status_code, joined.json()["participant"], state.json()["me"]["participant"]

    with ThreadPoolExecutor(30) as crowd:
        told = list(crowd.map(enter, range(30)))
    assert {status for status, _joined, _me in told} == {201}
    assert all(joined == me for _status, joined, me in told)
    assert len({joined for _status, joined, _me in told}) == 30
    joins = Event.objects.filter(stream=room.workshop.id, type="participant.joined")
    assert {event.payload["participant"]["id"] for event in joins} >= {joined for _status, joined, _me in told}


def test_fifty_joins_that_wait_are_one_transaction(service: Server) -> None:
    theirs = open_room()
    wanting = [arriving.WantsIn(_request(), Newcomer("", None)) for _n in range(50)]
    with CaptureQueriesContext(connection) as asked:
        joined = arriving._let_in(theirs.workshop.code, wanting)
    assert len({one.token for one in joined if isinstance(one, Joined)}) == 50
    assert len(asked) <= 8, [query["sql"][:80] for query in asked]


def test_fifty_that_come_back_take_the_queries_of_one(service: Server) -> None:
    theirs = open_room()
    cookies = {cookie_name(theirs.workshop.id): theirs.tokens[theirs.ben.id]}
    arriving._tell_state(theirs.workshop.code, [_request(cookies)])
    counts = []
    for phones in (1, 50):
        with CaptureQueriesContext(connection) as asked:
            told = arriving._tell_state(theirs.workshop.code, [_request(cookies) for _n in range(phones)])
        assert all(one is not None for one in told)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_what_is_asked_while_a_round_runs_waits_for_the_next() -> None:
    rounds: list[list[int]] = []

    async def pool(work: Any, *args: Any) -> Any:
        await asyncio.sleep(0)
        return work(*args)

    def work(_code: str, asked: list[int]) -> list[int]:
        rounds.append(asked)
        if 7 in asked:
            raise LookupError
        return [-one for one in asked]

    async def ask_all() -> list[Any]:
        gathering = Gathering[int, int](pool, work)
        first = asyncio.create_task(gathering.ask("1", 0))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rest = [asyncio.create_task(gathering.ask("1", number)) for number in range(1, 4)]
        answers = [await first, *[await one for one in rest]]
        return [*answers, await asyncio.gather(gathering.ask("1", 7), return_exceptions=True)]

    told = async_to_sync(ask_all)()
    assert told[:4] == [0, -1, -2, -3]
    assert isinstance(told[4][0], LookupError)
    assert rounds == [[0], [1, 2, 3], [7]]


def _request(cookies: dict[str, str] | None = None) -> Any:
    request = RequestFactory().get("/")
    request.COOKIES = cookies or {}
    return request
