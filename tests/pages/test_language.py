"""Changing the language of a page changes nothing else about it."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.support.page import text_of
from tests.support.room import Room


def other_language(client: Client, address: str) -> str:
    """Where the page leads whoever wants it in the other language."""
    found = re.search(r'href="([^"]*)" lang="(?:sv|en)" hreflang', client.get(address).content.decode())
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/accounts/login/", "?lang=en"),
        ("/accounts/login/?lang=en", "?lang=sv"),
        ("/accounts/login/?next=/people/", "?next=%2Fpeople%2F&lang=en"),
        (
            "/accounts/login/?way=password&next=/people/%3Farena%3D3",
            "?way=password&next=%2Fpeople%2F%3Farena%3D3&lang=en",
        ),
        ("/?code=42%22%3E", "?code=42%22%3E&lang=en"),
        ("/reports/0198c0de-0000-7000-8000-000000000000/?key=a%3Ab&key=c", "?key=a%3Ab&key=c&lang=en"),
    ],
)
def test_what_a_page_was_asked_for_stays(stranger: Client, address: str, leads_to: str) -> None:
    assert other_language(stranger, address) == leads_to


def test_the_page_that_is_led_to_is_the_same_one(stranger: Client) -> None:
    address = "/accounts/login/"
    led_to = address + other_language(stranger, f"{address}?way=password&next=/people/")
    html = stranger.get(led_to).content.decode()
    assert 'type="password"' in html
    assert '<html lang="en"' in html
    assert 'name="next" value="/people/"' in html


def test_an_idea_that_is_open_stays_open(room: Room) -> None:
    client = Client()
    assert "idea=7" in other_language(client, f"/plain/{room.workshop.code}/?idea=7")


def test_more_fields_than_anybody_asks_for_are_refused_in_words(stranger: Client) -> None:
    response = stranger.get("/", {f"f{n}": "" for n in range(2000)})
    assert response.status_code == 400
    assert "Det gick inte att läsa det som skickades." in text_of(response)
