"""A dialog begins at what it is about: the field to write in, the way out of what is hard to take back, or else its heading."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TREES = "Träd i varje park"


@pytest.fixture
def board(laptop: Page, meeting: Meeting) -> Page:
    """With one idea in a group, while ideas are collected."""
    meeting.go_to("collect")
    idea = meeting.join("Eva").capture(TREES)
    meeting.lead("cluster.create", cluster=ids(1)[0], title="Grönt", column=meeting.columns[0], ideas=[idea])
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text(TREES).first).to_be_visible()
    return laptop


@pytest.fixture
def phone(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield meeting.join("Ben").enter(made)
    made.close()


def heading(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("heading", level=2)


def assert_begins_at(place: Locator) -> None:
    expect(place).to_be_focused()
    place.page.keyboard.press("Escape")
    expect(place.page.get_by_role("dialog")).to_have_count(0)


def from_menu(board: Page, menu: str, item: str) -> Locator:
    """Opened by keys, so that a key held too long would reach the dialog."""
    board.get_by_role("button", name=menu).first.press("Enter")
    board.get_by_role("menuitem", name=item).press("Enter")
    return board.get_by_role("dialog")


def test_on_the_board_at_the_field_or_the_heading(board: Page) -> None:
    dialog = board.get_by_role("dialog")
    begins = {
        "?": heading(board), "q": heading(board), "/": dialog.get_by_role("combobox"), "i": dialog.get_by_label("Idén, en mening räcker"),
        "g": dialog.get_by_role("combobox"), "d": dialog.get_by_label("Varför?"),
    }  # fmt: skip
    for key, place in begins.items():
        if key in "gd":
            # What these are about.
            board.locator("[data-stop^='idea:']").first.focus()
        board.keyboard.press(key)
        assert_begins_at(place)


def test_another_name_begins_with_the_old_one_chosen(board: Page, meeting: Meeting) -> None:
    dialog = from_menu(board, "Mer om Grönt", "Byt namn")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    board.keyboard.type("Parker")
    board.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(board.get_by_text("Parker").first).to_be_visible()
    expect(board.get_by_text("Grönt", exact=True)).to_have_count(0)


def test_a_text_that_was_begun_is_gone_on_with_and_not_written_over(board: Page) -> None:
    field = board.get_by_role("dialog").get_by_label("Idén, en mening räcker")
    board.keyboard.press("i")
    expect(field).to_be_focused()
    board.keyboard.type("Bänkar")
    board.keyboard.press("Escape")
    expect(board.get_by_role("dialog")).to_have_count(0)
    board.keyboard.press("i")
    expect(field).to_be_focused()
    board.keyboard.type(" i skugga")
    expect(field).to_have_value("Bänkar i skugga")
    field.fill("")
    board.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("item", "way_out"), [("Avsluta mötet", "Inte än"), ("Stäng av skärmens länkar", "Avbryt")], ids=["end", "screens"]
)
def test_what_is_hard_to_take_back_begins_at_the_way_out(
    board: Page, meeting: Meeting, item: str, way_out: str
) -> None:
    url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
    dialog = from_menu(board, "Mer om mötet", item)
    expect(dialog.get_by_role("button", name=way_out)).to_be_focused()
    board.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    assert meeting.state()["workshop"]["status"] == "open"
    wall = board.context.new_page()
    wall.goto(url)
    expect(wall.get_by_role("img", name="QR-kod")).to_be_visible()
    wall.close()


def test_what_is_asked_is_heard_and_on_a_low_screen_seen_where_it_begins(board: Page) -> None:
    board.set_viewport_size({"width": 1024, "height": 380})
    dialog = from_menu(board, "Mer om mötet", "Avsluta mötet")
    expect(dialog).to_have_accessible_description(re.compile("De som är ansvariga i arenan"))
    expect(dialog.get_by_role("button", name="Inte än")).to_be_focused()
    for seen in (heading(board), dialog.get_by_role("button", name="Inte än")):
        expect(seen).to_be_in_viewport(ratio=1)
    board.keyboard.press("Escape")
    board.set_viewport_size({"width": 1440, "height": 900})


def test_who_stays_is_where_they_were(board: Page, meeting: Meeting) -> None:
    meeting.go_to("vote")
    group = meeting.state()["clusters"][0]["id"]
    meeting.people[0].do("vote.set", target=group, points=1)
    meeting.go_to("discuss")
    step = board.get_by_role("navigation", name="Mötets steg").get_by_role("button", name=re.compile("Rösta"))
    expect(board.get_by_role("heading", name="Samtala", level=1)).to_be_visible()
    step.press("Enter")
    expect(board.get_by_role("dialog").get_by_role("button", name="Stanna här")).to_be_focused()
    board.keyboard.press("Enter")
    expect(board.get_by_role("dialog")).to_have_count(0)
    expect(step).to_be_focused()


def test_on_the_phone_at_the_field_the_text_or_the_heading(phone: Page, meeting: Meeting) -> None:
    meeting.setting("collect", comments=True, show_others_after_s=0)
    meeting.go_to("collect")
    eva = meeting.join("Eva")
    eva.capture(TREES)
    dialog = phone.get_by_role("dialog")
    phone.locator("#idea").fill("Bänkar")
    phone.keyboard.press("Control+Enter")
    phone.get_by_role("button", name="Meny").press("Enter")
    assert_begins_at(heading(phone))
    phone.get_by_role("button", name="Ändra eller ta tillbaka idé").press("Enter")
    phone.get_by_role("button", name="Ändra", exact=True).press("Enter")
    assert_begins_at(dialog.get_by_label("Din idé"))
    phone.get_by_role("tab").nth(1).press("Enter")
    # Who reads is shown them in an order of their own.
    shown = phone.get_by_role("tabpanel").get_by_role("listitem").filter(has_text=TREES)
    shown.get_by_role("button", name=re.compile("ommenter")).press("Enter")
    assert_begins_at(dialog.get_by_text(TREES))
    for item in ("Så hanterar vi dina uppgifter", "Ditt kvitto"):
        phone.get_by_role("button", name="Meny").press("Enter")
        dialog.get_by_role("button", name=item).press("Enter")
        expect(dialog).to_have_accessible_name(re.compile(item))
        assert_begins_at(heading(phone))
    meeting.go_to("commit")
    meeting.lead("action.create", action=ids(1)[0], title="Räkna på taken", ideas=[])
    phone.get_by_role("button", name="Föreslå en åtgärd").press("Enter")
    assert_begins_at(dialog.get_by_label("Vad ska göras?"))
    phone.get_by_role("button", name="Jag tar den").press("Enter")
    assert_begins_at(dialog.get_by_label("Ditt namn"))


def test_taking_a_meeting_away_begins_at_the_way_out(laptop: Page) -> None:
    laptop.goto("/meetings/new")
    laptop.get_by_role("button", name="Använd mallen").click()
    laptop.get_by_role("navigation", name="Mötets delar").get_by_role("link", name="Uppgifter").click()
    laptop.get_by_role("button", name="Ta bort mötet").press("Enter")
    expect(laptop.get_by_role("dialog").get_by_role("button", name="Avbryt")).to_be_focused()
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_role("dialog")).to_have_count(0)
    expect(laptop.get_by_role("button", name="Ta bort mötet")).to_be_focused()
