"""A column goes while somebody writes for it: the text stays, and its writer says where it goes instead."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.leading import Meeting, Person, arrives
from tests.e2e.sentences import Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TEXT = "Bänkar som går att sitta på"
FIRST, GONE, OTHER = range(3)


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def reader(ben: Person, device: BrowserContext, language: str) -> Page:
    """Ben's phone, in each language."""
    device.add_init_script(f"localStorage.setItem('language', '{language}')")
    return ben.enter(device)


def write_for(phone: Page, title: str) -> None:
    phone.get_by_role("radio", name=title).click()
    phone.locator("#idea").fill(TEXT)


def ideas(meeting: Meeting) -> list[tuple[str, str]]:
    return [(one["text"], one["column"]) for one in meeting.state()["ideas"]]


def test_a_text_being_written_is_sent_to_another_column(reader: Page, said: Said, meeting: Meeting) -> None:
    titles = meeting.titles()
    write_for(reader, titles[GONE])
    meeting.drop_column(GONE)
    gone = reader.get_by_role("alert").filter(has_text=said("column gone"))
    expect(gone).to_be_visible()
    expect(reader.locator("#idea")).to_have_value(TEXT)
    expect(reader.get_by_role("button", name=said("send idea"))).to_have_count(0)
    assert_screen(reader)
    reader.reload()
    expect(gone).to_be_visible()
    expect(reader.locator("#idea")).to_have_value(TEXT)
    reader.get_by_role("button", name=f"{said('send to')} {titles[OTHER]}").click()
    expect(reader.get_by_text(said("in the room")).first).to_be_visible()
    expect(reader.locator("#idea")).to_have_value("")
    expect(reader.get_by_role("radio", name=titles[OTHER])).to_be_checked()
    arrives(lambda: ideas(meeting), [(TEXT, meeting.columns[OTHER])])


def test_an_idea_that_waited_for_the_network_is_sent_to_another_column(
    reader: Page, said: Said, meeting: Meeting
) -> None:
    titles = meeting.titles()
    # The words of the language have come.
    expect(reader.get_by_role("button", name=said("send idea"))).to_be_visible()
    reader.context.set_offline(True)
    write_for(reader, titles[GONE])
    reader.get_by_role("button", name=said("send idea")).click()
    expect(reader.get_by_text(TEXT)).to_be_visible()
    meeting.drop_column(GONE)
    reader.context.set_offline(False)
    send = reader.get_by_role("button", name=f"{said('send to')} {titles[FIRST]}")
    expect(send).to_be_visible(timeout=40_000)
    expect(reader.get_by_text(TEXT)).to_be_visible()
    expect(reader.get_by_role("tabpanel").get_by_text(said("unknown column"))).to_be_visible()
    expect(reader.get_by_role("button", name=said("send again"))).to_have_count(0)
    assert_screen(reader)
    send.click()
    expect(send).to_have_count(0)
    expect(reader.get_by_text(TEXT)).to_be_visible()
    arrives(lambda: ideas(meeting), [(TEXT, meeting.columns[FIRST])])


def test_what_was_written_in_time_still_counts_in_another_column_after_the_step(phone: Page, meeting: Meeting) -> None:
    titles = meeting.titles()
    phone.context.set_offline(True)
    write_for(phone, titles[GONE])
    phone.get_by_role("button", name="Skicka idén").click()
    expect(phone.get_by_text(TEXT)).to_be_visible()
    meeting.drop_column(GONE)
    meeting.go_to("group")
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Nu förs idéerna ihop")).to_be_visible(timeout=40_000)
    send = phone.get_by_role("button", name=f"Skicka till {titles[OTHER]}")
    send.click()
    expect(send).to_have_count(0)
    arrives(lambda: ideas(meeting), [(TEXT, meeting.columns[OTHER])])


def test_a_text_left_over_from_the_step_is_sent_to_another_column(phone: Page, meeting: Meeting) -> None:
    titles = meeting.titles()
    write_for(phone, titles[GONE])
    meeting.go_to("group")
    expect(phone.get_by_role("button", name=re.compile("Skicka ändå"))).to_be_visible()
    meeting.drop_column(GONE)
    phone.get_by_role("button", name=f"Skicka till {titles[OTHER]}").click()
    expect(phone.get_by_role("button", name=re.compile("Skicka"))).to_have_count(0)
    arrives(lambda: ideas(meeting), [(TEXT, meeting.columns[OTHER])])
