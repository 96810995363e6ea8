"""An idea that resembles one of the room's: the phone says so, support goes to that one, and the text stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

THEIRS = "Verkstad på gården för cyklar, kläder och möbler"
MINE = "Cykelverkstad på gården där man lagar själv"
OTHER = "Billigare bussar på kvällarna"


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def theirs(meeting: Meeting, ben: Person) -> str:
    eva = meeting.join("Eva")
    eva.capture("Öva med räddningstjänsten innan bygget startar")
    return eva.capture(THEIRS)


@pytest.fixture
def phone(browser: Browser, running: Running, ben: Person, theirs: str) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield ben.enter(made)
    made.close()


def field(phone: Page) -> Locator:
    return phone.get_by_label("Din idé", exact=True)


def hint(phone: Page) -> Locator:
    return phone.get_by_role("status").filter(has_text="Liknar en idé som redan finns")


def test_support_goes_to_the_idea_that_is_there_and_the_text_stays(
    phone: Page, laptop: Page, meeting: Meeting, theirs: str
) -> None:
    laptop.goto(f"/board/{meeting.id}/")
    card = laptop.locator("[data-canvas] li").filter(has_text=THEIRS)
    field(phone).fill(MINE)
    expect(hint(phone)).to_contain_text(THEIRS)
    expect(field(phone)).to_be_focused()
    expect(phone.get_by_role("button", name="Skicka idén ändå")).to_be_visible()
    assert_screen(phone)
    field(phone).focus()
    phone.get_by_role("button", name="Stöd 2").click()
    expect(phone.get_by_role("status").filter(has_text="Du stöder idé 2. Din text är kvar.")).to_be_visible()
    expect(field(phone)).to_be_focused()
    expect(card).to_contain_text("1 stöder")
    assert_screen(phone)
    phone.reload()
    expect(field(phone)).to_have_value(MINE)
    phone.get_by_role("tab", name="Rummets").click()
    room = phone.get_by_role("listitem").filter(has_text=THEIRS)
    expect(room).to_contain_text("Du stöder")
    assert_screen(phone)
    room.get_by_role("button", name="Ta tillbaka").click()
    expect(card).not_to_contain_text("stöder")
    expect(room).not_to_contain_text("stöder")
    phone.get_by_role("button", name="Ångra").click()
    expect(card).to_contain_text("1 stöder")
    arrives(lambda: {one["id"]: one["supports"] for one in meeting.state()["ideas"]}[theirs], 1)


def test_it_goes_when_the_text_no_longer_resembles_and_when_it_is_sent(phone: Page) -> None:
    field(phone).fill(MINE)
    expect(hint(phone)).to_be_visible()
    field(phone).fill(OTHER)
    expect(hint(phone)).to_have_count(0)
    field(phone).fill(MINE)
    expect(hint(phone)).to_be_visible()
    phone.get_by_role("button", name="Skicka idén ändå").click()
    expect(hint(phone)).to_have_count(0)
    expect(phone.get_by_role("listitem").filter(has_text=MINE)).to_be_visible()


def test_it_says_that_support_waits_for_the_network_and_gives_it_then(
    phone: Page, laptop: Page, meeting: Meeting
) -> None:
    laptop.goto(f"/board/{meeting.id}/")
    card = laptop.locator("[data-canvas] li").filter(has_text=THEIRS)
    field(phone).fill(MINE)
    expect(hint(phone)).to_be_visible()
    phone.context.set_offline(True)
    expect(phone.get_by_text("Du är utan nät").first).to_be_visible(timeout=60_000)
    phone.get_by_role("button", name="Stöd 2").click()
    said = phone.get_by_role("status").filter(has_text="Du stöder idé 2.")
    expect(said).to_contain_text("Väntar på nät")
    expect(card).not_to_contain_text("stöder")
    phone.context.set_offline(False)
    expect(said).not_to_contain_text("Väntar på nät", timeout=60_000)
    expect(card).to_contain_text("1 stöder")


def test_a_refusal_is_said_with_its_reason(phone: Page, meeting: Meeting, theirs: str) -> None:
    field(phone).fill(MINE)
    expect(hint(phone)).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Stöd 2").click()
    meeting.lead("idea.hide", ideas=[theirs])
    phone.context.set_offline(False)
    expect(phone.get_by_text("Idén finns inte i det här mötet.").first).to_be_visible(timeout=60_000)
    expect(field(phone)).to_have_value(MINE)
    expect(phone.get_by_role("status").filter(has_text="stöder")).to_have_count(0)


def test_nothing_is_offered_where_others_ideas_are_held_back(phone: Page, meeting: Meeting) -> None:
    field(phone).fill(MINE)
    expect(hint(phone)).to_be_visible()
    meeting.setting("collect", show_others_after_s=None)
    meeting.join("Kim").capture("Låna ut verktyg och lastcyklar i tvättstugan")
    phone.clock.install()
    field(phone).fill("Lastcyklar och verktyg att låna i tvättstugan")
    phone.clock.run_for(10_000)
    expect(hint(phone)).to_have_count(0)
    meeting.go_to("group")
    meeting.go_to("collect")
    field(phone).fill("Lastcyklar och verktyg att låna i tvättstugan!")
    phone.clock.run_for(10_000)
    expect(hint(phone)).to_contain_text("Låna ut verktyg")
