"""What is pressed several times stays where it is while it is pressed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PROPOSALS = [
    "Bänkar",
    "Träd i varje park och vid skolan",
    "Samhällsbyggnadsförvaltningens upphandlingar blir begripliga",
    "Vi vill att kommunen och föreningarna ordnar ett kök där alla kan laga mat och äta ihop en kväll i veckan",
]


@pytest.fixture
def ideas(meeting: Meeting) -> list[str]:
    meeting.go_to("collect")
    writer = meeting.join("Ana")
    found = [writer.capture(text) for text in PROPOSALS]
    meeting.setting("vote", target="ideas", votes_per_person=12, max_per_target=12)
    meeting.go_to("vote")
    return found


@pytest.fixture(params=[390, 320])
def phone(request: pytest.FixtureRequest, browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    made = context(browser, running, PHONE | {"viewport": {"width": request.param, "height": 844}})
    yield meeting.join("Ben").enter(made)
    made.close()


def places(rows: Locator) -> list[list[float]]:
    """Of each row: how high it is, and where in it the button for one more vote stands."""
    found: list[list[float]] = rows.evaluate_all(
        """rows => rows.map((row) => {
          const [all, add] = [row, [...row.querySelectorAll("button")].at(-1)].map((one) => one.getBoundingClientRect());
          return [all.height, add.top - all.top, add.left - all.left];
        })"""
    )
    return found


def test_no_row_moves_when_votes_are_placed(ideas: list[str], phone: Page) -> None:
    rows = phone.locator("[data-idea]")
    expect(rows).to_have_count(len(ideas))
    phone.evaluate("document.fonts.ready")
    before = places(rows)
    for idea in ideas:
        phone.locator(f"[data-idea='{idea}'] button").last.click()
        expect(phone.locator(f"[data-idea='{idea}'] output")).to_have_text(re.compile("^1"))
    assert places(rows) == before
    assert phone.evaluate("document.documentElement.scrollWidth") == phone.viewport_size["width"]  # type: ignore[index]
    for _ in range(8):
        phone.locator(f"[data-idea='{ideas[1]}'] button").last.click()
    expect(phone.locator(f"[data-idea='{ideas[1]}'] output")).to_have_text(re.compile("^9"))
    assert places(rows) == before
