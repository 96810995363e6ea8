"""Somebody whose device has let go of the cookie sends a form."""

import re
from html import unescape

import pytest
from django.http import HttpResponse

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
