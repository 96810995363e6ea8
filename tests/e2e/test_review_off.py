"""Turning review off: what waits may be shown at once, but for what seems to hold somebody's personal data."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import SCREEN, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TREES, BENCHES, PERSONAL = "Träd i varje park", "Bänkar att sitta på", "Ring Elias på 070-123 45 67"


@pytest.fixture
def wall(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
    made = context(browser, running, SCREEN)
    page = made.new_page()
    page.goto(url)
    yield page
    made.close()


def pending(meeting: Meeting) -> list[str]:
    return [one["text"] for one in meeting.state()["ideas"] if one["status"] == "pending"]


def turn_review_off(board: Page, meeting: Meeting) -> None:
    board.goto(f"/board/{meeting.id}/")
    board.get_by_role("tab", name="Granska").click()
    switch = board.get_by_role("switch", name="Granska")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()


def test_a_long_area_is_not_squeezed_beside_the_time(laptop: Page, meeting: Meeting) -> None:
    setup = meeting.http.get(f"/api/setup/{meeting.id}/").json()
    columns = [{key: one[key] for key in ("id", "title", "shape")} for one in setup["columns"]]
    columns[0]["title"] = "Varför stannar bra lösningar i den egna organisationen?"
    meeting.change(columns=columns)
    meeting.setting("collect", review=True)
    meeting.go_to("collect")
    meeting.join("Ben").capture(TREES)
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("tab", name="Granska").click()
    card = laptop.get_by_role("article", name="Idé 1")
    expect(card.get_by_text(columns[0]["title"])).to_be_visible()
    area, time = (card.locator(part).bounding_box() for part in (".th", ".when"))
    assert area
    assert time
    assert time["y"] >= area["y"] + area["height"]


def test_an_idea_with_a_warning_stays_in_review_when_the_others_are_shown(
    wall: Page, laptop: Page, meeting: Meeting
) -> None:
    meeting.setting("collect", review=True, show_others_after_s=0)
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    for text in (TREES, PERSONAL, BENCHES):
        ben.capture(text)
    turn_review_off(laptop, meeting)
    asked = laptop.get_by_role("group", name="2 idéer väntar. Ska de visas i rummet?")
    expect(asked).to_contain_text("1 till har en varning och stannar i granskningen.")
    expect(asked.get_by_role("status")).to_contain_text("2 idéer väntar.")
    asked.get_by_role("button", name="Visa", exact=True).click()
    expect(wall.get_by_text(BENCHES)).to_be_visible()
    arrives(lambda: pending(meeting), [PERSONAL])
    expect(wall.get_by_text("Elias")).to_have_count(0)


def test_ideas_with_warnings_alone_are_not_asked_about(laptop: Page, meeting: Meeting) -> None:
    meeting.setting("collect", review=True, show_others_after_s=0)
    meeting.go_to("collect")
    meeting.join("Ben").capture(PERSONAL)
    turn_review_off(laptop, meeting)
    # Ben has no page open, and has joined all the same.
    expect(laptop.get_by_text("En har gått med.")).to_be_visible()
    expect(laptop.get_by_text("Ingen har gått med än")).to_have_count(0)
    told = laptop.get_by_role("status").filter(has_text="1 idé har en varning och stannar i granskningen.")
    expect(told).to_be_visible()
    expect(laptop.get_by_text("Ska den visas i rummet?")).to_have_count(0)
    assert pending(meeting) == [PERSONAL]
