"""How long a meeting is kept: said in the set-up, read on phones, and a closed one deleted for good."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.accessible import Looker, assert_accessible
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
GONE = "Mötet sparas i ett år efter att det har avslutats och raderas sedan med allt i det, i regel inom en månad."


def of(meeting: Meeting) -> Any:
    return meeting.http.get(f"/api/setup/{meeting.id}/").json()


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    made = context(browser, running, PHONE)
    yield made
    made.close()


def test_what_is_chosen_stands_on_phones_at_the_door_inside_and_after_the_close(
    phone: BrowserContext, laptop: Page, meeting: Meeting
) -> None:
    laptop.goto(f"/meetings/{meeting.id}/?part=data")
    expect(laptop.get_by_text("Mötet sparas i 2 år efter").first).to_be_visible()
    laptop.get_by_label("Mötet raderas").select_option("Efter ett år")
    expect(laptop.get_by_text(GONE)).to_have_count(2)
    laptop.get_by_role("switch", name="Mejla oss innan något gallras").click()
    arrives(lambda: (of(meeting)["keep_months"], of(meeting)["mail_before_removal"]), (12, False))
    assert_accessible(laptop)

    door = phone.new_page()
    door.goto(f"/j/{meeting.code}")
    door.get_by_role("button", name="Så hanterar vi dina uppgifter").click()
    expect(door.get_by_role("dialog").get_by_text(GONE)).to_be_visible()
    expect(door.get_by_role("dialog").get_by_text("Den som håller mötet är personuppgiftsansvarig.")).to_be_visible()
    assert_accessible(door)
    door.get_by_role("button", name="Stäng").click()
    door.get_by_role("button", name="Gå med").click()
    expect(door.get_by_role("button", name="Meny")).to_be_visible()
    meeting.lead("workshop.close")
    expect(door.get_by_text("Tack för att du var med.")).to_be_visible()
    door.get_by_role("button", name="Meny").click()
    door.get_by_role("dialog").get_by_role("button", name="Så hanterar vi dina uppgifter").click()
    expect(door.get_by_role("dialog").get_by_text(GONE)).to_be_visible()


def test_the_text_has_no_hole_without_a_network(phone: BrowserContext, meeting: Meeting) -> None:
    page = meeting.join("Ali").enter(phone)
    page.get_by_role("button", name="Meny").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    phone.set_offline(True)
    page.get_by_role("dialog").get_by_role("button", name="Så hanterar vi dina uppgifter").click()
    told = page.get_by_role("dialog").get_by_role("listitem")
    expect(told).to_have_count(12)
    expect(told.filter(has_text="Allt sparas så länge mötets uppgifter finns kvar.")).to_be_visible()


def test_a_choice_by_which_it_goes_soon_is_asked_about_and_by_keys_once_it_is_made(
    laptop: Page, meeting: Meeting
) -> None:
    meeting.lead("workshop.close")
    assert meeting.http.patch(f"/api/setup/{meeting.id}/keeping/", json={"keep_months": 1}).status_code == 200
    laptop.goto(f"/meetings/{meeting.id}/")
    chosen, ask = laptop.get_by_label("Mötet raderas"), laptop.get_by_role("dialog")
    chosen.select_option("Efter 6 månader")
    arrives(lambda: of(meeting)["keep_months"], 6)
    chosen.focus()
    chosen.select_option("Efter en månad")
    expect(ask).to_have_accessible_name(re.compile(r"^Ska mötet raderas den \d+ \w+ 20\d\d\?$"))
    expect(ask.get_by_role("button", name="Avbryt")).to_be_focused()
    look = Looker(laptop)
    look("it would go soon", zoomed=True)
    laptop.keyboard.press("Escape")
    expect(ask).to_have_count(0)
    expect(chosen).to_be_focused()
    expect(chosen).to_have_value("6")

    # By keys each choice on the way is one for a moment.
    chosen.press("ArrowUp")
    expect(laptop.get_by_text("Tryck Enter om det är det du väljer.")).to_be_visible()
    expect(ask).to_have_count(0)
    chosen.press("Tab")
    expect(ask.get_by_role("button", name="Avbryt")).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(ask).to_have_count(0)
    expect(chosen).to_have_value("6")
    expect(laptop.get_by_role("switch", name="Mejla oss innan något gallras")).to_be_focused()
    assert of(meeting)["keep_months"] == 6
    chosen.focus()
    chosen.press("ArrowUp")
    expect(laptop.get_by_text("Tryck Enter om det är det du väljer.")).to_be_visible()
    chosen.press("Enter")
    expect(ask.get_by_role("button", name="Avbryt")).to_be_focused()
    laptop.keyboard.press("Shift+Tab")
    laptop.keyboard.press("Enter")
    expect(ask).to_have_count(0)
    expect(chosen).to_be_focused()
    arrives(lambda: of(meeting)["keep_months"], 1)
    expect(chosen).to_have_value("1")
    look.assert_nothing()


def test_a_save_that_fails_late_is_told_and_leaves_what_was_chosen_since(laptop: Page, meeting: Meeting) -> None:
    meeting.lead("workshop.close")
    assert meeting.http.patch(f"/api/setup/{meeting.id}/keeping/", json={"keep_months": 1}).status_code == 200
    laptop.goto(f"/meetings/{meeting.id}/")
    chosen, ask = laptop.get_by_label("Mötet raderas"), laptop.get_by_role("dialog")
    chosen.select_option("Efter 6 månader")
    arrives(lambda: of(meeting)["keep_months"], 6)
    expect(chosen).to_have_value("6")

    waiting: list[Route] = []
    laptop.route(re.compile(r"/keeping/$"), lambda route: waiting.append(route))
    with laptop.expect_request(re.compile(r"/keeping/$")):
        chosen.select_option("Efter ett år")
    chosen.press("Home")
    to_agree = laptop.get_by_text("Tryck Enter om det är det du väljer.")
    expect(to_agree).to_be_visible()
    waiting[0].abort()
    expect(laptop.get_by_text("Servern svarar inte. Försök igen om en stund.")).to_be_visible()
    expect(to_agree).to_be_visible()
    expect(chosen).to_have_value("1")
    laptop.unroute(re.compile(r"/keeping/$"))
    chosen.press("Enter")
    ask.get_by_role("button", name="Radera den dagen").click()
    arrives(lambda: of(meeting)["keep_months"], 1)


def test_a_closed_meeting_is_deleted_once_the_word_is_typed(laptop: Page, meeting: Meeting) -> None:
    meeting.lead("workshop.close")
    laptop.goto(f"/meetings/{meeting.id}/")
    laptop.get_by_label("Mötet raderas").select_option("Inte av sig själv")
    expect(laptop.get_by_text("Mötet finns kvar tills en ansvarig raderar det.")).to_be_visible()
    laptop.get_by_label("Mötet raderas").select_option("Efter 5 år")
    expect(laptop.get_by_text(re.compile(r"Den \d+ \w+ 20\d\d\."))).to_be_visible()
    laptop.get_by_role("button", name="Radera för alltid").click()
    ask = laptop.get_by_role("dialog", name="Radera mötet för alltid?")
    expect(ask.get_by_role("button", name="Avbryt")).to_be_focused()
    expect(ask).to_contain_text("idéer, kommentarer, röster, åtgärder och rapporter")
    ask.get_by_role("button", name="Radera för alltid").click()
    word = ask.get_by_label("Skriv radera för att bekräfta")
    expect(word).to_be_focused()
    expect(ask.get_by_role("alert")).to_have_text("Skriv ordet radera i rutan. Mötet är kvar.")
    assert_accessible(laptop)
    assert of(meeting)["status"] == "closed"
    word.fill("Radera")
    word.press("Enter")
    laptop.wait_for_url("**/meetings/")
    expect(laptop.get_by_text(re.compile("är raderat"))).to_be_visible()
    assert meeting.http.get(f"/api/setup/{meeting.id}/").status_code == 404
    laptop.goto(f"/meetings/{meeting.id}/")
    expect(laptop.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
