"""Who may do what in an arena is changed by an act of its own: passing by a role with the arrow keys takes nothing from anybody."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.keys import press, tab_to
from tests.e2e.leading import Meeting, arrives

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
NOOR = "noor@example.se"
MOST = 120


@pytest.fixture
def people(laptop: Page, meeting: Meeting) -> Iterator[Page]:
    """The page of those who lead, one of whom is Noor."""
    url = f"/api/arenas/{arena(meeting)}/members/"
    answer = meeting.http.post(url, json={"email": NOOR, "role": "facilitator"})
    assert answer.status_code == 201, answer.text
    noor = next(one["id"] for one in answer.json() if one["email"] == NOOR)
    laptop.goto("/people/")
    expect(role(laptop)).to_be_visible()
    yield laptop
    meeting.http.delete(f"{url}{noor}/")


def arena(meeting: Meeting) -> str:
    return str(meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"])


def kept_role(meeting: Meeting) -> str:
    members = meeting.http.get(f"/api/arenas/{arena(meeting)}/members/").json()
    return str(next(one["role"] for one in members if one["email"] == NOOR))


def role(page: Page) -> Locator:
    return page.get_by_role("combobox", name=f"Roll för {NOOR}")


def test_an_arrow_key_chooses_and_only_saving_changes(people: Page, meeting: Meeting) -> None:
    tab_to(people, f"^Roll för {NOOR}", most=MOST)
    people.keyboard.press("ArrowDown")
    expect(role(people)).to_have_value("reader")
    expect(people.get_by_role("status").filter(has_text="Inte sparat än")).to_be_visible()
    arrives(lambda: kept_role(meeting), "facilitator")
    look = Looker(people)
    look("a role that is not saved", zoomed=True)
    press(people, "^Spara ?, Roll för")
    expect(people.get_by_text("Rollen är ändrad")).to_be_visible()
    expect(role(people)).to_be_focused()
    expect(people.get_by_text("Inte sparat än")).to_have_count(0)
    arrives(lambda: kept_role(meeting), "reader")
    look.assert_nothing()


def test_undoing_leaves_the_role_as_it_was(people: Page, meeting: Meeting) -> None:
    role(people).focus()
    people.keyboard.press("ArrowUp")
    expect(role(people)).to_have_value("organizer")
    press(people, "^Ångra ?, Roll för")
    expect(role(people)).to_be_focused()
    expect(role(people)).to_have_value("facilitator")
    people.keyboard.press("ArrowDown")
    people.keyboard.press("ArrowUp")
    expect(people.get_by_role("button", name=re.compile("^Spara"))).to_have_count(0)
    arrives(lambda: kept_role(meeting), "facilitator")


def test_a_role_that_could_not_be_saved_is_said_and_can_be_saved_again(people: Page, meeting: Meeting) -> None:
    people.route(f"**/api/arenas/{arena(meeting)}/members/*/", lambda route: route.abort())
    role(people).select_option("reader")
    save = people.get_by_role("button", name=re.compile(f"^Spara ?, Roll för {NOOR}"))
    save.press("Enter")
    expect(people.get_by_text("Servern svarar inte.", exact=False)).to_be_visible()
    expect(save).to_be_focused()
    expect(role(people)).to_have_value("reader")
    arrives(lambda: kept_role(meeting), "facilitator")
    people.unroute_all()
    save.press("Enter")
    expect(role(people)).to_be_focused()
    arrives(lambda: kept_role(meeting), "reader")


def test_a_key_pressed_twice_takes_nobody_away(people: Page, meeting: Meeting) -> None:
    ask = people.get_by_role("button", name=f"Ta bort {NOOR}")
    ask.press("Enter")
    expect(people.get_by_role("button", name="Avbryt")).to_be_focused()
    people.keyboard.press("Enter")
    expect(ask).to_be_focused()
    arrives(lambda: kept_role(meeting), "facilitator")
    people.keyboard.press("Enter")
    expect(people.get_by_role("button", name="Avbryt")).to_be_focused()
    people.keyboard.press("Shift+Tab")
    expect(people.get_by_role("button", name="Ta bort", exact=True)).to_be_focused()
    people.keyboard.press("Enter")
    expect(people.get_by_text(f"{NOOR} är inte med längre")).to_be_visible()
    expect(ask).to_have_count(0)
