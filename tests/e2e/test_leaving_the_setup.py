"""Nothing that was typed in a set-up is lost when the page goes: sent on the way, or kept on the device and back the next time."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from ideahub.embedded.ports import wait_until
from tests.e2e.accessible import Looker
from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
SAVED = re.compile("^Sparat")
PATIENCE_S = 15
TYPED = "Fler ska våga cykla."
BACK = "Det du skrev sist hann inte sparas. Här är det igen."


@pytest.fixture
def browsing(browser: Browser, running: Running, laptop: Page) -> Iterator[BrowserContext]:
    """The same organizer's browser, whose network and tabs are its own."""
    made = context(browser, running, LAPTOP, storage_state=laptop.context.storage_state(), reduced_motion="reduce")
    yield made
    made.close()


def open_setup(browsing: BrowserContext, meeting: Meeting) -> Page:
    page = browsing.new_page()
    page.goto(f"/meetings/{meeting.id}/")
    expect(page.get_by_label("Syfte")).to_be_visible()
    return page


def lose_network(page: Page) -> None:
    """For good: a browser that is only offline may still send what was asked to outlive the page, once it is closed."""
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('Failed to fetch')); }")


def kept_purpose(meeting: Meeting) -> str:
    return str(meeting.http.get(f"/api/setup/{meeting.id}/").json()["purpose"])


def assert_kept(meeting: Meeting, purpose: str) -> None:
    """Once what the page sent as it went has come."""
    assert wait_until(lambda: kept_purpose(meeting) == purpose, timeout_s=PATIENCE_S)


def assert_saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=SAVED)).to_be_visible()


def test_what_was_just_typed_is_sent_as_the_tab_is_closed(browsing: BrowserContext, meeting: Meeting) -> None:
    page = open_setup(browsing, meeting)
    page.get_by_label("Syfte").fill(TYPED)
    page.close(run_before_unload=True)
    assert_kept(meeting, TYPED)


def test_what_was_typed_without_a_network_is_back_in_another_tab_and_saved(
    browsing: BrowserContext, meeting: Meeting
) -> None:
    page = open_setup(browsing, meeting)
    lose_network(page)
    page.get_by_label("Syfte").fill(TYPED)
    expect(page.get_by_text("Inget nät. Det du skriver finns kvar här.")).to_be_visible()
    page.close()
    assert kept_purpose(meeting) != TYPED
    page = open_setup(browsing, meeting)
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label("Syfte")).to_have_value(TYPED)
    look = Looker(page)
    look("what was typed is back", modes=False)
    assert_saved(page)
    arrives(lambda: kept_purpose(meeting), TYPED)
    page.reload()
    expect(page.get_by_label("Syfte")).to_have_value(TYPED)
    expect(page.get_by_text(BACK)).to_have_count(0)
    look.assert_nothing()


def test_a_case_number_is_kept_like_everything_else_and_read_after_the_close(
    browsing: BrowserContext, meeting: Meeting
) -> None:
    page = browsing.new_page()
    page.goto(f"/meetings/{meeting.id}/?part=data")
    expect(page.get_by_label("Diarienummer")).to_be_visible()
    lose_network(page)
    page.get_by_label("Diarienummer").fill("KS 2026/0417")
    expect(page.get_by_text("Inget nät. Det du skriver finns kvar här.")).to_be_visible()
    page.close()
    page = browsing.new_page()
    page.goto(f"/meetings/{meeting.id}/?part=data")
    expect(page.get_by_label("Diarienummer")).to_have_value("KS 2026/0417")
    assert_saved(page)
    arrives(lambda: meeting.http.get(f"/api/setup/{meeting.id}/").json()["case_number"], "KS 2026/0417")
    meeting.lead("workshop.close")
    page.reload()
    expect(page.get_by_label("Diarienummer")).to_have_value("KS 2026/0417")


def test_what_others_wrote_meanwhile_is_a_choice(browsing: BrowserContext, meeting: Meeting) -> None:
    page = open_setup(browsing, meeting)
    lose_network(page)
    page.get_by_label("Syfte").fill(TYPED)
    expect(page.get_by_text("Inget nät. Det du skriver finns kvar här.")).to_be_visible()
    page.close()
    meeting.change(purpose="Alla ska med.")
    page = open_setup(browsing, meeting)
    expect(page.get_by_text("Någon annan ändrade samma sak")).to_be_visible()
    expect(page.get_by_label("Syfte")).to_have_value(TYPED)
    page.get_by_role("button", name="Ta deras").click()
    expect(page.get_by_label("Syfte")).to_have_value("Alla ska med.")
    assert_saved(page)
    arrives(lambda: kept_purpose(meeting), "Alla ska med.")


def test_whoever_goes_to_another_page_and_back_goes_on_with_what_is_not_saved(
    browsing: BrowserContext, meeting: Meeting
) -> None:
    page = open_setup(browsing, meeting)
    # Its own calls are refused, and others' are not.
    page.route(
        f"**/api/setup/{meeting.id}/",
        lambda route: route.abort() if route.request.method == "PATCH" else route.continue_(),
    )
    page.get_by_label("Syfte").fill(TYPED)
    expect(page.get_by_text("Inget nät. Det du skriver finns kvar här.")).to_be_visible()
    page.get_by_role("link", name="Möten").first.click()
    expect(page.get_by_role("heading", name="Möten", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Syfte")).to_have_value(TYPED)
    page.unroute_all()
    assert_saved(page)
    arrives(lambda: kept_purpose(meeting), TYPED)


def test_only_what_could_not_be_saved_holds_somebody_back(browsing: BrowserContext, meeting: Meeting) -> None:
    page = open_setup(browsing, meeting)
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.get_by_label("Syfte").fill(TYPED)
    page.goto("/meetings/")
    assert asked == []
    assert_kept(meeting, TYPED)
    page = open_setup(browsing, meeting)
    page.on("dialog", agree)
    page.get_by_label("Mötets namn").fill("Cyklar \u202e till alla")
    expect(page.get_by_text("Det här är inte sparat.")).to_be_visible()
    page.goto("/meetings/")
    assert asked == ["beforeunload"]


def test_an_address_that_is_half_written_is_there_after_another_part_and_a_reload(
    browsing: BrowserContext, meeting: Meeting
) -> None:
    page = open_setup(browsing, meeting)
    parts = page.get_by_role("navigation", name="Mötets delar")
    parts.get_by_role("link", name="Personer").click()
    for field in ("E-post till ny mottagare", "E-post"):
        page.get_by_label(field, exact=True).fill("anna@")
    parts.get_by_role("link", name="Stegen").click()
    expect(page.get_by_role("button", name="Lägg till steg")).to_be_visible()
    parts.get_by_role("link", name="Personer").click()
    for _ in range(2):
        for field in ("E-post till ny mottagare", "E-post"):
            expect(page.get_by_label(field, exact=True)).to_have_value("anna@")
        page.reload()
