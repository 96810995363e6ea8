"""Ideas that a facilitator writes for people without a phone: what is refused stays until somebody has dealt with it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.leading import Meeting, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TREES, BENCHES = "Träd i varje park", "Bänkar som går att sitta på"
NOT_SENT = "Text som inte kom fram"


@pytest.fixture
def board(laptop: Page, meeting: Meeting) -> Page:
    """In a step that takes no ideas, with the quick entry open."""
    meeting.setting("collect", grace_s=0, late_s=0)
    meeting.go_to("collect")
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text("Här visas idéerna").first).to_be_visible()
    laptop.keyboard.press("i")
    expect(field(laptop)).to_be_focused()
    return laptop


def field(board: Page) -> Locator:
    return board.get_by_label("Idén, en mening räcker")


def write(board: Page, text: str) -> None:
    field(board).fill(text)
    field(board).press("Enter")


def kept(board: Page) -> list[str]:
    """The refused texts in the dialog, in their order."""
    return [one.input_value() for one in board.get_by_role("dialog").get_by_label(NOT_SENT).all()]


def refused(board: Page, text: str) -> Locator:
    """One of them, with its reason and what can be done about it."""
    return (
        board.get_by_role("listitem")
        .filter(has=board.get_by_label(NOT_SENT))
        .filter(has_text=REASON)
        .nth(kept(board).index(text))
    )


REASON = "Steget tar inte emot idéer nu."


def test_what_is_refused_stays_with_its_reason_until_it_is_dealt_with_one_by_one(board: Page, meeting: Meeting) -> None:
    meeting.go_to("group")
    for number, text in enumerate((TREES, BENCHES), start=1):
        write(board, text)
        expect(board.get_by_label(NOT_SENT)).to_have_count(number)
    expect(field(board)).to_have_value("")
    field(board).fill("Halvskriven")
    board.keyboard.press("Escape")
    expect(board.get_by_role("dialog")).to_have_count(0)
    bar = board.get_by_role("status").filter(has_text="2 idéer kom inte fram")
    bar.get_by_role("button", name="Visa").click()
    expect(board.get_by_label(NOT_SENT)).to_have_count(2)
    expect(field(board)).to_have_value("Halvskriven")
    board.reload()
    bar.get_by_role("button", name="Visa").click()
    expect(board.get_by_label(NOT_SENT)).to_have_count(2)
    arrives(lambda: kept(board), [TREES, BENCHES])
    look = Looker(board)
    look("refused texts", zoomed=True)
    look.assert_nothing()
    meeting.go_to("collect")
    again = refused(board, BENCHES)
    again.get_by_label(NOT_SENT).fill(f"{BENCHES}, med ryggstöd")
    again.get_by_role("button", name="Skicka igen").click()
    expect(board.get_by_text("Idé 1 är med.")).to_be_visible()
    arrives(lambda: kept(board), [TREES])
    refused(board, TREES).get_by_role("button", name="Kasta texten").click()
    expect(board.get_by_label(NOT_SENT)).to_have_count(0)
    expect(field(board)).to_be_focused()
    board.keyboard.press("Escape")
    expect(bar).to_have_count(0)
    arrives(lambda: [one["text"] for one in meeting.state()["ideas"]], [f"{BENCHES}, med ryggstöd"])


def test_a_text_that_is_refused_after_the_dialog_was_closed_is_not_lost(board: Page, meeting: Meeting) -> None:
    board.context.set_offline(True)
    write(board, TREES)
    board.keyboard.press("Escape")
    meeting.go_to("group")
    board.context.set_offline(False)
    bar = board.get_by_role("status").filter(has_text="1 idé kom inte fram")
    expect(bar).to_be_visible(timeout=40_000)
    bar.get_by_role("button", name="Visa").click()
    arrives(lambda: kept(board), [TREES])
    expect(board.get_by_text(REASON)).to_be_visible()
    refused(board, TREES).get_by_role("button", name="Kasta texten").click()
    expect(board.get_by_label(NOT_SENT)).to_have_count(0)


def test_nothing_else_that_is_refused_takes_a_text_along(board: Page, meeting: Meeting) -> None:
    ben = meeting.join("Ben")
    idea = ben.capture(TREES)
    meeting.go_to("group")
    write(board, BENCHES)
    expect(board.get_by_label(NOT_SENT)).to_have_count(1)
    board.keyboard.press("Escape")
    board.context.set_offline(True)
    board.get_by_role("button", name="Mer om Idé 1").click()
    board.get_by_role("menuitem", name="Dölj idén").click()
    board.get_by_role("dialog").get_by_role("button", name="Dölj idén").click()
    ben.do("idea.withdraw", idea=idea)
    board.context.set_offline(False)
    expect(board.get_by_text("finns inte", exact=False).first).to_be_visible(timeout=40_000)
    expect(board.get_by_role("status").filter(has_text="1 idé kom inte fram")).to_be_visible()
