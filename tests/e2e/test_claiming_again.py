"""Who takes an action fills in their name and address once, whatever happens on the way."""

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.leading import Person, ids
from tests.e2e.sentences import Said
from tests.e2e.test_bad_input import ben, enter

__all__ = ["ben"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
def phone(ben: Person, device: BrowserContext, language: str) -> Page:
    """Ben's, while an action has no owner."""
    ben.meeting.go_to("commit")
    ben.meeting.lead("action.create", action=ids(1)[0], title="Ring kommunen", status="open")
    return enter(ben, device, language)


def begin(phone: Page, said: Said) -> Locator:
    phone.get_by_role("button", name=said.word("Jag tar den", "I will take it")).click()
    return phone.get_by_role("dialog")


def fields(form: Locator) -> tuple[Locator, Locator]:
    return form.locator("#claim-name"), form.locator("#claim-email")


def test_what_is_half_filled_in_is_there_after_a_reload_and_goes_with_the_tab(phone: Page, said: Said) -> None:
    for field, text in zip(fields(begin(phone, said)), ("Eva", "eva@example.se"), strict=True):
        field.fill(text)
    phone.reload()
    name, email = fields(begin(phone, said))
    expect(name).to_have_value("Eva")
    expect(email).to_have_value("eva@example.se")
    other = phone.context.new_page()
    other.goto(phone.url)
    name, email = fields(begin(other, said))
    expect(name).to_have_value("Ben")
    expect(email).to_have_value("")


def test_a_claim_that_was_refused_is_filled_in_already(phone: Page, said: Said, ben: Person) -> None:
    form = begin(phone, said)
    for field, text in zip(fields(form), ("Eva", "eva@example.se"), strict=True):
        field.fill(text)
    ben.meeting.lead("participant.mute", participant=ben.id)
    form.locator("button[type=submit]").click()
    expect(phone.get_by_role("alert").filter(has_text=said("muted"))).to_be_visible()
    phone.reload()
    ben.meeting.lead("participant.unmute", participant=ben.id)
    form = begin(phone, said)
    name, email = fields(form)
    expect(name).to_have_value("Eva")
    expect(email).to_have_value("eva@example.se")
    form.locator("button[type=submit]").click()
    expect(phone.get_by_role("main").get_by_text("Eva")).to_be_visible()
    expect(phone.get_by_role("alert")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_role("main").get_by_text("Eva")).to_be_visible()
    expect(phone.get_by_role("alert")).to_have_count(0)
