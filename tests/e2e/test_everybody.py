"""Everybody in the room: each screen of the phone by machine, the languages, the tables, and those without a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from ideahub.core.ids import new_id
from tests.e2e.accessible import Looker, choose_language
from tests.e2e.conftest import LAPTOP, PHONE, context
from tests.e2e.leading import Meeting, Person
from tests.e2e.modes import hidden_focus, in_windows
from tests.e2e.running import Running, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
# What a keyboard leaves of a phone, from a large one to a small one.
LOW = ((390, 560), (390, 400), (320, 300))
LONG = "Spårvagnshållplatsombyggnadsprojektledningsgruppen borde prata med oss som bor här varje dag"


@pytest.fixture(scope="module")
def laptop(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, LAPTOP, reduced_motion="reduce")
    made.add_cookies(signed_in(running))
    yield made.new_page()
    made.close()


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE, reduced_motion="reduce")
    yield made.new_page()
    made.close()


def enter(phone: Page, person: Person) -> Page:
    page = person.enter(phone.context)
    phone.close()
    return page


def test_every_screen_on_the_way_in_is_for_everybody(phone: Page, meeting: Meeting) -> None:
    look = Looker(phone)
    phone.goto("/j/")
    expect(phone.get_by_label("Möteskod, sex siffror")).to_be_visible()
    look("the code")
    phone.get_by_label("Möteskod, sex siffror").fill("000 001")
    expect(phone.get_by_role("alert")).to_be_visible()
    look("a wrong code")
    phone.goto(f"/j/{meeting.code}")
    name = phone.get_by_label(re.compile("Vad vill du kallas"))
    expect(phone.get_by_text("Du blir först.")).to_be_visible()
    name.fill("x" * 60)
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    look("a name that is too long")
    phone.get_by_role("button", name=re.compile("uppgifter")).click()
    look("what is kept of me")
    phone.keyboard.press("Escape")
    name.fill("Ben")
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_role("heading", name="Du är med.")).to_be_visible()
    look("waiting")
    look.assert_nothing()


def test_every_screen_of_the_ideas_is_for_everybody(phone: Page, meeting: Meeting) -> None:
    meeting.setting("collect", review=True, comments=True, tables=4, show_others_after_s=0, grace_s=60)
    meeting.go_to("collect")
    ben, eva = meeting.join("Ben"), meeting.join("Eva")
    phone = enter(phone, ben)
    look = Looker(phone)
    field = phone.locator("#idea")
    expect(field).to_be_visible()
    expect(phone.get_by_role("button", name="Välj bord")).to_be_visible()
    look("nothing written")
    mine, theirs = (
        [ben.capture(text, n % 3) for n, text in enumerate((LONG, "Ring 070-123 45 67", "Träd"))],
        eva.capture("Bänkar"),
    )
    meeting.lead("idea.show", ideas=[mine[0], theirs])
    meeting.lead("idea.hide", ideas=[mine[1]], reason="Den innehöll ett telefonnummer.")
    expect(phone.get_by_text("Den innehöll ett telefonnummer.")).to_be_visible()
    phone.get_by_role("button", name="Ändra eller ta tillbaka idé 1").click()
    look("my own in every state, one of them open")
    phone.get_by_role("button", name="Ändra", exact=True).click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    look("changing one")
    phone.keyboard.press("Escape")
    phone.get_by_role("tab").nth(1).click()
    look("the room's")
    phone.get_by_role("tabpanel").get_by_role("button", name=re.compile("ommenter")).first.click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    look("comments")
    phone.keyboard.press("Escape")
    phone.get_by_role("tab").first.click()
    phone.get_by_role("button", name="Välj bord").click()
    look("choosing a table")
    phone.get_by_role("button", name="Bord 3").click()
    expect(phone.get_by_role("button", name="Lämna över")).to_be_visible()
    look("writing for a table")
    phone.get_by_role("button", name="Lämna över").click()
    expect(phone.get_by_role("button", name="Skriv för bord 3")).to_be_visible()
    look("a pen that lies free")
    phone.get_by_role("button", name="Meny").click()
    look("the menu")
    phone.keyboard.press("Escape")
    field.fill("x" * 300)
    look("a text that is too long")
    phone.context.set_offline(True)
    field.fill("Skrivet utan nät")
    phone.get_by_role("button", name="Skicka idén").click()
    expect(
        phone.get_by_role("region", name="Nätet").or_(phone.get_by_text("Du är utan nät", exact=False)).first
    ).to_be_visible()
    look("without a network")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Skrivet utan nät")).to_be_visible()
    meeting.setting("collect", max_ideas_per_person=4)
    field.fill("En för mycket")
    phone.get_by_role("button", name="Skicka idén").click()
    expect(phone.get_by_text("Idén kom inte fram", exact=False).first).to_be_visible()
    look("refused")
    meeting.lead("participant.mute", participant=ben.id)
    expect(phone.get_by_text("Du kan läsa men inte skriva just nu")).to_be_visible()
    look("muted")
    meeting.lead("participant.unmute", participant=ben.id)
    field.fill("Hann inte riktigt")
    meeting.go_to("group")
    expect(phone.get_by_role("button", name=re.compile("Skicka ändå"))).to_be_visible()
    look("the step ended under the pen")
    look.assert_nothing()


def test_every_screen_after_the_ideas_is_for_everybody(
    phone: Page, meeting: Meeting, browser: Browser, running: Running
) -> None:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    ideas = [ben.capture(text, n % 3) for n, text in enumerate((LONG, "Träd i varje park", "Bänkar"))]
    groups = [str(new_id()) for _ in range(2)]
    for group, idea in zip(groups, ideas, strict=False):
        title = "Omställningskommunikationsstrategiarbetet" if idea == ideas[0] else "Grönt"
        meeting.lead("cluster.create", cluster=group, title=title, column=meeting.columns[0], ideas=[idea])
    meeting.go_to("group")
    phone = enter(phone, ben)
    look = Looker(phone)
    expect(phone.get_by_role("heading", name="Nu förs idéerna ihop")).to_be_visible()
    look("groups")
    meeting.go_to("vote")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Vad ska vi gå vidare med?")
    look("nothing voted")
    for group, points in zip(groups, (2, 2), strict=True):
        ben.do("vote.set", target=group, points=points)
    look("voted")
    ben.do("vote.done", done=True)
    look("done")
    meeting.lead("totals.show")
    look("the result")
    meeting.go_to("discuss")
    meeting.setting("discuss", comments=True)
    meeting.lead("spotlight.set", idea=ideas[0])
    hand = phone.get_by_role("button", name="Räck upp handen")
    expect(hand).to_be_visible()
    look("the talk")
    hand.click()
    expect(phone.get_by_role("button", name="Ta ner handen")).to_be_visible()
    look("a raised hand")
    meeting.go_to("commit")
    action = {"action": str(new_id()), "title": LONG, "owner_name": "", "ideas": ideas[:1], "due_on": "2026-12-01"}
    meeting.lead("action.create", **action)
    meeting.lead("action.create", action=str(new_id()), title="Räkna på taken", owner_name="Rut", ideas=[])
    take = phone.get_by_role("button", name="Jag tar den")
    expect(take).to_be_visible()
    look("actions")
    take.click()
    phone.get_by_role("dialog").get_by_role("button", name="Jag tar den").click()
    look("taking one, with what is missing")
    phone.keyboard.press("Escape")
    meeting.go_to("close")
    look("the last step")
    meeting.lead("workshop.close")
    expect(phone.get_by_text("Tack för att du var med.")).to_be_visible()
    expect(phone.get_by_text("1 person lämnade 3 idéer och lade 4 röster.")).to_be_visible()
    look("thanks")
    stranger = context(browser, running, PHONE, reduced_motion="reduce").new_page()
    stranger.goto(f"/j/{meeting.code}")
    expect(stranger.get_by_role("heading", name="Mötet är avslutat")).to_be_visible()
    closed = Looker(stranger)
    closed("a closed meeting")
    stranger.context.close()
    look.assert_nothing()
    closed.assert_nothing()


def test_writing_works_in_a_low_window_as_with_a_keyboard_on_the_screen(phone: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    for n in range(8):
        ben.capture(f"Tidigare idé {n}")
    phone = enter(phone, ben)
    field, send = phone.locator("#idea"), phone.get_by_role("button", name="Skicka idén")
    expect(phone.get_by_text("Tidigare idé 7")).to_be_visible()
    for width, height in LOW:
        phone.set_viewport_size({"width": width, "height": height})
        phone.evaluate("scrollTo(0, 0)")
        field.click()
        phone.keyboard.type(f"På en skärm av {height}")
        for part in (field, send):
            expect(part).to_be_in_viewport(ratio=0.98)
        send.click()
        expect(phone.get_by_role("main").get_by_text(f"På en skärm av {height}")).to_have_count(1)
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport(ratio=0.98)
    low = [ViewportSize(width=width, height=height) for width, height in LOW]
    assert [f"{window}: {one}" for window in in_windows(phone, *low) for one in hidden_focus(phone)] == []


def test_the_other_language_comes_without_a_reload_and_stays(phone: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    ben.capture("Träd i varje park")
    phone = enter(phone, ben)
    phone.evaluate("window.unloaded = false; addEventListener('pagehide', () => (window.unloaded = true))")
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("dialog").get_by_role("button", name="Close")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name="Menu")).to_be_focused()
    assert phone.evaluate("[document.documentElement.lang, window.unloaded]") == ["en", False]
    expect(phone.get_by_text("Träd i varje park")).to_have_attribute("lang", "sv")
    meeting.setting("collect", max_ideas_per_person=1)
    phone.locator("#idea").fill("One too many")
    phone.get_by_role("button", name="Send the idea").click()
    expect(phone.get_by_text("You have sent all the ideas you can", exact=False).first).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("button", name="Menu")).to_be_visible()


def test_the_board_speaks_both_languages_and_takes_ideas_from_people_without_a_phone(
    laptop: Page, meeting: Meeting
) -> None:
    meeting.go_to("collect")
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_role("heading", name="Idéer", level=1)).to_be_visible()
    laptop.keyboard.press("i")
    laptop.keyboard.press("Alt+2")
    for text in ("3 bänkar till", "Vatten i parken"):
        laptop.keyboard.type(text)
        laptop.keyboard.press("Enter")
        expect(laptop.get_by_role("dialog").get_by_text(text)).to_be_visible()
    look = Looker(laptop)
    look("the quick entry", reflow=False)
    meeting.go_to("group")
    meeting.setting("collect", grace_s=0)
    laptop.keyboard.type("För sent")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("status").filter(has_text="Idén kom inte fram")).to_be_visible()
    refused = laptop.get_by_role("dialog").get_by_label("Text som inte kom fram")
    expect(refused).to_have_value("För sent")
    expect(refused).to_have_accessible_description(re.compile("Steget tar inte emot idéer nu"))
    laptop.keyboard.press("Escape")
    ideas = [(one["text"], one["column"], one["author"]) for one in meeting.state()["ideas"]]
    assert ideas == [("3 bänkar till", meeting.columns[1], None), ("Vatten i parken", meeting.columns[1], None)]
    choose_language(laptop, "en")
    expect(laptop.get_by_text("Written by the meeting leader").first).to_be_visible()
    choose_language(laptop, "sv")
    look.assert_nothing()


def test_the_leader_takes_the_pen_back_from_a_table(laptop: Page, phone: Page, meeting: Meeting) -> None:
    meeting.setting("collect", tables=4)
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    ben.do("table.take", table=2)
    phone = enter(phone, ben)
    expect(phone.get_by_role("button", name="Lämna över")).to_be_visible()
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name=re.compile("är med")).click()
    laptop.get_by_role("button", name="Ta pennan från den som skriver för bord 2").click()
    expect(phone.get_by_role("button", name="Välj bord")).to_be_visible()
    expect(laptop.get_by_role("button", name=re.compile("^Ta pennan"))).to_have_count(0)


def test_ideas_that_are_alike_are_suggested_and_merged_by_key(laptop: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    for text in ("Plantera bärbuskar längs staketet", "Bänkar i skugga", "Plantera fruktträd vid staketet"):
        ben.capture(text)
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_role("tab", name="Liknande 1")).to_be_visible()
    laptop.keyboard.press("l")
    look = Looker(laptop)
    look("what is alike")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_text("3 är en del av 1").first).to_be_visible()
    expect(laptop.get_by_text("Inga idéer liknar varandra just nu")).to_be_visible()
    laptop.keyboard.press("u")
    laptop.get_by_role("button", name="Olika saker").click()
    expect(laptop.get_by_text("Inga idéer liknar varandra just nu")).to_be_visible()
    laptop.reload()
    expect(laptop.get_by_role("heading", name="Idéer", level=1)).to_be_visible()
    expect(laptop.get_by_role("tab", name=re.compile("Liknande"))).to_have_text("Liknande")
    look.assert_nothing()
