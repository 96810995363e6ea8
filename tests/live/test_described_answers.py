"""What the calls answer is what their description says."""

from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from ideahub.core.ids import new_id
from tests.support.room import Room
from tests.support.server import Server


@pytest.fixture
def document(service: Server) -> dict[str, Any]:
    found: dict[str, Any] = service.http().get("/api/schema/?format=json").json()
    return found


def check(document: dict[str, Any], path: str, answer: httpx.Response) -> None:
    call = document["paths"][f"/api/workshops/{{code}}/{path}"][answer.request.method.lower()]
    described = call["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    Draft202012Validator({**described, "components": document["components"]}).validate(answer.json())


def test_joining(service: Server, room: Room, document: dict[str, Any]) -> None:
    browser = service.http()
    for status in (201, 200):
        answer = browser.post(f"/api/workshops/{room.workshop.code}/join/", json={"name": "Eva"})
        assert answer.status_code == status
        check(document, "join/", answer)


def test_what_a_phone_reads_and_writes(service: Server, room: Room, document: dict[str, Any]) -> None:
    room.capture(room.eva)
    ben, place = service.http(room, room.ben), f"/api/workshops/{room.workshop.code}"
    check(document, "", ben.get(f"{place}/"))
    snapshot = ben.get(f"{place}/snapshot/", params={"as": "participant"})
    check(document, "snapshot/", snapshot)
    since = {"since": 0, "epoch": snapshot.json()["epoch"], "wait": 0}
    check(document, "events/", ben.get(f"{place}/events/", params=since))
    check(document, "events/", ben.get(f"{place}/events/", params=since | {"epoch": "another"}))
    idea = {"id": str(new_id()), "name": "idea.withdraw", "args": {"idea": str(new_id())}}
    check(document, "commands/", ben.post(f"{place}/commands/", json={"commands": [idea]}))
