"""What somebody took back is not lost: it is had back while ideas are taken, and kept where it cannot come back any more."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ideahub.core.clock import now
from tests.e2e.accessible import assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.phones import card, texts, write
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TREES, BENCHES = "Träd i varje park", "Bänkar i skugga"
BACK_MS = 40_000
GROUPING = "Nu förs idéerna ihop"


def take_back(phone: Page, number: int) -> Locator:
    """What is left of it on the phone."""
    phone.get_by_role("button", name=f"Ändra eller ta tillbaka idé {number}").click()
    phone.get_by_role("button", name="Ta tillbaka", exact=True).click()
    gone = phone.get_by_role("list", name="Idéer som du har tagit tillbaka").get_by_role("listitem")
    expect(gone).to_contain_text("Borttagen")
    return gone


def test_a_finger_that_rests_on_an_own_idea_opens_its_menu(phone: Page, meeting: Meeting) -> None:
    write(phone, TREES)
    own = card(phone, TREES)
    expect(own).to_contain_text("Visas i rummet")
    place = own.get_by_text(TREES).bounding_box()
    assert place is not None
    screen = phone.context.new_cdp_session(phone)
    finger = {"x": place["x"] + 20, "y": place["y"] + 10}
    screen.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(own.get_by_role("button", name="Ändra eller ta tillbaka idé 1")).to_have_attribute("aria-expanded", "true")
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert_screen(phone)
    own.get_by_role("button", name="Ta tillbaka", exact=True).tap()
    arrives(lambda: texts(meeting), [])


def test_an_idea_that_was_taken_back_is_had_back_at_once(phone: Page, meeting: Meeting) -> None:
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    gone = take_back(phone, 1)
    back = phone.locator(".toast").filter(has_text="Du har tagit tillbaka idén.").get_by_role("button", name="Ångra")
    # Where somebody is, the message stays.
    back.focus()
    arrives(lambda: texts(meeting), [])
    back.click()
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    expect(gone).to_have_count(0)
    expect(phone.get_by_role("status").filter(has_text="Idén är tillbaka.")).to_have_count(1)
    arrives(lambda: [(one["number"], one["text"]) for one in meeting.state()["ideas"]], [(1, TREES)])


def test_it_is_had_back_as_long_as_the_step_takes_ideas_also_after_a_reload(phone: Page, meeting: Meeting) -> None:
    for text in (TREES, BENCHES):
        write(phone, text)
        expect(card(phone, text)).to_contain_text("Visas i rummet")
    gone = take_back(phone, 1)
    arrives(lambda: texts(meeting), [BENCHES])
    assert_screen(phone)
    phone.reload()
    expect(gone).to_contain_text(TREES)
    gone.get_by_role("button", name=re.compile(f"^Ångra.{TREES}")).press("Enter")
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    expect(gone).to_have_count(0)
    expect(phone.locator(":focus")).to_have_count(1)
    arrives(lambda: texts(meeting), [TREES, BENCHES])


@pytest.mark.parametrize("meanwhile", ["nothing", "grouped"])
def test_an_idea_is_had_back_without_a_network_and_is_there_once(phone: Page, meeting: Meeting, meanwhile: str) -> None:
    """Also where the page was opened again since, and where it could not be taken back at all."""
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    phone.context.set_offline(True)
    gone = take_back(phone, 1)
    phone.reload()
    expect(gone).to_contain_text("Borttagen")
    gone.get_by_role("button", name="Ångra").click()
    expect(gone).to_contain_text("Väntar på nät")
    phone.reload()
    expect(gone).to_contain_text("Väntar på nät")
    if meanwhile == "grouped":
        (idea,) = [one["id"] for one in meeting.state()["ideas"]]
        meeting.lead("cluster.create", cluster=ids(1)[0], title="Grönt", column=None, ideas=[idea])
    phone.context.set_offline(False)
    told = "Grönt" if meanwhile == "grouped" else "Visas i rummet"
    expect(card(phone, TREES)).to_contain_text(told, timeout=BACK_MS)
    expect(gone).to_have_count(0)
    arrives(lambda: texts(meeting), [TREES])


def test_a_withdrawal_that_has_not_left_the_phone_is_not_sent_once_the_idea_is_wanted_back(
    phone: Page, meeting: Meeting
) -> None:
    """The step ends before the network is back: sent, the withdrawal would be taken and nothing else."""
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    phone.context.set_offline(True)
    expect(phone.get_by_role("region", name="Nätet")).to_contain_text("Du är utan nät.")
    gone = take_back(phone, 1)
    gone.get_by_role("button", name="Ångra").click()
    expect(gone).to_have_count(0)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    expect(phone.get_by_role("status").filter(has_text="Idén är tillbaka.")).to_have_count(1)
    meeting.go_to("group")
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name=GROUPING)).to_be_visible(timeout=BACK_MS)
    expect(phone.get_by_text("Din idé 1 ligger här")).to_be_visible()
    assert texts(meeting) == [TREES]


def test_an_idea_that_cannot_come_back_any_more_is_kept_with_why_and_had_back_once_it_can(
    phone: Page, meeting: Meeting
) -> None:
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    phone.context.set_offline(True)
    gone = take_back(phone, 1)
    # An earlier page may have sent it.
    phone.reload()
    gone.get_by_role("button", name="Ångra").click()
    expect(gone).to_contain_text("Väntar på nät")
    meeting.go_to("group")
    phone.context.set_offline(False)
    kept = card(phone, TREES)
    expect(kept).to_contain_text("Idén kom inte tillbaka till mötet. Texten är sparad.", timeout=BACK_MS)
    expect(kept).to_contain_text("Det går inte att skicka idéer just nu.")
    expect(kept.get_by_role("button", name="Kopiera")).to_be_visible()
    expect(kept.get_by_role("button", name="Skicka igen")).to_have_count(0)
    assert_screen(phone)
    phone.reload()
    expect(kept).to_contain_text("Idén kom inte tillbaka till mötet.")
    meeting.go_to("collect")
    kept.get_by_role("button", name="Skicka igen").click()
    expect(kept).to_contain_text("Visas i rummet")
    expect(kept).to_have_count(1)
    arrives(lambda: [(one["number"], one["text"]) for one in meeting.state()["ideas"]], [(1, TREES)])


def test_an_idea_wanted_back_as_its_step_ends_can_be_thrown_away_as_well(phone: Page, meeting: Meeting) -> None:
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    take_back(phone, 1)
    back = phone.locator(".toast").filter(has_text="Du har tagit tillbaka idén.").get_by_role("button", name="Ångra")
    # Where somebody is, the message stays.
    back.focus()
    arrives(lambda: texts(meeting), [])
    meeting.go_to("group")
    expect(phone.get_by_role("heading", name=GROUPING)).to_be_visible()
    back.click()
    kept = card(phone, TREES)
    expect(kept).to_contain_text("Idén kom inte tillbaka till mötet. Texten är sparad.")
    kept.get_by_role("button", name="Kasta texten").click()
    expect(kept).to_have_count(0)


@pytest.mark.parametrize("seen", ["mine", "room"])
def test_what_was_taken_back_goes_from_the_phone_with_the_step(phone: Page, meeting: Meeting, seen: str) -> None:
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    gone = take_back(phone, 1)
    phone.locator(f"#tab-{seen}").click()
    meeting.go_to("group")
    expect(phone.locator("#idea")).to_have_count(0)
    phone.wait_for_function("text => !JSON.stringify({ ...localStorage }).includes(text)", arg=TREES)
    meeting.go_to("collect")
    expect(phone.locator("#idea")).to_be_visible()
    expect(gone).to_have_count(0)


@pytest.mark.parametrize("where", ["here", "on another device"])
def test_what_was_taken_back_goes_from_the_phone_when_its_receipt_removes_all(
    phone: Page, meeting: Meeting, browser: Browser, running: Running, where: str
) -> None:
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    gone = take_back(phone, 1)
    write(phone, BENCHES)
    arrives(lambda: texts(meeting), [BENCHES])
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Ditt kvitto").click()
    phone.get_by_role("dialog").get_by_role("button", name="Gör en länk").click()
    link = phone.get_by_role("dialog").get_by_role("link").get_attribute("href")
    device = phone.context if where == "here" else context(browser, running, PHONE)
    receipt = device.new_page()
    receipt.goto(link or "")
    receipt.get_by_role("link", name="Ta bort det jag har skrivit").click()
    receipt.get_by_role("button", name="Ta bort", exact=True).click()
    expect(receipt.get_by_text("Det du skrev är borttaget.")).to_be_visible()
    phone.wait_for_function("text => !JSON.stringify({ ...localStorage }).includes(text)", arg=TREES)
    phone.keyboard.press("Escape")
    expect(card(phone, BENCHES)).to_have_count(0)
    expect(gone).to_have_count(0)
    # What is taken back after that is had back as before.
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet")
    take_back(phone, 3)
    phone.reload()
    expect(gone.get_by_role("button", name="Ångra")).to_be_visible()
    if device is not phone.context:
        device.close()


def test_an_idea_that_was_taken_back_too_late_to_be_sent_again_is_copied(
    phone: Page, meeting: Meeting, ben: Person
) -> None:
    ben.capture(TREES)
    meeting.lead("timer.set", ends_at=(now() - timedelta(seconds=30)).isoformat())
    expect(phone.get_by_text("Nu är det stängt för nya idéer.")).to_be_visible()
    gone = take_back(phone, 1)
    said = phone.locator(".toast").filter(has_text="Du har tagit tillbaka idén.")
    expect(said.get_by_role("button", name="Ångra")).to_have_count(0)
    said.get_by_role("button", name="Kopiera").click()
    expect(phone.get_by_text("Texten är kopierad.")).to_be_visible()
    expect(gone.get_by_role("button", name="Kopiera")).to_be_visible()
