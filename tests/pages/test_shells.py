import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from ideahub.workshops.projector_links import make_link, revoke_link
from tests.support.room import Room, make_draft


def boot(response: HttpResponse) -> dict[str, Any]:
    found = re.search(r'<script id="boot" type="application/json">(.*?)</script>', response.content.decode())
    assert found
    return dict(json.loads(found[1]))


def test_a_typed_code_opens_the_phone_app(stranger: Client) -> None:
    response = stranger.get("/j/428617")
    assert response.status_code == 200
    assert boot(response) == {"code": "428617", "language": "sv"}
    assert "phone-x1.js" in response.content.decode()


def test_a_code_written_with_a_space_is_put_right_in_the_address(stranger: Client) -> None:
    assert stranger.get("/j/428 617").headers["Location"] == "/j/428617"


def test_the_phone_app_does_not_tell_whether_a_typed_code_exists(stranger: Client, room: Room) -> None:
    known, unknown = (stranger.get(f"/j/{code}") for code in (room.workshop.code, "111111"))
    assert boot(known) | {"code": ""} == boot(unknown) | {"code": ""}
    assert room.workshop.title not in known.content.decode()


def test_the_qr_code_opens_the_meeting_with_its_name(stranger: Client, room: Room) -> None:
    response = stranger.get(f"/q/{room.workshop.qr_token}")
    assert boot(response) == {"code": room.workshop.code, "language": "sv"}
    assert f"<title>{room.workshop.title} – Ideahub</title>" in response.content.decode()


def test_an_unknown_qr_token_is_not_found(stranger: Client, room: Room) -> None:
    assert stranger.get("/q/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404


def test_the_leader_gets_the_board(ana: Client, room: Room) -> None:
    response = ana.get(f"/board/{room.workshop.id}/")
    assert boot(response) == {
        "workshop": str(room.workshop.id),
        "code": room.workshop.code,
        "user": {"id": str(room.leader.id), "name": "Ana"},
        "language": "sv",
    }


def test_a_reader_is_told_why_the_board_stays_closed(reader: Client, room: Room) -> None:
    response = reader.get(f"/board/{room.workshop.id}/")
    assert response.status_code == 403
    assert "Bara den som leder mötet ser tavlan." in response.content.decode()
    assert room.workshop.code not in response.content.decode()


@pytest.mark.parametrize("page", ["board", "poster"])
def test_a_stranger_to_the_arena_cannot_see_that_the_meeting_exists(cleo: Client, room: Room, page: str) -> None:
    response = cleo.get(f"/{page}/{room.workshop.id}/")
    assert response.status_code == 404
    assert room.workshop.title not in response.content.decode()


@pytest.mark.parametrize("path", ["/board/{}/", "/poster/{}/", "/meetings/", "/meetings/{}/", "/people/", "/settings/"])
def test_who_is_not_signed_in_comes_back_after_signing_in(stranger: Client, room: Room, path: str) -> None:
    address = path.format(room.workshop.id)
    assert stranger.get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_somebody_whose_account_was_closed_is_signed_out_of_the_board(ana: Client, room: Room) -> None:
    room.leader.is_active = False
    room.leader.save()
    assert ana.get(f"/board/{room.workshop.id}/").status_code == 302


def test_the_projectors_page_tells_nothing_of_the_meeting_nor_whether_there_is_one(
    stranger: Client, room: Room
) -> None:
    known, unknown = (stranger.get(f"/projector/{workshop}/") for workshop in (room.workshop.id, uuid4()))
    assert boot(known) == boot(unknown) == {"language": "sv"}
    assert room.workshop.code not in known.content.decode()
    assert known.status_code == unknown.status_code == 200


def test_the_projector_learns_code_and_language_with_its_token(stranger: Client, room: Room) -> None:
    room.workshop.language = "en"
    room.workshop.save()
    _link, token = make_link(workshop=room.workshop)
    response = stranger.get(f"/projector/{room.workshop.id}/meeting/", headers={"authorization": f"Bearer {token}"})
    assert response.json() == {"code": room.workshop.code, "language": "en"}
    assert "no-store" in response.headers["Cache-Control"]


def test_without_the_token_of_this_meeting_not_even_who_leads_it_learns_the_code_so(
    stranger: Client, ana: Client, room: Room
) -> None:
    _link, foreign = make_link(workshop=make_draft(title="Cleos möte"))
    revoked, token = make_link(workshop=room.workshop)
    revoke_link(revoked)
    path = f"/projector/{room.workshop.id}/meeting/"
    tokens = ({}, *({"authorization": f"Bearer {one}"} for one in (foreign, token, "")))
    assert {client.get(path, headers=headers).status_code for client in (stranger, ana) for headers in tokens} == {404}


def test_the_organizer_pages_know_who_is_there(ana: Client, room: Room) -> None:
    response = ana.get("/meetings/")
    user = {"id": str(room.leader.id), "name": "Ana", "email": room.leader.email, "may_make_arenas": False}
    assert boot(response) == {"user": user, "language": "sv"}


def test_a_name_that_looks_like_markup_stays_text(ana: Client, room: Room) -> None:
    room.leader.name = "</script><script>alert(1)</script>"
    room.leader.save()
    response = ana.get("/meetings/")
    assert "<script>alert" not in response.content.decode()
    assert boot(response)["user"]["name"] == room.leader.name


@pytest.mark.parametrize("path", ["/", "/j/428617", "/accounts/login/", "/nope"])
def test_pages_allow_no_script_or_style_of_their_own(stranger: Client, path: str) -> None:
    response = stranger.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    html = response.content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)


@pytest.mark.parametrize("path", ["/board/{}/", "/meetings/", "/poster/{}/", "/qr/{}.svg"])
def test_personal_pages_are_stored_nowhere(ana: Client, room: Room, path: str) -> None:
    response = ana.get(path.format(room.workshop.id))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_a_shell_loads_the_font_before_the_styles_ask_for_it(stranger: Client) -> None:
    html = stranger.get("/j/").content.decode()
    assert html.index('rel="preload" as="font"') < html.index("stylesheet")
    assert "schibsted-grotesk-sv-en-x1.woff2" in html
    assert "latin-ext" not in html
    assert len(html) < 2500
