"""What a screen says will happen is what the meeting is set up to do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, SCREEN, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
def phone(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield meeting.join("Ben").enter(made)
    made.close()


@pytest.fixture
def wall(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
    made = context(browser, running, SCREEN)
    page = made.new_page()
    page.goto(url)
    yield page
    made.close()


@pytest.mark.parametrize(("model", "promised"), [("points", 1), ("thumb", 0), ("agree", 0), ("scale", 0)])
def test_votes_are_promised_only_where_the_next_vote_counts_them(
    phone: Page, meeting: Meeting, model: str, promised: int
) -> None:
    meeting.setting("vote", model=model)
    meeting.go_to("group")
    expect(phone.get_by_text("Nästa steg är att rösta")).to_be_visible()
    expect(phone.get_by_text("Du får 5 röster.")).to_have_count(promised)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("after_close", "Resultatet visas när röstningen är slut"),
        ("manual", "Den som leder mötet visar resultatet"),
    ],
)
def test_the_screen_says_when_the_result_shows(wall: Page, meeting: Meeting, shown: str, said: str) -> None:
    meeting.setting("vote", show_results=shown)
    meeting.go_to("vote")
    expect(wall.get_by_text("har röstat")).to_be_visible()
    expect(wall.locator(".ft")).to_have_text(said)


def test_who_has_voted_and_locked_the_phone_does_not_make_the_vote_look_done(
    laptop: Page, wall: Page, meeting: Meeting
) -> None:
    meeting.setting("vote", target="ideas")
    meeting.go_to("collect")
    ben, _eva = meeting.join("Ben"), meeting.join("Eva")
    idea = ben.capture("Bänkar i skuggan")
    meeting.go_to("vote")
    ben.do("vote.set", target=idea, points=1)
    expect(wall.locator(".bign")).to_have_text("1")
    expect(wall.locator(".of")).to_have_text("har röstat")
    expect(wall.locator(".people i")).to_have_count(1)
    board = laptop.context.new_page()
    board.goto(f"/board/{meeting.id}/")
    expect(board.get_by_text("1 av 2 som har gått med har röstat.")).to_be_visible()
    board.close()
