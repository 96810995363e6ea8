"""Ideas that come while the room's are being grouped: the leader turns it on, phones write on, and nothing half written is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import Looker, assert_screen
from tests.e2e.leading import Meeting, arrives
from tests.e2e.phones import card, texts, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TREES, BENCHES, HALF = "Träd i varje park", "Bänkar i skugga", "Halvskriven"
BACK_MS = 40_000


def test_the_leader_takes_ideas_while_they_are_grouped(laptop: Page, phone: Page, meeting: Meeting) -> None:
    write(phone, TREES)
    arrives(lambda: texts(meeting), [TREES])
    meeting.go_to("group")
    field = phone.locator("#idea")
    expect(field).to_have_count(0)

    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name="Mer om mötet").click()
    laptop.get_by_role("menuitem", name="Så går steget till").click()
    laptop.get_by_role("combobox", name="Steg").select_option(index=1)
    switch = laptop.get_by_role("switch", name="Nya idéer tas emot")
    expect(switch).to_have_accessible_description("Även medan ni grupperar.")
    expect(switch).not_to_be_checked()
    look = Looker(laptop)
    switch.click()
    expect(switch).to_be_checked()
    look("the step's settings, ideas taken while grouping", zoomed=True)
    look.assert_nothing()

    expect(field).to_be_visible()
    write(phone, BENCHES)
    expect(card(phone, BENCHES)).to_contain_text("Visas i rummet")
    assert_screen(phone)
    arrives(lambda: texts(meeting), [TREES, BENCHES])
    expect(laptop.get_by_text(BENCHES)).to_be_visible()

    phone.get_by_role("button", name="Ändra eller ta tillbaka idé 2").click()
    phone.get_by_role("button", name="Ta tillbaka", exact=True).click()
    gone = phone.get_by_role("list", name="Idéer som du har tagit tillbaka").get_by_role("listitem")
    gone.get_by_role("button", name="Ångra").click()
    expect(gone).to_have_count(0)
    arrives(lambda: texts(meeting), [TREES, BENCHES])

    field.fill(HALF)
    switch.click()
    expect(switch).not_to_be_checked()
    expect(field).to_have_count(0)
    expect(phone.get_by_role("main").get_by_text(HALF)).to_be_visible()
    switch.click()
    expect(field).to_have_value(HALF)
    meeting.go_to("vote")
    phone.get_by_role("button", name="Skicka ändå").click()
    arrives(lambda: texts(meeting), [TREES, BENCHES, HALF])


def test_what_is_written_there_without_a_network_waits_and_arrives(phone: Page, meeting: Meeting) -> None:
    meeting.setting("collect", while_grouping=True)
    meeting.go_to("group")
    expect(phone.get_by_role("heading", name="Nu förs idéerna ihop")).to_be_visible()
    phone.context.set_offline(True)
    write(phone, TREES)
    expect(card(phone, TREES)).to_contain_text("Väntar på nät")
    phone.reload()
    expect(card(phone, TREES)).to_contain_text("Väntar på nät")
    phone.context.set_offline(False)
    expect(card(phone, TREES)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    arrives(lambda: texts(meeting), [TREES])
