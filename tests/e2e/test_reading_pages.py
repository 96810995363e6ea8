"""An organizer's page tells what it is doing: reading, showing that there is nothing, or why it could not read, with a way to try again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
# What each page reads, the place where it says so, and what it shows once it has come.
PAGES = {
    "/meetings/": ("**/api/overview/", "main", "Alla i rummet"),
    "/meetings/new": ("**/api/templates/*", "main", "Idémöte"),
    "/arenas/ARENA/": ("**/api/arenas/*/live/", "main", "idéer i dag"),
    "/people/": ("**/api/arenas/*/members/", "main", "Senast här"),
    "/operations/": ("**/api/operations/", "main", "Telefoner anslutna"),
    "/meetings/MEETING/": ("**/api/setup/*/", "main", "Mötets delar"),
    "/meetings/MEETING/?part=people": ("**/api/arenas/*/members/", "main section >> nth=0", ", du"),
    "/meetings/MEETING/?part=data": ("**/api/setup/*/rehearsals/", "main", "Öva med"),
}
FAILED = "Servern svarar inte."


@pytest.fixture
def page(browser: Browser, running: Running, laptop: Page) -> Iterator[Page]:
    """The same organizer's in another window, whose network is its own."""
    made = context(browser, running, LAPTOP, storage_state=laptop.context.storage_state(), reduced_motion="reduce")
    yield made.new_page()
    made.close()


class Server:
    """Answers what a page asks for as it is told to: `hold` leaves it waiting, `fail` breaks it, `answer` lets all through."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url, self.held = page, url, list[Route]()
        self.mode = "hold"
        page.route(url, self._asked)

    def answer(self) -> None:
        self.mode = "answer"
        for route in self.held:
            route.continue_()

    def fail(self) -> None:
        self.mode = "fail"
        for route in self.held:
            route.abort()
        self.held.clear()

    def _asked(self, route: Route) -> None:
        if self.mode == "hold":
            self.held.append(route)
        elif self.mode == "fail":
            route.abort()
        else:
            route.continue_()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_that_it_reads_that_it_could_not_and_then_shows_what_came(
    page: Page, meeting: Meeting, path: str
) -> None:
    url, place, shown = PAGES[path]
    arena = meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"]
    server = Server(page, url)
    page.goto(path.replace("ARENA", arena).replace("MEETING", meeting.id))
    here = page.locator(place)
    expect(here.get_by_role("status").filter(has_text="Hämtas").first).to_be_attached()
    expect(page.get_by_role("alert").filter(has_text=FAILED)).to_have_count(0)
    server.fail()
    expect(here.get_by_role("alert").filter(has_text=FAILED)).to_be_visible()
    look = Looker(page)
    look(f"{path} could not be read", modes=False)
    again = here.get_by_role("button", name="Försök igen")
    again.press("Enter")
    expect(again).to_be_focused()
    server.answer()
    # Some read again by themselves, and may have done so already.
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text=FAILED)).to_have_count(0)
    expect(page.get_by_text(shown, exact=False).or_(page.get_by_role("navigation", name=shown)).first).to_be_attached()
    expect(page.locator("#content")).to_be_focused()
    look.assert_nothing()


def test_no_meeting_is_made_from_a_template_that_nobody_has_seen(page: Page) -> None:
    server = Server(page, "**/api/templates/*")
    page.goto("/meetings/new")
    expect(page.get_by_text("Mallarna är inte hämtade än")).to_be_visible()
    use = page.get_by_role("button", name="Använd mallen")
    expect(use).to_have_count(0)
    server.fail()
    expect(page.get_by_role("alert").filter(has_text=FAILED)).to_be_visible()
    expect(use).to_have_count(0)
    server.answer()
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_role("radio", name=re.compile("Idémöte"))).to_be_checked()
    expect(use).to_be_visible()


def test_earlier_meetings_that_could_not_be_read_are_not_passed_over(page: Page, meeting: Meeting) -> None:
    server = Server(page, "**/api/overview/")
    page.goto("/meetings/new")
    expect(page.get_by_role("radio", name=re.compile("Idémöte"))).to_be_visible()
    server.fail()
    told = page.get_by_role("alert").filter(has_text="Det går inte att utgå från ett tidigare möte just nu.")
    expect(told).to_be_visible()
    server.answer()
    page.get_by_role("button", name="Försök igen").click()
    expect(told).to_have_count(0)
    page.get_by_role("radio", name=re.compile("Från ett tidigare möte")).check()
    chosen = page.get_by_role("combobox", name="Vilket möte")
    # The newest of them, unless another is chosen.
    title = meeting.state()["workshop"]["title"]
    expect(chosen.locator("option:checked")).to_have_text(title)
    expect(page.locator(".foot-bar")).to_contain_text(title)
    page.get_by_role("button", name="Använd mallen").click()
    expect(page.get_by_label("Mötets namn")).to_have_value(title)


def test_a_set_up_that_could_not_be_read_is_not_called_missing(page: Page, meeting: Meeting) -> None:
    server = Server(page, "**/api/setup/*/")
    server.fail()
    page.goto(f"/meetings/{meeting.id}/")
    expect(page.get_by_role("heading", name="Sidan går inte att visa")).to_be_visible()
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_have_count(0)


def test_nobody_of_a_kind_is_told_from_not_read_yet(page: Page) -> None:
    page.goto("/people/")
    page.get_by_role("button", name="Inbjudna").click()
    expect(page.get_by_text("Ingen här just nu")).to_be_visible()
