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


def test_the_panel_of_actions_says_that_a_report_that_was_sent_stays_as_it_is(laptop: Page, meeting: Meeting) -> None:
    board = laptop.context.new_page()
    board.goto(f"/board/{meeting.id}/")
    board.get_by_role("tab", name="Åtgärder").click()
    expect(board.get_by_label("Vad ska göras?")).to_be_visible()
    expect(board.get_by_text("Det du ändrar här")).to_have_count(0)
    meeting.lead("workshop.close")
    expect(board.get_by_text("Det du ändrar här")).to_be_visible()
    sent = "Rapporten är redan skickad. Det du ändrar här står inte i den."
    expect(board.get_by_text(sent)).to_be_visible(timeout=60_000)
    board.close()


def test_the_set_up_says_what_is_still_the_templates_and_asks_as_the_phones_do(laptop: Page) -> None:
    page = laptop.context.new_page()
    page.goto("/meetings/new/")
    page.get_by_role("radio", name="Idémöte").check()
    page.get_by_role("button", name="Använd mallen").click()
    page.get_by_label("Mötets namn").fill("Cyklar")
    unnamed = page.get_by_text("har inget eget namn än")
    expect(unnamed).to_have_text("Område 1 har inget eget namn än. Skriv vad idéerna ska handla om.")
    for area, name in enumerate(("Torget", "Hamnen", "Skolan"), start=1):
        page.get_by_role("textbox", name=f"Område {area}", exact=True).fill(name)
    expect(unnamed).to_have_count(0)
    page.get_by_role("link", name="Stegen").click()
    page.get_by_role("button", name="Inställningar för Idéer").click()
    expect(page.get_by_role("complementary").get_by_text("Skriv dina idéer")).to_be_visible()
    page.close()
