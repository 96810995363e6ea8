"""What is logged: which workshop and which commands, never what was in them."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ideahub.core.ids import new_id
from tests.support.room import Room, open_room
from tests.support.server import Server, looking_into, running


@pytest.fixture(scope="module")
def talkative_daphne(live_folder: Path, live_database: str) -> Iterator[Server]:
    """One that logs for machines, everything there is."""
    more = {"IDEAHUB_LOG_LEVEL": "DEBUG", "IDEAHUB_LOG_FORMAT": "json"}
    with running(live_folder, database=live_database, **more) as server:
        yield server


@pytest.fixture
def talkative(talkative_daphne: Server, live_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    with django_db_blocker.unblock(), looking_into(live_database), ExitStack() as talkative_daphne.test:
        yield talkative_daphne


def lines(server: Server, event: str, *rooms: Room) -> list[dict[str, object]]:
    """What it said of these rooms, or of none; other tests' rooms are in its log, too."""
    told = (json.loads(line) for line in server.said().splitlines() if line.startswith("{"))
    about = {str(room.workshop.id) for room in rooms} or {None}
    return [line for line in told if line["event"] == event and line.get("workshop") in about]


def test_refused_commands_are_logged_by_their_ids_and_texts_never_are(talkative: Server) -> None:
    room: Room = open_room()
    ben = talkative.line(room, room.ben)
    idea = new_id()
    ben.ask("idea.capture", idea=idea, column=room.columns[0].id, text="Solceller i hemlighet")
    refused = ben.push("idea.capture", idea=new_id(), column=new_id(), text="Vätgas i hemlighet")
    assert not ben.result(refused)["ok"]
    talkative.http(room, room.ben).get(f"/api/workshops/{room.workshop.code}/snapshot/")

    (told,) = lines(talkative, "commands_refused", room)
    assert told["commands"] == [str(refused)]
    (request,) = lines(talkative, "request_finished", room)
    assert request["request"] == "GET /api/workshops/…/snapshot/"
    assert (request["code"], "request_id" in request, "ip" in request) == (200, True, False)
    said = talkative.said()
    assert "hemlighet" not in said
    assert "Ben" not in said
    assert room.tokens[room.ben.id] not in said
    # Digits of a time may be the same by chance.
    assert not re.search(rf"(?<![\d.]){room.workshop.code}", said)


def test_a_command_is_followed_from_its_socket_to_its_transaction(talkative: Server) -> None:
    room, other = open_room(), open_room()
    elsewhere, ben = talkative.line(other, other.ben), talkative.line(room, room.ben)
    elsewhere.ask("idea.capture", idea=new_id(), column=other.columns[0].id, text="Sol")
    command = ben.push("idea.capture", idea=new_id(), column=room.columns[0].id, text="Vind")
    assert ben.result(command)["ok"]

    (there,), (here,) = (lines(talkative, "socket_entered", one) for one in (other, room))
    assert there["request_id"] != here["request_id"]
    (answered,) = lines(talkative, "commands_answered", room)
    (decided,) = lines(talkative, "commands_decided", room)
    assert answered["commands"] == decided["commands"] == [str(command)]
    assert answered["request_id"] == here["request_id"]
    # What is written for many names none of them.
    assert not {"request_id", "audience"} & decided.keys()


def test_every_call_about_a_workshop_says_which(talkative: Server) -> None:
    room = open_room()
    code, ben, ana = room.workshop.code, talkative.http(room, room.ben), talkative.http(room, room.ana)
    calls = [
        (ben, "POST", f"/api/workshops/{code}/shown/"),
        (ben, "GET", f"/api/workshops/{code}/events/?since=0"),
        (ben, "GET", f"/plain/{code}/"),
        (ben, "GET", f"/q/{room.workshop.qr_token}"),
        (ana, "GET", f"/api/workshops/{code}/snapshot/?as=staff"),
        (ana, "GET", f"/api/setup/{room.workshop.id}/"),
        (ana, "GET", f"/board/{room.workshop.id}/"),
    ]
    about_none = (ana, "GET", "/api/overview/")
    for who, method, path in (*calls, about_none):
        body = {"ideas": [str(new_id())]} if method == "POST" else None
        assert who.request(method, path, json=body).status_code == 200, path

    assert len(lines(talkative, "request_finished", room)) == len(calls)
    assert [one["request"] for one in lines(talkative, "request_finished")].count("GET /api/overview/") == 1
