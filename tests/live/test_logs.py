"""What is logged: which workshop and which commands, never what was in them."""

import json
import os
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
    """It has said nothing yet."""
    # What it writes goes to the end of the file, wherever that is.
    os.truncate(talkative_daphne.log, 0)
    with django_db_blocker.unblock(), looking_into(live_database), ExitStack() as talkative_daphne.test:
        yield talkative_daphne


def lines(server: Server) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.said().splitlines() if line.startswith("{")]


def test_refused_commands_are_logged_by_their_ids_and_texts_never_are(talkative: Server) -> None:
    room: Room = open_room()
    ben = talkative.line(room, room.ben)
    idea = new_id()
    ben.ask("idea.capture", idea=idea, column=room.columns[0].id, text="Solceller i hemlighet")
    refused = ben.push("idea.capture", idea=new_id(), column=new_id(), text="Vätgas i hemlighet")
    assert not ben.result(refused)["ok"]
    talkative.http(room, room.ben).get(f"/api/workshops/{room.workshop.code}/snapshot/")

    told = next(line for line in lines(talkative) if line["event"] == "commands_refused")

    assert told["commands"] == [str(refused)]
    assert told["workshop"] == str(room.workshop.id)
    (request,) = [line for line in lines(talkative) if line["event"] == "request_finished"]
    assert request["request"] == "GET /api/workshops/…/snapshot/"
    assert (request["code"], "request_id" in request, "ip" in request) == (200, True, False)
    assert request["workshop"] == str(room.workshop.id)
    said = talkative.said()
    assert "hemlighet" not in said
    assert "Ben" not in said
    assert room.tokens[room.ben.id] not in said
    assert room.workshop.code not in said


def test_a_command_is_followed_from_its_socket_to_its_transaction(talkative: Server) -> None:
    room, other = open_room(), open_room()
    elsewhere, ben = talkative.line(other, other.ben), talkative.line(room, room.ben)
    elsewhere.ask("idea.capture", idea=new_id(), column=other.columns[0].id, text="Sol")
    command = ben.push("idea.capture", idea=new_id(), column=room.columns[0].id, text="Vind")
    assert ben.result(command)["ok"]

    told = lines(talkative)

    entered = [one for one in told if one["event"] == "socket_entered"]
    assert len({one["request_id"] for one in entered}) == 2
    (answered,) = [one for one in told if one["event"] == "commands_answered" and one["commands"] == [str(command)]]
    (decided,) = [one for one in told if one["event"] == "commands_decided" and one["commands"] == [str(command)]]
    assert answered["request_id"] == entered[1]["request_id"]
    assert answered["workshop"] == decided["workshop"] == str(room.workshop.id)
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
        (ana, "GET", "/api/overview/"),
    ]
    for who, method, path in calls:
        body = {"ideas": [str(new_id())]} if method == "POST" else None
        assert who.request(method, path, json=body).status_code == 200, path

    about = [one.get("workshop") for one in lines(talkative) if one["event"] == "request_finished"]

    assert about == [str(room.workshop.id)] * (len(calls) - 1) + [None]
