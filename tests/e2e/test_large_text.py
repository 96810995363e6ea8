"""What stays in view on a phone leaves room for what it belongs to, for whoever has asked for large text."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.leading import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

LARGE = "() => (document.documentElement.style.fontSize = '200%')"
DOCK = "form.dock"
TOP = f"() => document.querySelector('{DOCK}').getBoundingClientRect().top / innerHeight"
ENDS = f"() => document.querySelector('{DOCK}').getBoundingClientRect().bottom <= innerHeight + 1"


@pytest.fixture
def door(device: BrowserContext, meeting: Meeting) -> Page:
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    expect(page.locator("#name")).to_be_visible()
    return page


def test_the_form_at_the_door_stays_in_view(door: Page) -> None:
    assert door.evaluate(ENDS)


def test_with_large_text_it_lets_the_meetings_name_be_read_and_comes_as_one_scrolls(door: Page) -> None:
    door.evaluate(LARGE)
    assert door.evaluate(TOP) > 0.5
    door.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    assert door.evaluate(ENDS)
