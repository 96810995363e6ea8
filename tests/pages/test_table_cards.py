"""Cards for the tables: as many as the meeting has, or as somebody asks for."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from ideahub.pages.table_cards import MOST_TABLES, sheets_of
from tests.support.page import text_of
from tests.support.room import Room


def html_of(client: Client, room: Room, query: str = "") -> str:
    return client.get(f"/poster/{room.workshop.id}/cards/{query}").content.decode()


def numbers_in(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"<h2><small>\w+</small> (\d+)</h2>", html)]


def test_there_is_a_card_for_each_table_that_writes(ana: Client, room: Room) -> None:
    room.set_up("collect", tables=6)
    html = html_of(ana, room)
    assert numbers_in(html) == [1, 2, 3, 4, 5, 6]
    assert html.count('class="sheet cards"') == 2


def test_each_card_leads_into_the_meeting_by_camera_and_by_hand(ana: Client, room: Room, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://ideahub.example"
    html = html_of(ana, room, "?tables=3")
    code = room.workshop.code
    cards = re.findall(r'(?s)<section class="card">(.*?)</section>', html)
    assert len(cards) == 3
    for card in cards:
        assert f'src="/qr/{room.workshop.id}.svg"' in card
        assert f"{code[:3]}\u00a0{code[3:]}</span>" in card
        assert "ideahub.example</span>" in card


@pytest.mark.parametrize(("query", "shown"), [("?tables=2", 2), ("?tables=1000", MOST_TABLES), ("?tables=x", 5)])
def test_somebody_asks_for_another_number(ana: Client, room: Room, query: str, shown: int) -> None:
    room.set_up("collect", tables=5)
    assert len(numbers_in(html_of(ana, room, query))) == shown


@pytest.mark.parametrize("query", ["", "?tables=0"])
def test_without_tables_there_is_a_sheet_of_cards_for_any_table(ana: Client, room: Room, query: str) -> None:
    html = html_of(ana, room, query)
    assert numbers_in(html) == []
    assert html.count("<h2>Gå med i mötet</h2>") == 4


def test_a_sheet_holds_four() -> None:
    assert sheets_of(5) == [[1, 2, 3, 4], [5]]


def test_the_cards_speak_the_language_of_the_meeting(ana: Client, room: Room) -> None:
    room.workshop.language = "en"
    room.workshop.save()
    text = text_of(ana.get(f"/poster/{room.workshop.id}/cards/?tables=1"))
    assert "1 A4-sida, fyra kort i A6." in text
    assert "Table 1" in text


def test_the_poster_leads_to_the_cards_and_back(ana: Client, room: Room) -> None:
    poster = f"/poster/{room.workshop.id}/"
    assert f'href="{poster}cards/"' in ana.get(poster).content.decode()
    assert f'href="{poster}"' in html_of(ana, room)


@pytest.mark.parametrize(("who", "status"), [("stranger", 302), ("cleo", 404), ("reader", 403)])
def test_nobody_else_prints_them(request: pytest.FixtureRequest, room: Room, who: str, status: int) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.get(f"/poster/{room.workshop.id}/cards/").status_code == status
