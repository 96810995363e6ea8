"""After the close: the board is still reached, the meeting opened again, and it is told how the actions go."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.leading import Meeting, arrives, ids

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TITLE, LONG_AGO = "Fråga kommunen", "2026-01-08"


@pytest.fixture
def closed(meeting: Meeting) -> Meeting:
    """With one action, whose day has passed."""
    meeting.go_to("commit")
    meeting.lead("action.create", action=ids(1)[0], title=TITLE, owner_name="Noor", due_on=LONG_AGO, ideas=[])
    meeting.lead("workshop.close")
    return meeting


def title(meeting: Meeting) -> str:
    return str(meeting.state()["workshop"]["title"])


def test_a_meeting_that_was_ended_by_mistake_is_opened_again_from_its_page(laptop: Page, closed: Meeting) -> None:
    laptop.goto("/meetings/")
    laptop.get_by_role("link", name=title(closed), exact=True).first.click()
    laptop.get_by_role("link", name="Till tavlan", exact=True).click()
    laptop.get_by_role("button", name="Mer om mötet", exact=True).click()
    laptop.get_by_role("menuitem", name="Öppna mötet igen").click()
    arrives(lambda: closed.state()["workshop"]["status"], "open")


def test_its_row_leads_to_the_board(laptop: Page, closed: Meeting) -> None:
    laptop.goto("/meetings/")
    laptop.get_by_role("link", name=re.compile(f"Till tavlan.*{title(closed)}")).click()
    expect(laptop.get_by_text("Mötet är avslutat.")).to_be_visible()


def test_what_waits_leads_to_where_it_is_told_how_an_action_goes(laptop: Page, closed: Meeting) -> None:
    laptop.goto("/meetings/")
    waits = laptop.get_by_role("region", name="Det här väntar på dig")
    waits.get_by_role("link", name=re.compile(f"Se.*{title(closed)}")).click()
    expect(laptop.get_by_role("tab", name=re.compile("^Åtgärder"))).to_have_attribute("aria-selected", "true")
    laptop.get_by_role("button", name=f"Mer om {TITLE}").click()
    laptop.get_by_role("menuitemcheckbox", name="Klar").click()
    arrives(lambda: closed.state()["actions"][0]["status"], "done")


def test_what_became_of_it_leads_a_leader_to_the_board_and_a_reader_to_the_report(
    laptop: Page, closed: Meeting
) -> None:
    def as_reader(route: Route) -> None:
        overview = route.fetch().json()
        for one in overview["meetings"]:
            one["role"] = "reader"
        route.fulfill(json=overview)

    laptop.goto("/meetings/")
    name = laptop.get_by_role("complementary", name="Vad hände sedan?").get_by_role("link", name=title(closed))
    expect(name).to_have_attribute("href", f"/board/{closed.id}/#actions")
    laptop.route("**/api/overview/", as_reader)
    laptop.reload()
    expect(name).to_have_attribute("href", f"/reports/{closed.id}/")
    laptop.unroute("**/api/overview/")
