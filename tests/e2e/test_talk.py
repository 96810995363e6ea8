"""The talk on the phone: who has a hand up knows how many speak before them, while others lower theirs or are called."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.phones import keeps_itself
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.go_to("discuss")
    return meeting.join("Ben")


@pytest.fixture
def phone(browser: Browser, running: Running, ben: Person) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield ben.enter(made)
    made.close()


def test_the_place_in_the_queue_follows_those_before(phone: Page, meeting: Meeting, ben: Person) -> None:
    eva, kim = meeting.join("Eva"), meeting.join("Kim")
    for one in (eva, kim):
        one.do("hand.raise")
    said = phone.get_by_role("status").filter(has_text="i kön")
    phone.get_by_role("button", name="Räck upp handen").press("Enter")
    expect(said).to_contain_text("Du är nummer 3 i kön")
    expect(phone.get_by_role("button", name="Ta ner handen")).to_be_focused()
    assert_screen(phone)
    kim.do("hand.lower")
    expect(said).to_contain_text("Du är nummer 2 i kön")
    meeting.lead("hand.lower", participant=eva.id)
    expect(said).to_contain_text("Du är nummer 1 i kön")
    meeting.lead("hand.lower", participant=ben.id)
    expect(said).to_have_count(0)
    expect(phone.get_by_role("button", name="Räck upp handen")).to_be_focused()


def test_others_of_a_group_are_listed_where_there_are_any(phone: Page, meeting: Meeting, ben: Person) -> None:
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    trees, benches = (ben.capture(text) for text in ("Träd i varje park", "Bänkar i skugga"))
    group = ids(1)[0]
    meeting.lead("cluster.create", cluster=group, title="Grönt", column=meeting.columns[0], ideas=[trees])
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=trees)
    expect(phone.get_by_role("heading", name="Träd i varje park")).to_be_visible()
    expect(phone.get_by_role("heading", name="Grönt")).to_have_count(0)
    meeting.lead("idea.move", idea=benches, cluster=group)
    expect(phone.get_by_role("heading", name="Grönt")).to_be_visible()
    expect(phone.get_by_role("listitem").filter(has_text="Bänkar i skugga")).to_be_visible()


def test_a_hand_that_is_lowered_without_a_network_waits_for_it(phone: Page, meeting: Meeting) -> None:
    phone.get_by_role("button", name="Räck upp handen").click()
    expect(phone.get_by_text("Du är nummer 1 i kön")).to_be_visible()
    # The words of the other language too.
    keeps_itself(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Ta ner handen").press("Enter")
    said = phone.get_by_role("status").filter(has_text="Handen tas ner när nätet är tillbaka.")
    expect(said).to_be_visible()
    expect(phone.get_by_role("button", name="Räck upp handen")).to_be_focused()
    assert_screen(phone)
    assert meeting.state()["hands"]["count"] == 1
    phone.context.set_offline(False)
    expect(said).to_have_count(0, timeout=40_000)
    arrives(lambda: meeting.state()["hands"]["count"], 0)


def test_a_hand_that_the_meeting_never_saw_is_only_taken_back(phone: Page, meeting: Meeting) -> None:
    expect(phone.get_by_role("button", name="Räck upp handen")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Räck upp handen").press("Enter")
    phone.get_by_role("button", name="Ta ner handen").press("Enter")
    expect(phone.get_by_role("button", name="Räck upp handen")).to_be_focused()
    expect(phone.get_by_text("Handen tas ner")).to_have_count(0)
    assert meeting.state()["hands"]["count"] == 0


def test_who_opens_the_page_again_stands_where_they_stood(phone: Page, meeting: Meeting, ben: Person) -> None:
    meeting.join("Eva").do("hand.raise")
    ben.do("hand.raise")
    phone.reload()
    expect(phone.get_by_text("Du är nummer 2 i kön")).to_be_visible()


def test_who_may_not_write_may_still_ask_to_speak(phone: Page, meeting: Meeting, ben: Person) -> None:
    meeting.setting("discuss", comments=True)
    meeting.go_to("collect")
    idea = ben.capture("Träd i varje park")
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=idea)
    expect(phone.get_by_label("Din kommentar")).to_be_visible()
    phone.context.set_offline(True)
    meeting.lead("participant.mute", participant=ben.id)
    phone.get_by_label("Din kommentar").fill("Skrivet utan nät")
    phone.get_by_role("button", name="Skicka kommentaren").click()
    phone.get_by_role("button", name="Räck upp handen").click()
    phone.context.set_offline(False)
    expect(phone.get_by_text("Du är nummer 1 i kön")).to_be_visible(timeout=40_000)
    refused = phone.get_by_role("listitem").filter(has_text="Skrivet utan nät")
    expect(refused).to_contain_text("Kommentaren kom inte fram. Texten är sparad.")
    expect(phone.get_by_label("Din kommentar")).to_have_count(0)
    expect(phone.get_by_text("Du kan läsa men inte skriva just nu.", exact=True)).to_be_visible()
    assert_screen(phone)
    arrives(lambda: [one["name"] for one in meeting.state()["hands"]["hands"]], ["Ben"])


def test_what_is_said_about_a_part_is_read_with_the_whole_on_phone_and_board(
    phone: Page, laptop: Page, meeting: Meeting, ben: Person
) -> None:
    meeting.setting("discuss", comments=True)
    meeting.go_to("collect")
    whole, part = (ben.capture(text) for text in ("Träd i varje park", "Fler träd"))
    meeting.go_to("discuss")
    for idea, text in ((whole, "Vilka sorter?"), (part, "Vem sköter dem?")):
        ben.do("comment.add", comment=ids(1)[0], idea=idea, text=text)
    meeting.lead("spotlight.set", idea=whole)
    expect(phone.get_by_role("listitem").filter(has_text="Vilka sorter?")).to_be_visible()
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name="1 kommentar. Läs det som sagts om idé 1", exact=True).click()

    def reads(told: str, page: Page) -> None:
        expect(page.get_by_role("listitem").filter(has_text="Vem sköter dem?")).to_contain_text(told)

    meeting.lead("idea.merge", idea=part, into=whole)
    reads("Om idé 2", phone)
    reads("Idé 2", laptop)
    phone.reload()
    reads("Om idé 2", phone)
    assert_screen(phone)
    meeting.lead("idea.split", idea=part)
    for page in (phone, laptop):
        expect(page.get_by_text("Vilka sorter?")).to_be_visible()
        expect(page.get_by_text("Vem sköter dem?")).to_have_count(0)
