"""An organizer at a laptop: from a template to an open meeting, with the keyboard, and nothing lost on the way."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker, assert_accessible
from tests.e2e.conftest import LAPTOP, PHONE, context
from tests.e2e.leading import arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
SAVED = re.compile("^Sparat")


@pytest.fixture
def draft(laptop: Page) -> Page:
    """The set-up of a new meeting, named."""
    laptop.goto("/meetings/new")
    laptop.get_by_role("radio", name=re.compile("Idémöte")).check()
    laptop.get_by_role("button", name="Använd mallen").click()
    title = laptop.get_by_label("Mötets namn")
    title.fill("Cyklar till alla")
    expect(laptop.get_by_text("Klart att öppna")).to_be_visible()
    return laptop


def go_to(page: Page, part: str) -> None:
    page.get_by_role("navigation", name="Mötets delar").get_by_role("link", name=part).click()


def steps(page: Page) -> list[str]:
    return page.locator("ol.ag li b.user-text").all_inner_texts()


def test_what_is_missing_is_a_list_with_focus_whose_links_lead_to_the_field(laptop: Page) -> None:
    laptop.goto("/meetings/new")
    laptop.get_by_role("button", name="Använd mallen").click()
    laptop.get_by_role("button", name="Visa vad som saknas").press("Enter")
    expect(laptop.get_by_role("group", name="En sak saknas innan mötet kan öppnas")).to_be_focused()
    laptop.keyboard.press("Tab")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_label("Mötets namn")).to_be_focused()
    assert_accessible(laptop)


def test_what_is_written_is_saved_by_itself_and_still_there_after_a_reload(draft: Page) -> None:
    draft.get_by_label("Syfte").fill("Fler ska våga cykla.")
    draft.get_by_label("Syfte").blur()
    expect(draft.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    arrives(lambda: kept(draft)["purpose"], "Fler ska våga cykla.")
    draft.reload()
    expect(draft.get_by_label("Mötets namn")).to_have_value("Cyklar till alla")
    expect(draft.get_by_label("Syfte")).to_have_value("Fler ska våga cykla.")


def test_what_is_written_without_a_network_is_saved_when_it_is_back(draft: Page) -> None:
    draft.context.set_offline(True)
    draft.get_by_label("Plats").fill("Biblioteket")
    expect(draft.get_by_text("Inget nät. Det du skriver finns kvar här.")).to_be_visible()
    draft.context.set_offline(False)
    expect(draft.get_by_role("status").filter(has_text=SAVED)).to_be_visible(timeout=40_000)
    draft.reload()
    expect(draft.get_by_label("Plats")).to_have_value("Biblioteket")


def test_steps_move_with_the_keyboard_and_focus_goes_along(draft: Page) -> None:
    go_to(draft, "Stegen")
    button = draft.get_by_role("button", name="Inställningar för Samling")
    button.press("Alt+ArrowDown")
    arrives(lambda: steps(draft)[:2], ["Idéer", "Samling"])
    expect(button).to_be_focused()


def test_steps_move_by_their_grip(draft: Page) -> None:
    go_to(draft, "Stegen")
    boxes = [draft.locator("ol.ag .grip").nth(row).bounding_box() for row in (2, 0)]
    third, first = (box for box in boxes if box)
    draft.mouse.move(third["x"] + 10, third["y"] + 15)
    draft.mouse.down()
    draft.mouse.move(first["x"] + 10, first["y"] + 15, steps=12)
    draft.mouse.up()
    arrives(lambda: steps(draft)[:3], ["Gruppera", "Samling", "Idéer"])


def test_a_second_step_for_ideas_has_a_question_of_its_own(draft: Page) -> None:
    go_to(draft, "Stegen")
    expect(draft.get_by_label("Frågan på telefonen")).to_have_count(0)
    draft.get_by_role("button", name="Lägg till steg").click()
    draft.get_by_role("list", name="Lägg till steg").get_by_role("button", name="Idéer").click()
    draft.get_by_label("Frågan på telefonen").fill("Vad gör vi först?")
    expect(draft.get_by_role("status").filter(has_text=SAVED)).to_be_visible()
    arrives(lambda: prompts(draft), [None, "Vad gör vi först?"])


def kept(page: Page) -> dict[str, Any]:
    """The meeting of this set-up, as the server has it."""
    return dict(page.request.get(f"/api/setup/{page.url.split('/meetings/')[1].split('/')[0]}/").json())


def prompts(page: Page) -> list[str | None]:
    """Of the steps where ideas are written, in their order."""
    return [one["settings"]["prompt"] for one in kept(page)["activities"] if one["kind"] == "collect"]


def test_steps_that_take_too_long_have_two_ways_out(draft: Page) -> None:
    go_to(draft, "Stegen")
    draft.get_by_role("spinbutton", name="Minuter för Samling").press("ArrowUp")
    expect(draft.get_by_text("Stegen tar 61 minuter, men mötet är 60.")).to_be_visible()
    expect(draft.get_by_role("button", name="Visa vad som saknas")).to_be_visible()
    draft.get_by_role("button", name="låt mötet ta 61 minuter").click()
    expect(draft.get_by_text("Klart att öppna")).to_be_visible()


def test_a_ready_meeting_is_opened_and_leads_to_its_board(draft: Page) -> None:
    draft.get_by_role("button", name="Öppna mötet").click()
    draft.wait_for_url("**/board/**")
    expect(draft.get_by_text("Cyklar till alla").first).to_be_visible()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_every_page_is_for_everybody(browser: Browser, running: Running, laptop: Page, size: dict[str, object]) -> None:
    laptop.goto("/meetings/")
    arena = laptop.get_by_role("link", name="Arenan").get_attribute("href")
    setup = laptop.locator('a[href^="/meetings/0"]').first.get_attribute("href")
    made = context(browser, running, size, storage_state=laptop.context.storage_state())
    page = made.new_page()
    look = Looker(page)
    parts = [f"{setup}?part={part}" for part in ("question", "steps", "people", "data")]
    for path in ["/meetings/", "/meetings/new", arena, "/people/", "/settings/", "/operations/", *parts]:
        page.goto(str(path))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look(str(path), reflow=size is PHONE, zoomed=size is LAPTOP)
    look.assert_nothing()
    made.close()
