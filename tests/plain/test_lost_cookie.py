"""Somebody whose device has let go of the cookie sends a form."""

import re
from html import unescape

from django.http import HttpResponse

from ideahub.core.ids import new_id
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
