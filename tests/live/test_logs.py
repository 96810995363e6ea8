"""What is logged: which workshop and which commands, never what was in them."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ideahub.core.ids import new_id
from tests.support.room import Room, open_room
from tests.support.server import Server, looking_into, running


@pytest.fixture
def talkative(live_folder: Path, live_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    """A daphne that logs for machines, everything there is."""
    more = {"IDEAHUB_LOG_LEVEL": "DEBUG", "IDEAHUB_LOG_FORMAT": "json"}
    with (
        running(live_folder, database=live_database, **more) as server,
        django_db_blocker.unblock(),
        looking_into(live_database),
        ExitStack() as server.test,
    ):
        yield server


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
    said = talkative.said()
    assert "hemlighet" not in said
    assert "Ben" not in said
    assert room.tokens[room.ben.id] not in said
    assert room.workshop.code not in said
