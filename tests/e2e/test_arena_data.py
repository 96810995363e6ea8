"""An arena that another organisation runs says who answers for personal data there, and whom to ask."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.accessible import Looker, choose_language
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
OWN = {
    "controller": "Hamnen AB",
    "data_contact": "ombud@exempel.se",
    "data_text": "Mötet spelas in.\nLjudet raderas samma dag.",
    "data_text_en": "The meeting is recorded.\nThe sound is deleted the same day.",
}


def address(meeting: Meeting) -> str:
    return f"/api/arenas/{meeting.http.get(f'/api/setup/{meeting.id}/').json()['arena']}/"


def own(meeting: Meeting) -> dict[str, str]:
    kept = meeting.http.get(address(meeting)).json()
    return {key: kept[key] for key in OWN}


def settings_of(page: Page, meeting: Meeting) -> Locator:
    """The fields of the meeting's arena, of all that the organizer is responsible for."""
    name = meeting.http.get(address(meeting)).json()["name"]
    page.goto("/settings/")
    expect(page.get_by_label("Personuppgiftsansvarig").first).to_be_visible()
    blocks = page.locator(".arena").filter(has=page.get_by_label("Personuppgiftsansvarig"))
    return next(one for one in blocks.all() if one.get_by_label("Arena", exact=True).input_value() == name)


@pytest.fixture
def told(meeting: Meeting) -> Iterator[Meeting]:
    """The arena is everybody's: it says nothing of its own again afterwards."""
    yield meeting
    assert meeting.http.patch(address(meeting), json=dict.fromkeys(OWN, "")).status_code == 200


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    made = context(browser, running, PHONE)
    yield made
    made.close()


def test_what_its_organizers_write_is_what_people_read(laptop: Page, phone: BrowserContext, told: Meeting) -> None:
    fields = settings_of(laptop, told)
    contact, text, english = (
        fields.get_by_label(label)
        for label in (
            "E-post för frågor",
            "Egen text om uppgifterna, på svenska",
            "Egen text om uppgifterna, på engelska",
        )
    )
    fields.get_by_label("Personuppgiftsansvarig").fill(OWN["controller"])
    contact.fill("ombudet")
    contact.press("Tab")
    expect(laptop.get_by_role("alert").filter(has_text="Adressen saknar @.")).to_be_visible()
    expect(contact).to_have_attribute("aria-invalid", "true")
    look = Looker(laptop)
    look("an address that is none", zoomed=True)
    contact.fill(OWN["data_contact"])
    text.fill(OWN["data_text"])
    english.fill(OWN["data_text_en"])
    english.press("Tab")
    arrives(lambda: own(told), OWN)
    laptop.goto(f"/meetings/{told.id}/?part=data")
    for sentence in ("Hamnen AB är personuppgiftsansvarig.", "Mötet spelas in.", "Frågor? ombud@exempel.se"):
        expect(laptop.get_by_text(sentence).first).to_be_visible()
    look("the set-up with the arena's own text", zoomed=True)
    look.assert_nothing()
    door = phone.new_page()
    door.goto(f"/j/{told.code}")
    door.get_by_role("button", name="Så hanterar vi dina uppgifter").click()
    dialog = door.get_by_role("dialog")
    expect(dialog.get_by_text("Det som skrivs kan bli allmän handling hos Hamnen AB.")).to_be_visible()
    expect(dialog.get_by_role("listitem").filter(has_text="Ljudet raderas samma dag.")).to_have_attribute("lang", "sv")
    choose_language(door, "en")
    expect(dialog.get_by_role("listitem").filter(has_text="The sound is deleted")).to_have_attribute("lang", "en")
    expect(dialog.get_by_text("Ljudet raderas samma dag.")).to_have_count(0)
    expect(dialog.get_by_role("link", name="ombud@exempel.se")).to_have_attribute("href", "mailto:ombud@exempel.se")


def test_the_heading_and_the_way_out_stay_while_one_reads(phone: BrowserContext, meeting: Meeting) -> None:
    door = phone.new_page()
    door.goto(f"/j/{meeting.code}")
    door.get_by_role("button", name="Så hanterar vi dina uppgifter").click()
    dialog = door.get_by_role("dialog")
    last = dialog.get_by_role("listitem").last
    expect(last).not_to_be_in_viewport()
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    expect(dialog.get_by_role("heading")).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Stäng")).to_be_in_viewport(ratio=1)
    dialog.get_by_role("button", name="Stäng").click()
    expect(dialog).to_have_count(0)
