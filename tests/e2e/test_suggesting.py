"""«Föreslå en åtgärd»: from a phone to whoever leads the meeting, and what becomes of it back on the phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.accessible import Looker, assert_screen
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.phones import keeps_itself
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

DIALOGUE, BENCHES = "Håll en dialogdag med småföretag", "Måla bänkarna i parken"


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.go_to("commit")
    return meeting.join("Ben")


@pytest.fixture
def phone(browser: Browser, running: Running, ben: Person) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    page = ben.enter(made)
    expect(page.get_by_role("button", name="Föreslå en åtgärd")).to_be_visible()
    yield page
    made.close()


@pytest.fixture
def board(laptop: Page, meeting: Meeting, phone: Page) -> Page:
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_role("tab", name="Åtgärder")).to_be_visible()
    return laptop


def suggest(phone: Page, text: str) -> None:
    phone.get_by_role("button", name="Föreslå en åtgärd").click()
    phone.get_by_label("Vad ska göras?").fill(text)
    phone.get_by_role("button", name="Skicka förslaget").click()


def own(phone: Page, text: str) -> Locator:
    return phone.get_by_role("list", name="Dina förslag").get_by_role("listitem").filter(has_text=text)


def test_a_suggestion_is_taken_up_and_another_declined(phone: Page, board: Page, meeting: Meeting) -> None:
    look, wide = Looker(phone), Looker(board)
    phone.get_by_role("button", name="Föreslå en åtgärd").click()
    look("writing a suggestion", modes=True)
    phone.keyboard.press("Escape")
    for text in (DIALOGUE, BENCHES):
        suggest(phone, text)
        expect(own(phone, text)).to_contain_text("Skickat till mötesledaren")
    look("what was suggested", modes=True)

    tab = board.get_by_role("tab", name="Åtgärder")
    expect(tab).to_have_accessible_name(re.compile("2 nya förslag på åtgärder"))
    tab.click()
    wide("suggestions", zoomed=True)
    assert meeting.state()["actions"] == []
    board.get_by_role("button", name=f"Ta upp som åtgärd: {DIALOGUE}").click()
    title = board.get_by_label("Vad ska göras?")
    expect(title).to_be_focused()
    expect(title).to_have_value(DIALOGUE)
    title.fill("Bjud in till dialogdag")
    board.get_by_label("Vem gör det?").fill("Noor")
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(board.get_by_role("list", name="Åtgärder")).to_contain_text("Bjud in till dialogdag")
    expect(title).to_be_focused()
    expect(title).to_have_value("")
    expect(own(phone, DIALOGUE)).to_contain_text("Upptaget som åtgärd")
    expect(phone.get_by_role("listitem").filter(has_text="Bjud in till dialogdag")).to_contain_text("Noor")

    board.get_by_role("button", name=f"Avböj förslaget: {BENCHES}").click()
    expect(own(phone, BENCHES)).to_contain_text("Avböjt av mötesledaren")
    expect(board.get_by_role("heading", name="Förslag från rummet")).to_be_focused()
    undo = board.locator(".toast").get_by_role("button", name="Ångra")
    # With the focus in it the message stays.
    undo.focus()
    wide("one declined", zoomed=True)
    undo.click()
    expect(own(phone, BENCHES)).to_contain_text("Skickat till mötesledaren")
    expect(tab).to_have_accessible_name(re.compile("1 nytt förslag på åtgärd"))
    arrives(lambda: [one["title"] for one in meeting.state()["actions"]], ["Bjud in till dialogdag"])
    phone.reload()
    expect(own(phone, DIALOGUE)).to_contain_text("Upptaget som åtgärd")
    expect(own(phone, BENCHES)).to_contain_text("Skickat till mötesledaren")
    look.assert_nothing()
    wide.assert_nothing()


def test_without_a_network_it_waits_on_the_phone_and_then_arrives(phone: Page, meeting: Meeting) -> None:
    phone.context.set_offline(True)
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Väntar på nät")
    assert meeting.state()["suggestions"] == []
    phone.context.set_offline(False)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren", timeout=40_000)
    arrives(lambda: [one["title"] for one in meeting.state()["suggestions"]], [DIALOGUE])


def test_what_a_colleague_has_decided_about_becomes_an_action_of_its_own(
    phone: Page, board: Page, meeting: Meeting
) -> None:
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    board.get_by_role("tab", name="Åtgärder").click()
    board.get_by_role("button", name=f"Ta upp som åtgärd: {DIALOGUE}").click()
    board.get_by_label("Vem gör det?").fill("Noor")
    (suggestion,) = meeting.state()["suggestions"]
    meeting.lead("suggestion.decline", suggestion=suggestion["id"])
    expect(board.get_by_text("Förslaget är redan avgjort.")).to_be_visible()
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(board.get_by_role("list", name="Åtgärder")).to_contain_text("Noor")
    expect(board.get_by_role("button", name="Skicka igen")).to_have_count(0)
    arrives(lambda: [one["status"] for one in meeting.state()["suggestions"]], ["declined"])


def test_what_is_refused_keeps_its_text_and_can_be_sent_again(phone: Page, meeting: Meeting, ben: Person) -> None:
    phone.context.set_offline(True)
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Väntar på nät")
    phone.get_by_role("button", name="Föreslå en åtgärd").focus()
    meeting.lead("participant.mute", participant=ben.id)
    phone.context.set_offline(False)
    refused = phone.get_by_role("list", name="Det som inte kom fram").get_by_role("listitem")
    expect(refused).to_contain_text(DIALOGUE, timeout=40_000)
    expect(refused).to_contain_text("Förslaget kom inte fram. Texten är sparad. Du kan läsa men inte skriva just nu.")
    expect(own(phone, DIALOGUE)).to_have_count(0)
    expect(phone.get_by_role("button", name="Föreslå en åtgärd")).to_have_count(0)
    dock = phone.get_by_role("region", name="Det som händer nu")
    expect(dock.get_by_role("status")).to_be_focused()
    assert_screen(phone)
    meeting.lead("participant.unmute", participant=ben.id)
    expect(phone.get_by_role("button", name="Föreslå en åtgärd")).to_be_focused()
    refused.get_by_role("button", name="Skicka igen").click()
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    expect(phone.get_by_role("status").filter(has_text="Det kom fram")).to_have_count(1)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    expect(refused).to_have_count(0)


def test_a_text_that_is_closed_away_is_there_when_it_is_opened_again(phone: Page) -> None:
    phone.get_by_role("button", name="Föreslå en åtgärd").click()
    field = phone.get_by_label("Vad ska göras?")
    field.fill("x" * 201)
    expect(field).to_have_accessible_description(re.compile("Korta texten med 1 tecken"))
    phone.get_by_role("button", name="Skicka förslaget").click()
    field.fill(DIALOGUE)
    phone.get_by_role("button", name="Stäng").click()
    phone.reload()
    phone.get_by_role("button", name="Föreslå en åtgärd").click()
    expect(field).to_have_value(DIALOGUE)
    field.fill(" ")
    phone.get_by_role("button", name="Skicka förslaget").click()
    expect(field).to_have_accessible_description(re.compile("Skriv vad som ska göras."))


def take_back(phone: Page, text: str) -> None:
    own(phone, text).get_by_role("button", name=f"Ta tillbaka förslaget: {text}").click()


def test_a_suggestion_is_taken_back_and_had_again(phone: Page, board: Page, meeting: Meeting) -> None:
    for text in (DIALOGUE, BENCHES):
        suggest(phone, text)
        expect(own(phone, text)).to_contain_text("Skickat till mötesledaren")
    board.get_by_role("tab", name="Åtgärder").click()
    room = board.get_by_role("region", name="Förslag från rummet")
    expect(room.get_by_role("listitem")).to_have_count(2)
    board.get_by_role("button", name=f"Avböj förslaget: {DIALOGUE}").focus()

    take_back(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_have_count(0)
    expect(own(phone, BENCHES).get_by_role("button")).to_be_focused()
    expect(phone.get_by_role("status").filter(has_text="Du har tagit tillbaka förslaget.")).to_be_visible()
    # With the focus in it the message stays.
    phone.locator(".toast").get_by_role("button", name="Ångra").focus()
    expect(room.get_by_role("listitem")).to_have_count(1)
    expect(room).not_to_contain_text(DIALOGUE)
    expect(board.get_by_role("heading", name="Förslag från rummet")).to_be_focused()
    arrives(lambda: [one["title"] for one in meeting.state()["suggestions"]], [BENCHES])

    phone.locator(".toast").get_by_role("button", name="Ångra").click()
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    expect(room.get_by_role("listitem")).to_have_count(2)
    phone.reload()
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    board.get_by_role("button", name=f"Ta upp som åtgärd: {BENCHES}").focus()
    for text in (DIALOGUE, BENCHES):
        take_back(phone, text)
        expect(own(phone, text)).to_have_count(0)
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    expect(room).to_have_count(0)
    expect(board.locator("#panel")).to_be_focused()


def gone(phone: Page, text: str) -> Locator:
    taken_back = phone.get_by_role("list", name="Förslag som du har tagit tillbaka")
    return taken_back.get_by_role("listitem").filter(has_text=text)


def test_it_is_had_again_as_long_as_the_step_takes_suggestions_also_after_a_reload(
    phone: Page, meeting: Meeting
) -> None:
    for text in (DIALOGUE, BENCHES):
        suggest(phone, text)
        expect(own(phone, text)).to_contain_text("Skickat till mötesledaren")
    take_back(phone, DIALOGUE)
    expect(gone(phone, DIALOGUE)).to_contain_text("Borttaget")
    arrives(lambda: [one["title"] for one in meeting.state()["suggestions"]], [BENCHES])
    assert_screen(phone)
    phone.reload()
    gone(phone, DIALOGUE).get_by_role("button", name=f"Ångra förslaget: {DIALOGUE}").press("Enter")
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    expect(gone(phone, DIALOGUE)).to_have_count(0)
    expect(phone.locator(":focus")).to_have_count(1)
    expect(phone.get_by_role("status").filter(has_text="Förslaget är tillbaka.")).to_have_count(1)
    arrives(lambda: {one["title"] for one in meeting.state()["suggestions"]}, {DIALOGUE, BENCHES})

    take_back(phone, DIALOGUE)
    expect(gone(phone, DIALOGUE)).to_be_visible()
    meeting.go_to("close")
    expect(phone.get_by_role("heading", name="Tack för att du var med.")).to_be_visible()
    phone.wait_for_function("text => !JSON.stringify({ ...localStorage }).includes(text)", arg=DIALOGUE)
    expect(gone(phone, DIALOGUE)).to_have_count(0)
    take_back(phone, BENCHES)
    gone(phone, BENCHES).get_by_role("button", name="Kopiera").click()
    expect(phone.get_by_text("Texten är kopierad.")).to_be_visible()
    assert_screen(phone)


def test_one_that_is_wanted_back_without_a_network_and_was_taken_up_meanwhile_is_there_once(
    phone: Page, meeting: Meeting
) -> None:
    """Also where the page was opened again in between, which no longer knows whether the withdrawal has left."""
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    keeps_itself(phone)
    phone.context.set_offline(True)
    take_back(phone, DIALOGUE)
    expect(gone(phone, DIALOGUE)).to_be_visible()
    phone.reload()
    gone(phone, DIALOGUE).get_by_role("button", name="Ångra").click()
    expect(own(phone, DIALOGUE)).to_contain_text("Väntar på nät")
    (suggestion,) = meeting.state()["suggestions"]
    meeting.lead("action.create", action=ids(1)[0], title="Bjud in", suggestion=suggestion["id"])
    phone.context.set_offline(False)
    expect(own(phone, DIALOGUE)).to_contain_text("Upptaget som åtgärd", timeout=40_000)
    expect(phone.get_by_role("list", name="Det som inte kom fram")).to_have_count(0)
    assert [one["status"] for one in meeting.state()["suggestions"]] == ["taken"]


def test_one_that_was_taken_up_meanwhile_stays_and_its_author_is_told_why(phone: Page, meeting: Meeting) -> None:
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    phone.context.set_offline(True)
    take_back(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_have_count(0)
    (suggestion,) = meeting.state()["suggestions"]
    meeting.lead("action.create", action=ids(1)[0], title="Bjud in", suggestion=suggestion["id"])
    phone.context.set_offline(False)
    said = phone.get_by_role("status").filter(has_text="Mötesledaren har redan tagit upp förslaget.")
    expect(said).to_have_count(1, timeout=40_000)
    expect(own(phone, DIALOGUE)).to_contain_text("Upptaget som åtgärd")
    expect(own(phone, DIALOGUE).get_by_role("button")).to_have_count(0)


def test_the_form_of_one_that_is_taken_back_says_so(phone: Page, board: Page, meeting: Meeting) -> None:
    suggest(phone, DIALOGUE)
    board.get_by_role("tab", name="Åtgärder").click()
    board.get_by_role("button", name=f"Ta upp som åtgärd: {DIALOGUE}").click()
    board.get_by_label("Vem gör det?").fill("Noor")
    take_back(phone, DIALOGUE)
    expect(board.get_by_text("Den som skrev förslaget har tagit tillbaka det.")).to_be_visible()
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(board.get_by_role("list", name="Åtgärder")).to_contain_text("Noor")
    expect(board.get_by_role("button", name="Skicka igen")).to_have_count(0)


def test_whoever_made_it_is_told_what_the_room_sees_of_it(phone: Page, meeting: Meeting) -> None:
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    (suggestion,) = meeting.state()["suggestions"]
    action = ids(1)[0]
    meeting.lead("action.create", action=action, title="Bjud in", status="draft", suggestion=suggestion["id"])
    expect(own(phone, DIALOGUE)).to_contain_text("Upptaget, men visas inte för alla än")
    for status, said in (
        ("open", "Upptaget som åtgärd"),
        ("draft", "Upptaget, men visas inte för alla än"),
        ("dropped", "Blev en åtgärd som inte blir av"),
        ("in_progress", "Upptaget som åtgärd"),
    ):
        meeting.lead("action.update", action=action, status=status)
        expect(own(phone, DIALOGUE)).to_contain_text(said)
    meeting.lead("action.remove", action=action)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")


def test_after_the_close_it_is_taken_back_and_its_text_can_be_copied(phone: Page, meeting: Meeting) -> None:
    suggest(phone, DIALOGUE)
    expect(own(phone, DIALOGUE)).to_contain_text("Skickat till mötesledaren")
    meeting.lead("workshop.close")
    expect(phone.get_by_role("heading", name="Tack för att du var med.")).to_be_visible()
    take_back(phone, DIALOGUE)
    expect(phone.get_by_role("button", name="Kopiera")).to_be_visible()
    expect(own(phone, DIALOGUE)).to_have_count(0)
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    arrives(lambda: meeting.state()["suggestions"], [])
