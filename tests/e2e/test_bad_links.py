"""A link that no longer works says so, in both languages, and says what to do."""

import time
from uuid import UUID

import pytest
from django.core.signing import TimestampSigner, b62_encode
from playwright.sync_api import BrowserContext, expect

from ideahub.reports import links
from tests.e2e.leading import Meeting
from tests.e2e.running import Running
from tests.e2e.sentences import Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.mark.parametrize("kind", ["too old", "altered"])
def test_a_link_to_the_report_that_no_longer_works(
    device: BrowserContext, said: Said, meeting: Meeting, running: Running, language: str, kind: str
) -> None:
    signer = Signer(running)
    page = device.new_page()
    page.goto(f"/reports/{meeting.id}/?key={signer.key_of(meeting.id)}&lang={language}")
    expect(page.get_by_role("heading", name=meeting.state()["workshop"]["title"])).to_be_visible()
    signer.days_ago = 181 if kind == "too old" else 0
    key = signer.key_of(meeting.id) + ("x" if kind == "altered" else "")
    page.goto(f"/reports/{meeting.id}/?key={key}&lang={language}")
    expect(page.get_by_role("heading", name=said("report link"))).to_be_in_viewport()
    page.get_by_role("link", name=said.word("English", "Svenska")).click()
    other = Said("en" if language == "sv" else "sv")
    expect(page.get_by_role("heading", name=other("report link"))).to_be_in_viewport()


class Signer(TimestampSigner):
    """Makes keys as the running service does, some of them long ago."""

    def __init__(self, running: Running) -> None:
        super().__init__(key=running.secret_key, salt=links.SALT)
        self.days_ago = 0

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) - self.days_ago * 24 * 3600)

    def key_of(self, meeting: str) -> str:
        return self.sign(UUID(meeting).hex).partition(":")[2]


def test_a_receipt_that_was_taken_away(device: BrowserContext, said: Said, meeting: Meeting, language: str) -> None:
    ben = meeting.join("Ben")
    receipt = f"/api/workshops/{meeting.code}/receipt/"
    address = ben.http.post(receipt, json={}).json()["url"]
    page = device.new_page()
    page.goto(f"{address}?lang={language}")
    expect(page.get_by_role("heading", name=said.word("Ditt kvitto", "Your receipt"))).to_be_visible()
    assert ben.http.post(f"{receipt}drop/", json={}).is_success
    page.goto(f"{address}?lang={language}")
    expect(page.get_by_role("heading", name=said("receipt link"), exact=True)).to_be_in_viewport()
