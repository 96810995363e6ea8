"""Somebody whose device has let go of the cookie sends a form."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from ideahub.core.ids import new_id
from ideahub.plain import views
from tests.support.page import Page, left_in_fields, text_of
from tests.support.room import Room


def test_a_text_of_somebody_whose_cookie_is_gone_is_kept_at_the_door(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Vem var jag", column=str(room.columns[0].id))
    ben.client.cookies.clear()
    response = ben.post(form)
    assert response.status_code == 401
    assert left_in_fields(response) == ["Vem var jag"]


def test_all_that_was_typed_without_a_cookie_is_passed_on_until_somebody_has_joined(ben: Page, room: Room) -> None:
    room.go_to("commit")
    room.do(room.ana, "action.create", action=new_id(), title="Gräv", status="open")
    form = ben.form("claim", name="Ben Holm", email="ben@example.se")
    ben.client.cookies.clear()
    door = ben.post(form)
    assert door.status_code == 401
    assert left_in_fields(door) == ["Ben Holm", "ben@example.se"]
    refused = ben.client.post(ben.path, {"do": "join", "name": "Å" * 41, "kept": passed_on(door)})
    assert refused.status_code == 400
    assert left_in_fields(refused) == ["Ben Holm", "ben@example.se"]
    joined = ben.client.post(ben.path, {"do": "join", "name": "Ben", "kept": passed_on(refused)})
    assert "Du är med i mötet." in text_of(joined)
    assert left_in_fields(joined)[:2] == ["Ben Holm", "ben@example.se"]


def passed_on(door: HttpResponse) -> list[str]:
    """What the form of the door sends on."""
    return [unescape(text) for text in re.findall(r'name="kept" value="([^"]*)"', door.content.decode())]


def test_votes_of_somebody_whose_cookie_is_gone_are_said_not_to_be_saved(ben: Page, room: Room) -> None:
    room.capture(room.ben)
    room.go_to("vote", show_results="manual")
    form = ben.form("vote")
    ben.client.cookies.clear()
    response = ben.post(form)
    assert response.status_code == 401
    assert "dina röster sparades inte" in text_of(response)


def test_what_was_passed_on_is_there_again_when_the_page_is_loaded_again(ben: Page) -> None:
    """After joining, here or in another tab: a browser that reloads sends the form of the door again."""
    for _time in range(2):
        answer = ben.client.post(ben.path, {"do": "join", "name": "Ben", "kept": ["Vem var jag", "Och vart ska vi"]})
        assert answer.status_code == 200
        assert left_in_fields(answer)[:2] == ["Vem var jag", "Och vart ska vi"]


def test_who_is_asked_to_wait_at_the_door_still_has_what_was_typed(
    ben: Page, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ben.form("idea", text="Vem var jag", column=str(room.columns[0].id))
    ben.client.cookies.clear()
    monkeypatch.setattr(views, "may_be_told", lambda *_address, right: False)
    asked = ben.client.post(ben.path, {"do": "join", "name": "", "kept": ["Vem var jag"]})
    assert (asked.status_code, left_in_fields(asked)) == (429, ["Vem var jag"])
    room.do(room.ana, "workshop.close")
    closed = ben.post(form)
    assert (closed.status_code, left_in_fields(closed)) == (429, ["Vem var jag"])


def test_a_text_to_a_meeting_that_is_gone_is_kept_beside_the_question_for_a_code(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Vem var jag", column=str(room.columns[0].id))
    ben.path = "/plain/111111/"
    gone = ben.post(form)
    assert (gone.status_code, left_in_fields(gone)) == (404, ["Vem var jag"])
    assert passed_on(gone) == ["Vem var jag"]


def ask(client: Client, code: str, *kept: str) -> HttpResponse:
    """The question for a code is answered, with what it passes on, and the way it leads is gone as a browser does."""
    return client.post("/plain/", {"do": "come", "code": code, "kept": list(kept)}, follow=True)


def test_a_text_is_carried_from_the_question_for_a_code_into_the_meeting(ben: Page, room: Room) -> None:
    wrong = ask(ben.client, "12 34", "Vem var jag", "Och vart ska vi")
    assert (wrong.status_code, passed_on(wrong)) == (400, ["Vem var jag", "Och vart ska vi"])
    missing = ask(ben.client, "111 111", *passed_on(wrong))
    assert (missing.status_code, passed_on(missing)) == (404, ["Vem var jag", "Och vart ska vi"])
    there = ask(ben.client, room.workshop.code, *passed_on(missing))
    assert there.redirect_chain == [(ben.path, 307)]
    assert left_in_fields(there)[:2] == ["Vem var jag", "Och vart ska vi"]
    ben.client.cookies.clear()
    door = ask(ben.client, room.workshop.code, *passed_on(missing))
    assert (door.status_code, left_in_fields(door)) == (200, ["Vem var jag", "Och vart ska vi"])
    joined = ben.client.post(ben.path, {"do": "join", "name": "Ben", "kept": passed_on(door)})
    assert left_in_fields(joined)[:2] == ["Vem var jag", "Och vart ska vi"]


def test_who_brings_a_text_along_is_told_no_more_of_a_meeting_than_others(
    ben: Page, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.client.cookies.clear()
    room.do(room.ana, "workshop.lock")
    locked = ask(ben.client, room.workshop.code, "Vem var jag")
    assert (locked.status_code, passed_on(locked)) == (404, ["Vem var jag"])
    assert room.workshop.title not in text_of(locked)
    room.do(room.ana, "workshop.unlock")
    monkeypatch.setattr(views, "may_be_told", lambda *_address, right: False)
    waiting = ask(ben.client, room.workshop.code, "Vem var jag")
    assert (waiting.status_code, passed_on(waiting)) == (429, ["Vem var jag"])


def test_a_text_to_a_meeting_that_is_over_is_carried_to_another(ben: Page, room: Room) -> None:
    form = ben.form("idea", text="Vem var jag", column=str(room.columns[0].id))
    ben.client.cookies.clear()
    room.do(room.ana, "workshop.close")
    closed = ben.post(form)
    assert (closed.status_code, passed_on(closed)) == (410, ["Vem var jag"])
    question = ben.client.post("/plain/", {"kept": passed_on(closed)})
    assert (question.status_code, passed_on(question)) == (200, ["Vem var jag"])


def test_nothing_that_was_typed_stands_in_an_address(ben: Page) -> None:
    """Where nothing is passed on, the answer leads to an address that can be kept."""
    asked = ben.client.get("/plain/")
    gone = ben.client.post("/plain/111111/", {"do": "idea", "text": "Vem var jag"})
    ways = [re.findall(r'<form method="(\w+)" action="/plain/"', page.content.decode()) for page in (asked, gone)]
    assert ways == [["get"], ["post"]]
