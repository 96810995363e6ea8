"""One working session through three browsers at once: phone, board and projector, from the code to the mailed report.

Of their screens those are looked at that no other file has: the rest is in `test_everybody.py` and `test_leaders_screens.py`.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from ideahub.embedded import ports
from tests.e2e.accessible import assert_accessible
from tests.e2e.conftest import PHONE, SCREEN, context
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

FERRY = "Låt färjorna bli första stora kunden"
WORKSHOP = "Öppna en verkstad <b>på gården</b>"


@pytest.fixture(scope="module")
def board(laptop: Page, running: Running) -> Page:
    return open_board(laptop, running)


@pytest.fixture(scope="module")
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


@pytest.fixture(scope="module")
def projector(board: Page) -> Page:
    with board.expect_popup() as popup:
        board.get_by_role("button", name="Projektor").click()
    popup.value.set_viewport_size(SCREEN["viewport"])  # type: ignore[arg-type]
    return popup.value


def open_board(page: Page, running: Running) -> Page:
    page.goto(running.board_path)
    expect(page.get_by_text(f"{running.code[:3]} {running.code[3:]}").first).to_be_visible()
    return page


def next_step(board: Page) -> None:
    board.get_by_role("button", name=re.compile("^Till ")).click()


def test_phone_joins_with_the_typed_code(phone: Page, running: Running) -> None:
    phone.goto("/j/")
    phone.get_by_label("Möteskod, sex siffror").fill(f"{running.code[:3]} {running.code[3:]}")
    phone.get_by_label("Vad vill du kallas?").fill("Ben")
    phone.get_by_role("button", name="Gå med").click()
    expect(phone.get_by_placeholder("Din idé, en mening räcker")).to_be_visible()


def test_idea_shows_on_phone_board_and_projector(phone: Page, board: Page, projector: Page) -> None:
    for text in (FERRY, WORKSHOP):
        phone.get_by_placeholder("Din idé, en mening räcker").fill(text)
        phone.get_by_role("button", name="Skicka idén").click()
    for page in (phone, board):
        expect(page.get_by_text(FERRY).first).to_be_visible()
        expect(page.get_by_text(WORKSHOP).first).to_be_visible()
    # The demo's step holds others' ideas back for its first minute; then the server shows them by itself.
    expect(projector.get_by_text(FERRY).first).to_be_visible(timeout=75_000)
    expect(projector.get_by_text(WORKSHOP).first).to_be_visible()
    expect(phone.get_by_text("Visas i rummet").first).to_be_visible()


def test_the_leader_closes_for_new_ideas_while_the_clock_stands_still(phone: Page, board: Page) -> None:
    board.get_by_role("button", name=re.compile("^Starta")).click()
    board.get_by_role("button", name="Pausa tiden").click()
    board.get_by_role("button", name="Stäng för nya idéer").click()
    expect(phone.get_by_text("Nu är det stängt för nya idéer.")).to_be_visible(timeout=15_000)
    assert_accessible(phone)


def test_ideas_are_grouped_by_key(phone: Page, board: Page) -> None:
    next_step(board)
    expect(phone.get_by_role("heading", name="Nu förs idéerna ihop")).to_be_visible()
    for key in ("j", "g"):
        board.keyboard.press(key)
    board.get_by_role("dialog").get_by_role("combobox").fill("Säkra de första kunderna")
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="Säkra de första kunderna")).to_be_visible()
    expect(phone.get_by_text("Säkra de första kunderna").first).to_be_visible()


def test_vote_is_counted_and_secret_until_shown(phone: Page, board: Page, projector: Page) -> None:
    next_step(board)
    phone.get_by_role("button", name=re.compile("^Lägg en röst på .*färjorna")).click()
    phone.get_by_role("button", name="Klar").click()
    expect(projector.locator(".bign")).to_have_text("1")
    expect(projector.get_by_text("har röstat", exact=True)).to_be_visible()
    expect(projector.get_by_text(FERRY)).to_have_count(0)
    board.get_by_role("button", name="Visa resultatet").click()
    expect(projector.get_by_text(FERRY).first).to_be_visible()


def test_hand_is_seen_by_the_leader(phone: Page, board: Page) -> None:
    next_step(board)
    phone.get_by_role("button", name="Räck upp handen").click()
    board.get_by_role("tab", name="Händer 1").click()
    expect(board.get_by_role("tabpanel").get_by_text("Ben")).to_be_visible()
    assert_accessible(board)
    phone.get_by_role("button", name="Ta ner handen").click()


def test_action_is_made_and_taken(phone: Page, board: Page, projector: Page) -> None:
    next_step(board)
    board.get_by_role("tab", name=re.compile("Åtgärder")).click()
    board.get_by_label("Vad ska göras?").fill("Fråga rederierna om vätgas")
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(projector.get_by_text("Fråga rederierna om vätgas")).to_be_visible()
    phone.get_by_role("button", name="Jag tar den").click()
    phone.get_by_label("Ditt namn").fill("Ben Lind")
    phone.get_by_label("Din e-postadress").fill("ben@example.org")
    phone.get_by_role("button", name="Jag tar den").last.click()
    expect(board.get_by_text("Ben Lind").first).to_be_visible()
    assert_accessible(phone, board)


def test_closing_thanks_the_room_and_mails_the_report(
    phone: Page, board: Page, projector: Page, running: Running
) -> None:
    board.get_by_role("button", name="Mer om mötet").click()
    board.get_by_role("menuitem", name="Avsluta mötet").click()
    board.get_by_role("dialog").get_by_role("button", name="Avsluta mötet").click()
    expect(phone.get_by_text("Tack för att du var med.")).to_be_visible()
    expect(projector.get_by_text("Tack för att ni var med")).to_be_visible()
    found = ports.wait_until(
        lambda: running.catcher.to(running.email, subject="Samordna och skala upp") is not None, timeout_s=60
    )
    assert found, "No report was mailed within a minute"


def test_the_report_says_what_was_decided(running: Running) -> None:
    mail = running.catcher.to(running.email, subject="Samordna och skala upp")
    assert mail is not None
    text = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert "Fråga rederierna om vätgas" in part
        assert "ben@example.org" not in part
    pdf = next(part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf")
    content = pdf.get_content()
    pages = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "Fråga rederierna om vätgas" in pages
    assert "<b>på gården</b>" in pages
