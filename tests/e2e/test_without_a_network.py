"""The phone's page is opened without a network: on a device that was here before, and on one that does not know the meeting."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.phones import is_kept
from tests.e2e.running import Running
from tests.offline.phone import IS_KEPT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
IDEA = "Bänkar som går att sitta på"


@pytest.fixture
def meeting(meeting: Meeting) -> Meeting:
    """In its collect step."""
    meeting.go_to("collect")
    return meeting


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    """A device that has kept the phone's own files and joined no meeting."""
    made = context(browser, running, PHONE)
    page = made.new_page()
    page.goto("/j/")
    is_kept(page)
    yield page
    made.close()


def test_a_device_that_knows_no_meeting_says_so_and_goes_on_by_itself(phone: Page, meeting: Meeting) -> None:
    phone.context.set_offline(True)
    phone.goto(f"/j/{meeting.code}")
    expect(phone.get_by_role("heading", name="Du är utan nät")).to_be_visible()
    expect(phone.get_by_role("button", name="Till mitt möte")).to_have_count(0)
    phone.get_by_role("button", name="Försök igen").click()
    expect(phone.get_by_text("Vi når inte mötet än. Du har försökt 1 gång.")).to_be_visible()
    look = Looker(phone)
    look("without a network, nothing known", zoomed=True, modes=True)
    look.assert_nothing()
    phone.context.set_offline(False)
    expect(phone.get_by_label(re.compile("Vad vill du kallas"))).to_be_visible()


def test_a_code_that_was_not_reached_at_first_leads_in(phone: Page, meeting: Meeting) -> None:
    """Where the device's worker led back to the page that says so, while the network is slow and not away."""
    token = meeting.state()["workshop"]["join_url"].rpartition("/")[2]
    phone.goto(f"/j/?q={token}")
    expect(phone.get_by_role("heading", name="Servern svarar inte")).to_be_visible()
    phone.get_by_role("button", name="Försök igen").click()
    expect(phone.get_by_label(re.compile("Vad vill du kallas"))).to_be_visible()
    expect(phone).to_have_url(re.compile(f"/q/{token}/$"))


def test_a_device_that_joined_goes_to_its_meeting_and_writes_there(phone: Page, meeting: Meeting) -> None:
    phone.goto(f"/j/{meeting.code}")
    phone.get_by_role("button", name="Gå med").click()
    phone.locator("#idea").fill(IDEA)
    phone.get_by_role("button", name="Skicka idén").click()
    expect(phone.get_by_role("main").get_by_text("Visas i rummet")).to_be_visible()
    arrives(lambda: phone.evaluate(IS_KEPT, meeting.state()["seq"]), True)
    phone.context.set_offline(True)
    phone.goto("/j/")
    phone.get_by_role("button", name="Till mitt möte").click()
    expect(phone.get_by_text(IDEA)).to_be_visible()
    expect(phone.get_by_role("region", name="Nätet")).to_contain_text("Så såg mötet ut")
    phone.locator("#idea").fill("Skriven utan nät")
    phone.get_by_role("button", name="Skicka idén").click()
    expect(phone.get_by_text("Väntar på nät")).to_be_visible()
    look = Looker(phone)
    look("as last seen", zoomed=True, modes=True)
    phone.context.set_offline(False)
    expect(phone.get_by_role("main").get_by_text("Visas i rummet")).to_have_count(2)
    arrives(lambda: [one["text"] for one in meeting.state()["ideas"]], [IDEA, "Skriven utan nät"])
    look.assert_nothing()
