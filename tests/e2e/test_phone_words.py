"""The phone says what is true: nothing to write when the time is out, an address without a code, and all within its width."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from ideahub.core.clock import now
from tests.e2e.accessible import NARROW
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, open_meeting
from tests.e2e.running import Running, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def meeting(running: Running) -> Iterator[Meeting]:
    made = open_meeting(running, signed_in(running))
    made.go_to("collect")
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


@pytest.mark.parametrize(
    ("path", "shown", "kept"), [("abc", "abc", ""), ("%ff", "%ff", ""), ("42861", "428\u00a061", "428 61")]
)
def test_an_address_without_a_code_says_so(phone: Page, path: str, shown: str, kept: str) -> None:
    phone.goto(f"/j/{path}")
    expect(phone.get_by_role("alert")).to_contain_text(f"Vi hittar inget öppet möte med koden {shown}.")
    expect(phone.get_by_label("Möteskod, sex siffror")).to_have_value(kept)


def test_the_rooms_ideas_stay_within_the_width_of_a_phone_that_is_turned(
    browser: Browser, running: Running, meeting: Meeting
) -> None:
    for n in range(3):
        person = meeting.join()
        for number in range(4):
            person.capture(f"Idé {n}{number} som säger något ganska vanligt om hur vi ska göra nästa gång")
    made = context(browser, running, PHONE)
    phone = meeting.join().enter(made)
    phone.get_by_role("tab", name=re.compile("Rummets")).click()
    last = phone.locator("[data-idea]").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    phone.evaluate("scrollTo(0, 0)")
    phone.set_viewport_size(NARROW)  # type: ignore[arg-type]
    phone.wait_for_function("() => document.documentElement.scrollWidth === 320")
    made.close()


def test_a_phone_invites_nobody_to_write_when_the_time_is_out(
    browser: Browser, running: Running, meeting: Meeting
) -> None:
    made = context(browser, running, PHONE)
    phone = meeting.join().enter(made)
    expect(phone.get_by_text("Börja smått:")).to_be_visible()
    meeting.lead("timer.set", ends_at=(now() - timedelta(seconds=30)).isoformat())
    expect(phone.get_by_text("Nu är det stängt för nya idéer.")).to_be_visible()
    expect(phone.get_by_text("Du har inte skickat något.")).to_be_visible()
    expect(phone.locator(".skip")).to_have_count(0)
    made.close()
