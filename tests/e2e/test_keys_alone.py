"""A whole session by keys alone, on the phone as on the board: every stop can be reached, and is seen to have the focus."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import assert_reflows
from tests.e2e.conftest import LAPTOP, PHONE, context
from tests.e2e.keys import focused, go_round, move_to, press, tab_to
from tests.e2e.leading import Meeting, open_meeting
from tests.e2e.running import Running, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def board(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, LAPTOP)
    page = made.new_page()
    sign_in(page, running)
    yield page
    made.close()


@pytest.fixture
def meeting(board: Page, running: Running) -> Iterator[Meeting]:
    made = open_meeting(running, board.context.cookies())
    made.setting("collect", review=True, show_others_after_s=0)
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


def test_a_whole_session_goes_by_keys_alone(phone: Page, board: Page, meeting: Meeting) -> None:
    join_and_write(phone, board, meeting)
    group(phone, board)
    vote_and_talk(phone, board)
    agree_and_end(phone, board)


def join_and_write(phone: Page, board: Page, meeting: Meeting) -> None:
    phone.goto("/j/")
    tab_to(phone, "Möteskod")
    phone.keyboard.type(meeting.code)
    expect(phone.get_by_label(re.compile("Vad vill du kallas"))).to_be_visible()
    tab_to(phone, "Vad vill du kallas")
    phone.keyboard.type("Ben")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name="Du är med.")).to_be_focused()
    board.goto(f"/board/{meeting.id}/")
    expect(board.get_by_role("heading", level=1, name="Samling")).to_be_visible()
    board.keyboard.press("n")
    expect(phone.locator("#idea")).to_be_visible()
    for text in ("Trä i varje park", "Bänkar", "Vatten", "Fel sak"):
        tab_to(phone, "Din idé")
        phone.keyboard.type(text)
        phone.keyboard.press("Control+Enter")
    expect(phone.get_by_text("Fel sak")).to_be_visible()
    press(phone, "Ändra eller ta tillbaka idé 1")
    press(phone, "^Ändra$")
    tab_to(phone, "Din idé")
    phone.keyboard.press("Control+a")
    phone.keyboard.type("Träd i varje park")
    press(phone, "Spara")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    press(phone, "Ändra eller ta tillbaka idé 4")
    press(phone, "Ta tillbaka")
    # It is there to be had back while the step is open.
    expect(phone.get_by_role("button", name=re.compile("^Ångra.*Fel sak$"))).to_be_visible()
    expect(phone.get_by_role("button", name="Ändra eller ta tillbaka idé 4")).to_have_count(0)
    board.keyboard.press("m")
    for left in (3, 2, 1):
        expect(board.locator("[data-review]")).to_have_count(left)
        board.keyboard.press("a")
    expect(phone.get_by_text("Visas i rummet", exact=True)).to_have_count(3)


def group(phone: Page, board: Page) -> None:
    board.keyboard.press("n")
    expect(phone.get_by_role("heading", name="Nu förs idéerna ihop")).to_be_visible()
    expect(board.get_by_role("heading", level=1, name="Gruppera")).to_be_visible()
    board.keyboard.press("j")
    board.keyboard.press("Enter")
    move_to(board, "^Slå ihop")
    board.keyboard.press("Enter")
    board.get_by_role("dialog").get_by_role("combobox").wait_for()
    board.keyboard.type("Bänkar")
    board.keyboard.press("Enter")
    expect(board.locator("[data-stop^='idea:']")).to_have_count(2)
    board.keyboard.press("g")
    board.get_by_role("dialog").get_by_role("combobox").wait_for()
    board.keyboard.type("Grönt")
    board.keyboard.press("Enter")
    expect(phone.get_by_text("Grönt")).to_be_visible()
    board.keyboard.press("j")
    board.keyboard.press("s")
    expect(board.get_by_text("(visas på projektorn)").first).to_be_attached()


def vote_and_talk(phone: Page, board: Page) -> None:
    board.keyboard.press("n")
    expect(phone.get_by_role("heading", name="Vad ska vi gå vidare med?")).to_be_visible()
    press(phone, "^Lägg en röst på")
    press(phone, "^Klar$")
    press(board, "Visa resultatet")
    expect(phone.get_by_text("Så röstade ni")).to_be_visible()
    board.keyboard.press("n")
    expect(phone.get_by_role("button", name="Räck upp handen")).to_be_visible()
    press(phone, "Räck upp handen")
    expect(board.get_by_role("tab", name="Händer 1")).to_be_visible()


def agree_and_end(phone: Page, board: Page) -> None:
    board.keyboard.press("n")
    expect(board.get_by_role("heading", level=1, name="Åtgärder")).to_be_visible()
    board.keyboard.press("w")
    tab_to(board, "Vad ska göras")
    board.keyboard.type("Plantera tjugo träd")
    board.keyboard.press("Enter")
    expect(phone.get_by_text("Plantera tjugo träd").first).to_be_visible()
    press(phone, "Jag tar den")
    tab_to(phone, "Ditt namn")
    phone.keyboard.type("Ben Lind")
    tab_to(phone, "Din e-postadress")
    phone.keyboard.type("ben@example.org")
    phone.keyboard.press("Enter")
    expect(board.get_by_text("Ben Lind").first).to_be_visible()
    assert_reflows(board, size={"width": 720, "height": 450})
    tab_to(board, "^Projektor")
    board.keyboard.press("n")
    expect(board.get_by_role("heading", level=1, name="Avslut")).to_be_visible()
    board.keyboard.press("n")
    expect(board.get_by_role("dialog")).to_be_visible()
    press(board, "^Avsluta mötet$")
    expect(phone.get_by_text("Tack för att du var med.")).to_be_visible()


def test_nothing_on_the_board_holds_the_focus(board: Page, meeting: Meeting) -> None:
    meeting.setting("collect", comments=True, tables=2)
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    ideas = [ben.capture(text, n % 2) for n, text in enumerate(("Träd i varje park", "Bänkar", "Ring 070-123 45 67"))]
    meeting.lead("idea.show", ideas=ideas[:2])
    board.goto(f"/board/{meeting.id}/")
    expect(board.get_by_text("Bänkar").first).to_be_visible()
    # Until the first contact a stop still has another name.
    expect(board.get_by_text("1 har gått med")).to_be_visible()
    stops = go_round(board, "Tab")
    assert sorted(go_round(board, "Shift+Tab")) == sorted(stops)
    for name in ("Projektor", "Mer om mötet", "Granska", "Alla kommandon", "Pausa tiden|Starta"):
        assert any(re.search(name, one) for one in stops), f"{name} is not among {stops}"
    panels(board)
    dialogs(board)


def panels(board: Page) -> None:
    """Each panel is opened, gone through and left."""
    tab_to(board, "^Granska", most=200)
    for name in ("Liknande", "Åtgärder", "Granska"):
        board.keyboard.press("ArrowRight")
        expect(board.get_by_role("tab", name=name)).to_be_focused()
    for item in ("^Så går steget till", "^Deltagare$"):
        press(board, "^Mer om mötet$", most=200)
        move_to(board, item)
        board.keyboard.press("Enter")
        expect(board.locator("#panel")).to_be_focused()
        go_round(board, "Tab")
        press(board, "^Stäng$", most=200)
        expect(board.get_by_role("tab", name="Granska")).to_be_focused()


def dialogs(board: Page) -> None:
    """Each dialog keeps the focus while it is open, and gives it back."""
    for key in ("?", "q", "/", "i", "g", "d"):
        if key in "gd":
            # What these are about.
            board.locator("[data-canvas] [data-stop]").first.focus()
        board.evaluate("() => (window.opener = document.activeElement)")
        board.keyboard.press(key)
        dialog = board.get_by_role("dialog")
        expect(dialog).to_be_visible()
        before = dialog.get_attribute("aria-label") or dialog.get_by_role("heading").first.inner_text()
        go_round(board, "Tab", most=40)
        assert board.evaluate("() => document.activeElement.closest('dialog') !== null"), before
        board.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        # It comes back a moment after the dialog has gone, and to where it was.
        board.wait_for_function("() => document.activeElement === window.opener")
        assert focused(board), f"after «{before}» nothing has the focus"
