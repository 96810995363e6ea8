import re
from datetime import UTC, datetime

import pytest
import segno
from django.test import Client
from pytest_django import Settings

from ideahub.pages.qr import QUIET_MODULES, join_link, qr_svg
from ideahub.workshops.projector_links import make_link, revoke_link
from tests.support.room import Room, make_draft


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_the_qr_code_holds_the_public_address_with_the_secret_token(room: Room, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://ideahub.example"
    assert join_link(room.workshop) == f"https://ideahub.example/q/{room.workshop.qr_token}"


def test_the_picture_is_the_code_with_quiet_space_and_nothing_that_runs() -> None:
    text = "https://ideahub.example/q/AAAAAAAAAAAAAAAAAAAAAA"
    svg = qr_svg(text).decode()
    side = segno.make(text, error="m", micro=False).symbol_size(border=QUIET_MODULES)[0]
    assert f'viewBox="0 0 {side} {side}"' in svg
    assert not re.search(r"<script|style=|\son\w+=|href", svg)


def test_the_leader_sees_the_qr_code(ana: Client, room: Room) -> None:
    response = ana.get(f"/qr/{room.workshop.id}.svg")
    assert response.content == qr_svg(join_link(room.workshop))
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_projector_sees_the_qr_code_with_its_token(stranger: Client, room: Room) -> None:
    _link, token = make_link(workshop=room.workshop)
    assert stranger.get(f"/qr/{room.workshop.id}.svg", headers=bearer(token)).status_code == 200


def test_a_revoked_projector_sees_nothing(stranger: Client, room: Room) -> None:
    link, token = make_link(workshop=room.workshop)
    revoke_link(link)
    assert stranger.get(f"/qr/{room.workshop.id}.svg", headers=bearer(token)).status_code == 404


def test_a_projector_sees_only_its_own_workshop(stranger: Client, room: Room) -> None:
    _link, token = make_link(workshop=make_draft(title="Cleos möte"))
    assert stranger.get(f"/qr/{room.workshop.id}.svg", headers=bearer(token)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("cleo", 404), ("reader", 403)])
def test_nobody_else_sees_the_qr_code(request: pytest.FixtureRequest, room: Room, who: str, status: int) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.get(f"/qr/{room.workshop.id}.svg").status_code == status


def test_the_poster_says_what_where_and_how(ana: Client, room: Room) -> None:
    room.workshop.place = "Stora <tältet>"
    room.workshop.save()
    html = ana.get(f"/poster/{room.workshop.id}/").content.decode()
    code = room.workshop.code
    assert f"{code[:3]}\u00a0{code[3:]}" in html
    assert room.workshop.title in html
    assert "Stora &lt;tältet&gt;" in html
    assert f'src="/qr/{room.workshop.id}.svg"' in html


@pytest.mark.parametrize(
    ("language", "written"),
    [("sv", "Almedalen, tisdag 23 juni, 13.00–14.00"), ("en", "Almedalen, Tuesday 23 June, 13:00–14:00")],
)
def test_the_poster_says_when_as_the_meetings_language_writes_it(
    ana: Client, room: Room, language: str, written: str
) -> None:
    room.workshop.arena.place = "Almedalen"
    room.workshop.arena.save()
    room.workshop.language = language
    room.workshop.starts_at = datetime(2026, 6, 23, 11, tzinfo=UTC)
    room.workshop.settings["minutes"] = 60
    room.workshop.save()
    assert written in ana.get(f"/poster/{room.workshop.id}/").content.decode()


def test_the_poster_speaks_the_language_of_the_meeting(ana: Client, room: Room) -> None:
    room.workshop.language = "en"
    room.workshop.save()
    html = ana.get(f"/poster/{room.workshop.id}/").content.decode()
    assert '<html lang="sv">' in html
    assert 'lang="en"' in html
    assert "Point the camera at the square." in html


def test_a_reader_does_not_print_the_poster(reader: Client, room: Room) -> None:
    assert reader.get(f"/poster/{room.workshop.id}/").status_code == 403
