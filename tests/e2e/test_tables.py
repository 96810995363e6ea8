"""Who writes for a table without a network, while its pen goes to another phone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from ideahub.core.clock import now
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
# How far off a phone's reckoning of the server's time may be: half of what the quickest call took there and back.
CLOCKS_DIFFER = timedelta(seconds=2)


@pytest.fixture
def eva(meeting: Meeting) -> Person:
    meeting.setting("collect", tables=4, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Eva")


def holder(meeting: Meeting) -> str | None:
    """Who has the pen of table 3, as the server knows it."""
    pens = meeting.state()["workshop"]["tables"]
    return next((one["holder"] for one in pens if one["number"] == 3), None)


@pytest.fixture
def ben(browser: Browser, running: Running, meeting: Meeting, eva: Person) -> Iterator[Page]:
    """Ben's phone writes for table 3."""
    made = context(browser, running, PHONE, reduced_motion="reduce")
    phone = meeting.join("Ben").enter(made)
    phone.get_by_role("button", name="Välj bord").click()
    phone.get_by_role("button", name="Bord 3").click()
    expect(phone.get_by_role("button", name="Lämna över")).to_be_visible()
    expect(phone.get_by_role("dialog")).to_have_count(0)
    # The phone says so at once.
    arrives(lambda: holder(meeting), meeting.people[-1].id)
    yield phone
    made.close()


def write(phone: Page, text: str) -> None:
    phone.locator("#idea").fill(text)
    phone.get_by_role("button", name="Skicka idén").click()
    expect(phone.get_by_role("tabpanel").get_by_text(text)).to_be_visible()


def without_network(phone: Page) -> None:
    phone.context.set_offline(True)
    expect(
        phone.get_by_role("region", name="Nätet").or_(phone.get_by_text("Du är utan nät", exact=False)).first
    ).to_be_visible()


def hand_to(eva: Person, meeting: Meeting) -> None:
    meeting.lead("table.leave", table=3)
    eva.do("table.take", table=3)


def let_pass(since: datetime) -> None:
    """Whatever the phone's reckoning, what it does next is later."""
    arrives(lambda: now() - since > CLOCKS_DIFFER, True)


def tables(meeting: Meeting) -> dict[str, int | None]:
    return {one["text"]: one["table"] for one in meeting.state()["ideas"]}


def test_what_a_phone_wrote_with_the_pen_is_the_tables_though_it_arrives_after_another_took_it(
    ben: Page, eva: Person, meeting: Meeting
) -> None:
    let_pass(now())
    without_network(ben)
    write(ben, "Skrivet med pennan")
    let_pass(now())
    hand_to(eva, meeting)
    ben.context.set_offline(False)
    arrives(lambda: tables(meeting), {"Skrivet med pennan": 3})


def test_what_a_phone_wrote_after_it_had_lost_the_pen_stays_there_until_it_is_sent_as_ones_own(
    ben: Page, eva: Person, meeting: Meeting
) -> None:
    without_network(ben)
    hand_to(eva, meeting)
    let_pass(now())
    write(ben, "Skrivet utan pennan")
    ben.context.set_offline(False)
    expect(ben.get_by_text("Din telefon hade inte pennan för bord 3.", exact=False).first).to_be_visible()
    expect(ben.get_by_role("tabpanel").get_by_text("Skrivet utan pennan")).to_be_visible()
    assert tables(meeting) == {}
    ben.get_by_role("button", name=re.compile("Skicka som min egen")).click()
    arrives(lambda: tables(meeting), {"Skrivet utan pennan": None})
    expect(ben.get_by_text("Din telefon hade inte pennan", exact=False)).to_have_count(0)
