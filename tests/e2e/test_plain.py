"""A whole meeting in a browser without JavaScript: join, idea, vote, result. Beside it the same page with old and narrow ones."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import assert_accessible
from tests.e2e.conftest import LAPTOP, PHONE, context
from tests.e2e.phones import nothing_waits
from tests.e2e.running import Running, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

IDEA = "Låna ut lastcyklar på biblioteket"


@pytest.fixture(scope="module")
def board(browser: Browser, running: Running) -> Iterator[Page]:
    """A meeting of its own, opened by its leader, whose ideas are not reviewed."""
    made = context(browser, running, LAPTOP)
    page = made.new_page()
    sign_in(page, running)
    page.goto("/meetings/new")
    page.get_by_role("radio", name=re.compile("Idémöte")).check()
    page.get_by_role("button", name="Använd mallen").click()
    page.get_by_label("Mötets namn").fill("Utan skript")
    expect(page.get_by_text("Klart att öppna")).to_be_visible()
    page.get_by_role("button", name="Öppna mötet").click()
    page.wait_for_url("**/board/**")
    yield page
    made.close()


@pytest.fixture(scope="module")
def code(board: Page) -> str:
    shown = board.get_by_text(re.compile(r"^\d{3}\s\d{3}$")).first
    expect(shown).to_be_visible()
    return re.sub(r"\D", "", shown.inner_text())


@pytest.fixture(scope="module")
def plain(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE, java_script_enabled=False)
    yield made.new_page()
    made.close()


def next_step(board: Page, plain: Page) -> None:
    on = board.get_by_role("button", name=re.compile("^Till "))
    before = on.inner_text()
    on.click()
    expect(on).not_to_have_text(before)
    nothing_waits(board)
    plain.get_by_role("link", name="Hämta nytt").click()


def scanned(browser: Browser, running: Running, plain: Page) -> Iterator[Page]:
    """The same person and page where axe can run, which needs scripts, on a phone and as narrow as 400 % make it."""
    for device in (PHONE, {"viewport": {"width": 320, "height": 640}}):
        made = context(browser, running, device, storage_state=plain.context.storage_state())
        page = made.new_page()
        page.goto(plain.url)
        yield page
        made.close()


def assert_fits(browser: Browser, running: Running, plain: Page) -> None:
    for page in scanned(browser, running, plain):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)


def test_without_a_script_the_app_leads_to_the_plain_page_and_in(
    browser: Browser, running: Running, plain: Page, code: str
) -> None:
    plain.goto(f"/j/{code}")
    plain.get_by_role("link", name="Öppna den enkla sidan").click()
    expect(plain.get_by_role("heading", name="Utan skript", level=1)).to_be_visible()
    plain.get_by_label("Vad vill du kallas? Frivilligt").fill("Ali")
    plain.get_by_role("button", name="Gå med").click()
    expect(plain.get_by_role("status")).to_have_text("Du är med i mötet.")


def test_an_idea_reaches_the_board_by_the_keyboard_alone(
    browser: Browser, running: Running, plain: Page, board: Page
) -> None:
    next_step(board, plain)
    plain.get_by_role("radio").first.focus()
    plain.keyboard.press("Space")
    plain.keyboard.press("Tab")
    plain.keyboard.type(IDEA)
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("status")).to_contain_text("Din idé fick nummer 1.")
    expect(board.get_by_text(IDEA).first).to_be_visible()
    plain.reload()
    expect(plain.locator(".id").get_by_text(IDEA)).to_have_count(1)
    assert_fits(browser, running, plain)


def test_what_is_refused_stands_in_its_field_with_what_is_wrong(
    browser: Browser, running: Running, plain: Page
) -> None:
    plain.get_by_role("radio").first.check()
    plain.get_by_label("Din idé, en mening räcker").fill("x" * 600)
    plain.get_by_role("button", name="Skicka idén").click()
    expect(plain.get_by_role("alert")).to_contain_text("tecken för lång")
    expect(plain.get_by_label("Din idé, en mening räcker")).to_have_value("x" * 600)
    plain.get_by_role("link", name="Hämta nytt").click()


def test_a_vote_is_placed_and_its_result_is_read(browser: Browser, running: Running, plain: Page, board: Page) -> None:
    next_step(board, plain)
    for key in ("j", "g"):
        board.keyboard.press(key)
    board.get_by_role("dialog").get_by_role("combobox").fill("Låna i stället för att äga")
    board.keyboard.press("Enter")
    expect(board.get_by_role("heading", name="Låna i stället för att äga")).to_be_visible()
    next_step(board, plain)
    plain.get_by_role("combobox").first.select_option("1")
    plain.get_by_role("button", name="Lägg rösterna").click()
    expect(plain.get_by_role("status")).to_contain_text("Dina röster är sparade.")
    expect(plain.get_by_role("combobox").first).to_have_value("1")
    assert_fits(browser, running, plain)
    next_step(board, plain)
    expect(plain.get_by_role("heading", name="Så röstade ni")).to_be_visible()
    expect(plain.get_by_text("1 röst", exact=True)).to_be_visible()


def test_a_receipt_made_without_a_script_tells_what_became_of_the_idea(
    browser: Browser, running: Running, plain: Page
) -> None:
    plain.get_by_role("button", name="Gör en länk").click()
    expect(plain.get_by_role("heading", name="Ditt kvitto", level=1)).to_be_visible()
    expect(plain.get_by_text("I gruppen Låna i stället för att äga")).to_be_visible()
    expect(plain.get_by_text("1 röst, flest röster")).to_be_visible()
    assert_fits(browser, running, plain)
    plain.get_by_role("link", name="Ta bort det jag har skrivit").click()
    plain.get_by_role("button", name="Ta bort", exact=True).click()
    expect(plain.get_by_role("status").first).to_have_text("Det du skrev är borttaget.")
    expect(plain.get_by_text("Borttagen av den som skrev")).to_be_visible()
    expect(plain.get_by_text(IDEA)).to_have_count(0)


def test_a_phone_makes_its_receipt_in_the_menu_and_takes_it_away(browser: Browser, running: Running, code: str) -> None:
    made = context(browser, running, PHONE)
    phone = made.new_page()
    phone.goto(f"/j/{code}")
    phone.get_by_role("button", name="Gå med").click()
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Ditt kvitto").click()
    phone.get_by_role("button", name="Gör en länk").click()
    expect(phone.get_by_role("img", name="QR-kod med din länk")).to_be_visible()
    assert_accessible(phone)
    with phone.expect_popup() as receipt:
        phone.get_by_role("dialog").get_by_role("link").click()
    expect(receipt.value.get_by_role("heading", name="Ditt kvitto")).to_be_visible()
    phone.get_by_role("button", name="Ta bort länken").click()
    expect(phone.get_by_role("status").filter(has_text="Länken är borttagen.")).to_be_visible()
    receipt.value.reload()
    expect(receipt.value.get_by_role("heading", name="Länken gäller inte")).to_be_visible()
    made.close()


def test_an_old_browser_is_taken_to_the_plain_page(browser: Browser, running: Running, code: str) -> None:
    made = context(browser, running, PHONE)
    made.add_init_script("delete window.structuredClone")
    page = made.new_page()
    page.goto(f"/j/{code}")
    page.wait_for_url(f"**/plain/{code}/")
    expect(page.get_by_role("button", name="Gå med")).to_be_visible()
    made.close()
