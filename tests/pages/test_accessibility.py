"""The accessibility statement says who answers for it where that is set, and promises nothing on behalf of those who did not say."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from tests.support.page import text_of
from tests.support.room import Room


def read(client: Client, query: str = "") -> str:
    return text_of(client.get(f"/accessibility/{query}"))


def test_anybody_reads_it_in_both_languages(stranger: Client) -> None:
    assert "Tjänsten uppfyller kraven till stor del." in read(stranger)
    english = read(stranger, "?lang=en")
    assert "The service meets most of the requirements." in english
    assert "Ideahub" in english
    assert "ä" not in english.replace("Svenska", "")


def test_it_names_who_runs_it_whom_to_write_to_and_when_they_looked(stranger: Client, settings: Settings) -> None:
    settings.OPERATOR = "Storstad <kommun>"
    settings.ACCESSIBILITY_CONTACT = "alla+digitalt@exempel.se"
    settings.ACCESSIBILITY_REVIEWED = date(2026, 9, 30)
    text = read(stranger)
    assert "Storstad <kommun> står bakom den här tjänsten." in text
    assert "Den som driver tjänsten gick senast igenom den 30 september 2026." in text
    html = stranger.get("/accessibility/").content.decode()
    assert 'href="mailto:alla%2Bdigitalt@exempel.se"' in html
    assert "Storstad &lt;kommun&gt;" in html


def test_where_nothing_is_set_it_sends_people_to_whoever_invited_them(stranger: Client, settings: Settings) -> None:
    settings.OPERATOR, settings.ACCESSIBILITY_CONTACT, settings.ACCESSIBILITY_REVIEWED = "", "", None
    html = stranger.get("/accessibility/").content.decode()
    assert "Säg till den som bjöd in dig till mötet." in html
    assert not [word for word in ("mailto:", "står bakom", "gick senast igenom") if word in html]


def test_it_tells_where_to_report_a_service_that_does_not_follow_the_law(stranger: Client) -> None:
    assert 'href="https://www.digg.se/tdosanmalan"' in stranger.get("/accessibility/").content.decode()


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/nope", "/plain/"])
def test_it_is_reached_from_the_foot_of_the_open_pages(stranger: Client, path: str) -> None:
    assert 'href="/accessibility/"' in stranger.get(path).content.decode()


def test_it_is_shown_without_a_database(stranger: Client, django_assert_num_queries: object, room: Room) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert stranger.get("/accessibility/").status_code == 200
