"""Who is stopped in the middle of a sentence hears why, and goes on where they were; who was elsewhere is left there."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.leading import Person
from tests.e2e.sentences import Said
from tests.e2e.test_bad_input import TEXT, ben, phone, talk

__all__ = ["ben", "phone", "talk"]
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def mute(ben: Person) -> None:
    ben.meeting.lead("participant.mute", participant=ben.id)


def unmute(ben: Person) -> None:
    ben.meeting.lead("participant.unmute", participant=ben.id)


def is_told_that_it_is_over(page: Page, said: Said) -> None:
    expect(
        page.get_by_role("status").filter(has_text=said.word("Du kan skriva igen.", "You can write again."))
    ).to_have_count(1)


def test_whoever_writes_an_idea(phone: Page, said: Said, ben: Person) -> None:
    field = phone.locator("#idea")
    field.fill(TEXT)
    mute(ben)
    expect(phone.get_by_role("status").filter(has_text=said("muted"))).to_be_focused()
    unmute(ben)
    expect(field).to_be_focused()
    expect(field).to_have_value(TEXT)
    is_told_that_it_is_over(phone, said)


def test_whoever_writes_a_comment(talk: Page, said: Said, ben: Person) -> None:
    field = talk.get_by_label(said.word("Din kommentar", "Your comment"))
    field.fill(TEXT)
    mute(ben)
    expect(talk.get_by_role("status").filter(has_text=said("muted"))).to_be_focused()
    unmute(ben)
    expect(field).to_be_focused()
    expect(field).to_have_value(TEXT)
    is_told_that_it_is_over(talk, said)


def test_whoever_is_elsewhere(phone: Page, said: Said, ben: Person) -> None:
    phone.locator("#idea").fill(TEXT)
    tab = phone.get_by_role("tab").last
    tab.focus()
    mute(ben)
    expect(phone.get_by_role("status").filter(has_text=said("muted"))).to_be_visible()
    expect(tab).to_be_focused()
    unmute(ben)
    is_told_that_it_is_over(phone, said)
    expect(tab).to_be_focused()


def test_whoever_has_gone_elsewhere_meanwhile(phone: Page, said: Said, ben: Person) -> None:
    phone.locator("#idea").fill(TEXT)
    mute(ben)
    expect(phone.get_by_role("status").filter(has_text=said("muted"))).to_be_focused()
    tab = phone.get_by_role("tab").first
    tab.focus()
    unmute(ben)
    is_told_that_it_is_over(phone, said)
    expect(tab).to_be_focused()


def test_whose_time_is_up(phone: Page, said: Said, ben: Person) -> None:
    field = phone.locator("#idea")
    field.fill(TEXT)
    ben.meeting.lead("timer.set", ends_at=(datetime.now(UTC) - timedelta(seconds=1)).isoformat())
    expect(phone.get_by_role("button", name=said.word("Kopiera", "Copy"), exact=True)).to_be_visible()
    expect(field).to_be_focused()
    ben.meeting.lead("timer.set")
    expect(phone.locator("form:has(#idea) button[type=submit]")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value(TEXT)


def test_whose_step_ends(phone: Page, said: Said, ben: Person) -> None:
    ben.meeting.setting("collect", late_s=60)
    field = phone.locator("#idea")
    field.fill(TEXT)
    ben.meeting.go_to("group")
    expect(phone.get_by_role("button", name=said("send anyway"))).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value(TEXT)
