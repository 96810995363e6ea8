"""The arena, its day's screen and its settings as they look on a phone: nothing cut off, nothing too small to read."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import PHONE, SCREEN, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SMALLEST = "() => Math.min(...[...document.querySelectorAll('.day p, .day h2')].map((one) => parseFloat(getComputedStyle(one).fontSize)))"
CUT = "(one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1"
IN_ONE_LINE = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return range.getClientRects().length === 1;
}"""


def arena(meeting: Meeting) -> str:
    return str(meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"])


def screen_of(laptop: Page, meeting: Meeting) -> str:
    """The address of the day's screen."""
    laptop.goto(f"/arenas/{arena(meeting)}/")
    laptop.get_by_role("button", name="Dagens skärm").click()
    with laptop.expect_popup() as opened:
        laptop.get_by_role("button", name="Öppna skärmen").click()
    opened.value.wait_for_url("**/screen/**")
    address = opened.value.url
    opened.value.close()
    return address


def test_the_days_screen_can_be_read_in_a_hand_and_tells_the_whole_name_on_a_wall(
    browser: Browser, running: Running, laptop: Page, meeting: Meeting
) -> None:
    address = screen_of(laptop, meeting)
    for size in (PHONE, SCREEN):
        made = context(browser, running, size)
        page = made.new_page()
        page.goto(address)
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
        if size is PHONE:
            assert page.evaluate(SMALLEST) >= 14
        assert not page.get_by_role("heading", level=1).evaluate(CUT)
        look = Looker(page)
        look("the day's screen", reflow=size is PHONE, modes=False)
        look.assert_nothing()
        made.close()
    meeting.http.delete(f"/api/arenas/{arena(meeting)}/screens/")


def test_a_long_name_leaves_the_time_in_one_piece(
    browser: Browser, running: Running, laptop: Page, meeting: Meeting
) -> None:
    title = f"Hur får vi alla barn att cykla till skolan, även på vintern {meeting.code}?"
    meeting.change(title=title)
    made = context(browser, running, PHONE, storage_state=laptop.context.storage_state())
    page = made.new_page()
    page.goto(f"/arenas/{arena(meeting)}/")
    at = page.get_by_role("link").filter(has_text=title).locator("small").first
    expect(at).to_be_visible()
    assert at.evaluate(IN_ONE_LINE)
    made.close()


def test_what_is_optional_stands_apart_from_the_name_of_the_field(laptop: Page) -> None:
    laptop.goto("/settings/")
    expect(laptop.get_by_label("Plats Frivilligt", exact=True).first).to_be_visible()
