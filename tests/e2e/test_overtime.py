"""Over time the board offers to shorten a later step: pressed on one board it is done for all, over a reload too."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.leading import Meeting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def offer(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Korta"))


def test_two_boards_agree_on_what_has_been_made_up_for(laptop: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ran_out = datetime.now(UTC) - timedelta(minutes=2, seconds=1)
    meeting.lead("timer.set", ends_at=ran_out.isoformat(), paused_s=None)
    other = laptop.context.new_page()
    for page in (laptop, other):
        page.goto(f"/board/{meeting.id}/")
        expect(offer(page)).to_be_visible()
    offer(laptop).press("Enter")
    for page in (laptop, other):
        expect(offer(page)).to_have_count(0)
        expect(page.get_by_text("drar över")).to_be_visible()
    expect(laptop.locator("#tavla")).to_be_focused()
    other.reload()
    expect(other.get_by_text("drar över")).to_be_visible()
    expect(offer(other)).to_have_count(0)
    other.close()
