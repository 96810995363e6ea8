"""The pen of a table that is taken or let go without a network: the phone says what waits, and takes nothing for done."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.leading import Meeting, Person, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
BACK_MS = 40_000


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", tables=3, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def strip(phone: Page) -> Locator:
    return phone.get_by_role("region", name="Skriva för ett bord")


def pens(meeting: Meeting) -> dict[int, str]:
    return {one["number"]: one["pen"] for one in meeting.state()["workshop"]["tables"]}


@pytest.mark.parametrize(
    ("button", "sentence", "pen"),
    [
        ("Lämna över", "Pennan för bord 2 lämnas över när nätet är tillbaka.", "offered"),
        ("Sluta skriva", "Du slutar skriva för bord 2 när nätet är tillbaka.", "free"),
    ],
    ids=["handed over", "left"],
)
def test_a_pen_that_is_let_go(
    phone: Page, strip: Locator, meeting: Meeting, ben: Person, button: str, sentence: str, pen: str
) -> None:
    ben.do("table.take", table=2)
    expect(strip).to_contain_text("Du skriver för bord 2")
    phone.context.set_offline(True)
    strip.get_by_role("button", name=button).click()
    expect(strip).to_contain_text(sentence)
    expect(phone.get_by_role("status").filter(has_text=sentence)).to_have_count(1)
    expect(strip.get_by_role("button", name="Välj bord")).to_have_count(0)
    expect(strip.get_by_role("button", name="Ångra")).to_be_focused()
    assert_screen(phone)
    assert pens(meeting)[2] == "taken"
    strip.get_by_role("button", name="Ångra").press("Enter")
    expect(strip).to_contain_text("Du skriver för bord 2")
    expect(strip.get_by_role("button", name="Lämna över")).to_be_focused()
    strip.get_by_role("button", name=button).click()
    expect(strip).to_contain_text(sentence)
    phone.context.set_offline(False)
    expect(strip).not_to_contain_text(sentence, timeout=BACK_MS)
    expect(strip.get_by_role("button", name="Välj bord")).to_be_visible()
    arrives(lambda: pens(meeting).get(2, "free"), pen)


def test_a_pen_that_is_taken(phone: Page, strip: Locator, meeting: Meeting) -> None:
    phone.context.set_offline(True)
    strip.get_by_role("button", name="Välj bord").click()
    phone.get_by_role("dialog").get_by_role("button", name="Bord 3").click()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(strip).to_contain_text("Du skriver för bord 3")
    expect(strip).to_contain_text("Mötet får veta det när nätet är tillbaka.")
    assert_screen(phone)
    phone.context.set_offline(False)
    expect(strip).not_to_contain_text("Mötet får veta det", timeout=BACK_MS)
    arrives(lambda: pens(meeting).get(3), "taken")
