"""The row of keys under the board: what stands in it stands there whole, beside what is next to it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

# How far from its end the last one ends, and how many are cut.
SPACE = "(row) => row.getBoundingClientRect().right - row.querySelector('.end').getBoundingClientRect().right"
CUT = """(row) => {
  const [whole, end] = [row, row.querySelector(".end")].map((one) => one.getBoundingClientRect());
  const keys = [...row.querySelectorAll("button:not(.end)")].map((one) => one.getBoundingClientRect());
  return keys.filter(({ top, right }) => top < whole.bottom && right > end.left).length;
}"""


def test_all_commands_stand_at_its_end_where_not_all_keys_have_room(
    browser: Browser, running: Running, meeting: Meeting
) -> None:
    meeting.setting("collect", review=True, show_others_after_s=0)
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    shown = ben.capture("Bänkar vid ån")
    ben.capture("Fler träd")
    meeting.lead("idea.show", ideas=[shown])
    window: dict[str, object] = {**LAPTOP, "viewport": {"width": 1250, "height": 800}, "locale": "en-GB"}
    device = context(browser, running, window)
    cookies = [(one.name, one.value or "") for one in meeting.http.cookies.jar]
    device.add_cookies([{"name": name, "value": value, "url": running.url} for name, value in cookies])
    board = device.new_page()
    board.goto(f"/board/{meeting.id}/")
    row = board.get_by_role("contentinfo")
    expect(row.get_by_role("button", name="Show")).to_be_visible()
    board.evaluate("document.fonts.ready")
    assert row.evaluate(SPACE) == 24
    assert row.evaluate(CUT) == 0
    board.set_viewport_size({"width": 1440, "height": 800})
    expect(row.get_by_role("button", name="Review")).to_be_in_viewport()
    device.close()
