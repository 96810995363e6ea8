import pytest
from django.test import Client

from ideahub.pages.codes import read_target

TOKEN = "k3Jx0-Qw_9ZbAaBbCcDdEe"


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("428617", "/j/428617"),
        (" 428 617 ", "/j/428617"),
        ("428\u00a0617", "/j/428617"),
        ("428-617", "/j/428617"),
        ("https://ideahub.example/j/428617", "/j/428617"),
        ("ideahub.example/j/428617/", "/j/428617"),
        (f"https://ideahub.example/q/{TOKEN}", f"/q/{TOKEN}"),
        ("42861", None),
        ("4286171", None),
        ("٤٢٨٦١٧", None),
        ("https://evil.example/", None),
        ("//evil.example/j/", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_is_written(typed: str, target: str | None) -> None:
    assert read_target(typed) == target


def test_the_code_field_leads_to_the_meeting_without_script(stranger: Client) -> None:
    assert stranger.get("/", {"code": "428 617"}).headers["Location"] == "/j/428617"


def test_what_is_not_a_code_stays_in_the_field_with_a_sentence(stranger: Client) -> None:
    response = stranger.get("/", {"code": '42<b>"'})
    html = response.content.decode()
    assert response.status_code == 400
    assert 'value="42&lt;b&gt;&quot;"' in html
    assert 'aria-invalid="true"' in html
    assert "En möteskod är sex siffror." in html


def test_the_start_page_leads_to_signing_in(stranger: Client) -> None:
    assert 'href="/accounts/login/"' in stranger.get("/").content.decode()


def test_who_is_signed_in_is_led_to_the_meetings(ana: Client) -> None:
    assert 'href="/meetings/"' in ana.get("/").content.decode()


def test_a_chosen_language_is_kept(stranger: Client) -> None:
    assert '<html lang="en">' in stranger.get("/?lang=en").content.decode()
    html = stranger.get("/").content.decode()
    assert '<html lang="en">' in html
    assert "Join the meeting" in html


def test_the_browser_decides_the_language_until_somebody_chooses(stranger: Client) -> None:
    html = stranger.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).content.decode()
    assert "Join the meeting" in html


def test_an_unknown_language_gives_swedish(stranger: Client) -> None:
    assert "Gå med i mötet" in stranger.get("/?lang=xx", headers={"accept-language": "fi"}).content.decode()


def test_the_mark_is_served_to_what_asks_for_a_favicon(stranger: Client) -> None:
    assert stranger.get("/favicon.ico").headers["Location"].endswith("/pages/mark.svg")
