"""What becomes of an idea afterwards: the private receipt on another device, on how many phones each idea was read, and the report."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ideahub.embedded import ports
from tests.e2e.accessible import Looker, assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, ids
from tests.e2e.running import Running
from tests.e2e.sentences import Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
IDEA = "Låna ut lastcyklar på biblioteket"


@pytest.fixture
def meeting(meeting: Meeting) -> Meeting:
    """In its collect step, others\' ideas in sight at once."""
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    return meeting


@pytest.fixture
def elsewhere(browser: Browser, running: Running) -> Iterator[Page]:
    """Another device, months later: no cookie, nothing stored."""
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


def link_in(phone: Page, button: str, said: str) -> str:
    phone.get_by_role("button", name=button).click()
    expect(phone.get_by_role("status").filter(has_text=said)).to_be_visible()
    return phone.get_by_role("dialog").get_by_role("link").get_attribute("href") or ""


def link_found_again(phone: Page) -> str:
    """By who was in the meeting all along and has saved nothing."""
    phone.reload()
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Ditt kvitto").click()
    return phone.get_by_role("dialog").get_by_role("link").get_attribute("href") or ""


def test_a_link_whose_change_was_not_answered_is_got_by_pressing_again(elsewhere: Page, meeting: Meeting) -> None:
    ben = meeting.join("Ben")
    ben.capture(IDEA)
    elsewhere.goto(ben.http.post(f"/api/workshops/{meeting.code}/receipt/", json={}).json()["url"])
    old = elsewhere.url

    def lose_the_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("aborted")

    elsewhere.route(old, lose_the_answer)
    with elsewhere.expect_event("requestfailed"):
        elsewhere.get_by_role("button", name="Byt till en ny länk").click(no_wait_after=True)
    elsewhere.unroute(old)
    elsewhere.get_by_role("button", name="Byt till en ny länk").click()
    expect(elsewhere.get_by_text("Du har en ny länk. Den gamla fungerar inte längre.")).to_be_visible()
    expect(elsewhere.get_by_text(IDEA)).to_be_visible()
    elsewhere.goto(old)
    expect(elsewhere.get_by_role("heading", name="Länken gäller inte")).to_be_visible()


def test_a_receipt_opens_anywhere_until_it_is_changed_or_taken_away(
    browser: Browser, running: Running, meeting: Meeting, elsewhere: Page
) -> None:
    ben = meeting.join("Benjamin")
    idea = ben.capture(IDEA)
    phone = ben.enter(context(browser, running, PHONE))
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Ditt kvitto").click()
    first = link_in(phone, "Gör en länk", "Länken är klar.")
    look = Looker(phone)
    look("the receipt's link", modes=True)
    look.assert_nothing()

    elsewhere.goto(first)
    expect(elsewhere.get_by_text(IDEA)).to_be_visible()
    expect(elsewhere.get_by_text("Benjamin")).to_have_count(0)
    group = ids(1)[0]
    meeting.lead("cluster.create", cluster=group, title="Cyklar", column=meeting.columns[0], ideas=[idea])
    elsewhere.reload()
    expect(elsewhere.get_by_text("I gruppen Cyklar")).to_be_visible()
    assert elsewhere.context.cookies() == []

    second = link_in(phone, "Byt till en ny länk", "Den gamla fungerar inte längre.")
    elsewhere.goto(first)
    expect(elsewhere.get_by_role("heading", name="Länken gäller inte")).to_be_visible()
    elsewhere.goto(second)
    expect(elsewhere.get_by_text(IDEA)).to_be_visible()
    assert link_found_again(phone) == second
    elsewhere.get_by_role("button", name="Byt till en ny länk").click()
    expect(elsewhere.get_by_text("Du har en ny länk. Den gamla fungerar inte längre.")).to_be_visible()
    third = elsewhere.url.partition("?")[0]
    assert third != second
    assert link_found_again(phone) == third
    phone.get_by_role("button", name="Ta bort länken").click()
    expect(phone.get_by_role("status").filter(has_text="Länken är borttagen.")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", name="Länken gäller inte")).to_be_visible()
    phone.context.close()


def test_a_link_that_came_without_an_answer_is_another_once_it_is_changed(
    browser: Browser, running: Running, meeting: Meeting, elsewhere: Page
) -> None:
    ben = meeting.join("Ben")
    phone = ben.enter(context(browser, running, PHONE))
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Ditt kvitto").click()

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch()
        return route.abort("aborted")

    phone.route(re.compile(r"/receipt/(\?|$)"), lose_the_answer)
    phone.get_by_role("button", name="Gör en länk").click()
    expect(phone.get_by_role("dialog").get_by_role("status")).not_to_be_empty()
    phone.unroute_all()
    phone.get_by_role("button", name="Gör en länk").click()
    first = phone.get_by_role("dialog").get_by_role("link").get_attribute("href") or ""
    second = link_in(phone, "Byt till en ny länk", "Den gamla fungerar inte längre.")
    assert second != first
    elsewhere.goto(first)
    expect(elsewhere.get_by_role("heading", name="Länken gäller inte")).to_be_visible()
    phone.context.close()


def read_the_rooms_ideas(browser: Browser, running: Running, meeting: Meeting, name: str) -> None:
    """On one more phone, until the server has been told."""
    before = readings(meeting)
    phone = meeting.join(name).enter(context(browser, running, PHONE))
    phone.get_by_role("tab", name=re.compile("Rummets")).click()
    expect(phone.get_by_text(IDEA)).to_be_visible()
    assert ports.wait_until(lambda: readings(meeting) > before, timeout_s=20), "the phone never told what it showed"
    phone.context.close()


def readings(meeting: Meeting) -> int:
    return sum((meeting.state().get("shown_on") or {}).values())


def test_the_report_tells_on_how_many_phones_each_idea_was_read(
    browser: Browser, running: Running, laptop: Page, meeting: Meeting
) -> None:
    ben = meeting.join("Ben")
    ben.capture(IDEA)
    for name in ("Eva", "Ali"):
        read_the_rooms_ideas(browser, running, meeting, name)
    ben.capture("Skriven när ingen läste")
    meeting.lead("workshop.close")
    assert ports.wait_until(lambda: has_report(laptop, meeting), timeout_s=60)
    expect(laptop.locator("#idea-1")).to_contain_text("Visades på 2 telefoner")
    expect(laptop.locator("#idea-2")).to_contain_text("Visades på 0 telefoner")


def has_report(page: Page, meeting: Meeting) -> bool:
    page.goto(f"/reports/{meeting.id}/")
    return page.locator("#idea-1").count() == 1


def test_who_took_part_reads_the_summary_from_the_door(device: BrowserContext, said: Said, meeting: Meeting) -> None:
    """Browsers forget what a page has stored sooner than they forget the cookie."""
    ben = meeting.join("Ben")
    meeting.lead("workshop.close")
    assert ports.wait_until(lambda: "report" in ben.http.get(f"/api/workshops/{meeting.code}/").json(), timeout_s=60)
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    link = page.get_by_role("link", name=said.word("Läs sammanfattningen", "Read the summary"))
    expect(page.get_by_role("heading", name=said("closed"))).to_be_visible()
    expect(link).to_have_count(0)
    ben.give_cookies(device)
    page.reload()
    expect(link).to_be_visible()
    assert_screen(page)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(meeting.state()["workshop"]["title"])
    expect(page.locator("html")).to_have_attribute("lang", said.word("sv", "en"))
