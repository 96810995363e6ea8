"""What somebody wrote is not lost: refused, left behind or half written, it can be read, copied or sent."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessible import assert_screen
from tests.e2e.leading import Meeting, Person, arrives
from tests.e2e.phones import card, nothing_waits, texts, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
TREES, BENCHES, COMMENT = "Träd i varje park", "Bänkar i skugga", "Vem vattnar dem?"
BACK_MS = 40_000
# Those in which nothing of it can be sent.
SILENT_STEPS = {
    "gather": "Du är med. Fundera så länge.",
    "group": "Nu förs idéerna ihop",
    "close": "Tack för att du var med.",
}


def open_menu_of(phone: Page, number: int) -> None:
    phone.get_by_role("button", name=f"Ändra eller ta tillbaka idé {number}").click()


# Refused.


def test_a_refused_change_is_sent_again_once_it_would_be_taken(phone: Page, meeting: Meeting, ben: Person) -> None:
    ben.capture(TREES)
    open_menu_of(phone, 1)
    phone.get_by_role("button", name="Ändra", exact=True).click()
    phone.context.set_offline(True)
    phone.get_by_role("dialog").get_by_role("textbox").fill(BENCHES)
    phone.get_by_role("dialog").get_by_role("button", name="Spara").click()
    mine = card(phone, BENCHES)
    expect(mine).to_contain_text("Ändringen väntar")
    meeting.lead("participant.mute", participant=ben.id)
    phone.context.set_offline(False)
    mine = card(phone, TREES)
    expect(mine).to_contain_text("Ändringen kom inte fram. Texten är sparad.", timeout=BACK_MS)
    expect(mine).to_contain_text(BENCHES)
    expect(mine.get_by_role("button", name="Kopiera")).to_be_visible()
    expect(mine.get_by_role("button", name="Skicka igen")).to_have_count(0)
    assert_screen(phone)
    meeting.lead("participant.unmute", participant=ben.id)
    mine.get_by_role("button", name="Skicka igen").click()
    expect(phone.get_by_role("status").filter(has_text="Det kom fram")).to_have_count(1)
    expect(phone.get_by_role("button", name="Ändra eller ta tillbaka idé 1")).to_be_focused()
    expect(card(phone, BENCHES)).to_have_count(1)
    expect(phone.get_by_text("Ändringen kom inte fram.")).to_have_count(0)
    expect(card(phone, TREES)).to_have_count(0)
    arrives(lambda: texts(meeting), [BENCHES])


@pytest.fixture
def refused(phone: Page, meeting: Meeting, ben: Person) -> Locator:
    """Ben's comment, which came while he might not write."""
    trees = ben.capture(TREES)
    meeting.setting("discuss", comments=True, grace_s=0, late_s=0)
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=trees)
    field = phone.get_by_label("Din kommentar")
    expect(field).to_be_visible()
    phone.context.set_offline(True)
    field.fill(COMMENT)
    phone.get_by_role("button", name="Skicka kommentaren").click()
    meeting.lead("participant.mute", participant=ben.id)
    phone.context.set_offline(False)
    mine = card(phone, COMMENT)
    expect(mine).to_contain_text("Kommentaren kom inte fram. Texten är sparad.", timeout=BACK_MS)
    return mine


def test_a_refused_comment_is_copied_and_not_sent_where_it_must_be_refused_again(phone: Page, refused: Locator) -> None:
    expect(refused.get_by_role("button", name="Skicka igen")).to_have_count(0)
    expect(refused.get_by_role("button", name="Ändra texten")).to_have_count(0)
    refused.get_by_role("button", name="Kopiera").click()
    expect(phone.get_by_text("Texten är kopierad.")).to_be_visible()
    assert_screen(phone)


def test_a_refused_comment_is_sent_again_once_it_would_be_taken(
    phone: Page, refused: Locator, meeting: Meeting, ben: Person
) -> None:
    meeting.lead("participant.unmute", participant=ben.id)
    expect(refused).not_to_contain_text("Du kan läsa men inte skriva")
    refused.get_by_role("button", name="Skicka igen").click()
    # For a moment the old entry and the new one stand side by side.
    expect(phone.get_by_text("Kommentaren kom inte fram.")).to_have_count(0)
    expect(card(phone, COMMENT)).to_have_count(1)
    arrives(lambda: [one["text"] for one in meeting.state()["comments"]], [COMMENT])


def test_a_refused_comment_is_written_anew(phone: Page, refused: Locator, meeting: Meeting, ben: Person) -> None:
    meeting.lead("participant.unmute", participant=ben.id)
    field = phone.get_by_label("Din kommentar")
    field.fill("Något annat")
    expect(refused.get_by_role("button", name="Ändra texten")).to_have_count(0)
    field.fill("")
    refused.get_by_role("button", name="Ändra texten").click()
    expect(field).to_have_value(COMMENT)
    expect(field).to_be_focused()
    expect(refused).to_have_count(0)


def test_a_refused_text_is_seen_in_every_step(phone: Page, refused: Locator, meeting: Meeting) -> None:
    for step, heading in SILENT_STEPS.items():
        meeting.go_to(step)
        expect(phone.get_by_role("heading", name=heading)).to_be_visible()
        expect(refused).to_contain_text("Kommentaren kom inte fram. Texten är sparad.")
        expect(refused.get_by_role("button", name="Kopiera")).to_be_visible()
        assert_screen(phone)
    refused.get_by_role("button", name="Kasta texten").click()
    expect(refused).to_have_count(0)


def test_a_refused_suggestion_is_seen_among_the_ideas(phone: Page, meeting: Meeting, ben: Person) -> None:
    meeting.setting("commit", grace_s=0, late_s=0)
    meeting.go_to("commit")
    phone.get_by_role("button", name="Föreslå en åtgärd").click()
    phone.get_by_label("Vad ska göras?").fill(BENCHES)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Skicka förslaget").click()
    meeting.lead("participant.mute", participant=ben.id)
    phone.context.set_offline(False)
    mine = card(phone, BENCHES)
    expect(mine).to_contain_text("Förslaget kom inte fram. Texten är sparad.", timeout=BACK_MS)
    meeting.go_to("collect")
    expect(phone.get_by_role("tab", name="Mina")).to_have_accessible_name("Mina 1")
    expect(mine).to_contain_text("Förslaget kom inte fram. Texten är sparad.")
    assert_screen(phone)


def test_the_reason_of_a_refusal_follows_the_language(phone: Page, refused: Locator, ben: Person) -> None:
    expect(refused).to_contain_text("Du kan rösta och räcka upp handen som vanligt.")
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="English").click()
    phone.get_by_role("button", name="Close").click()
    expect(refused).to_contain_text("The comment did not arrive.")
    expect(refused).to_contain_text("The meeting leader has paused texts from your phone.")
    expect(refused).not_to_contain_text("Du kan rösta")


def test_a_refused_text_that_is_sent_again_by_two_taps_arrives_once(
    phone: Page, refused: Locator, meeting: Meeting, ben: Person
) -> None:
    meeting.lead("participant.unmute", participant=ben.id)
    refused.get_by_role("button", name="Skicka igen").evaluate("(button) => { button.click(); button.click(); }")
    arrives(lambda: [one["text"] for one in meeting.state()["comments"]], [COMMENT])
    expect(phone.get_by_role("status").filter(has_text="Det kom fram")).to_have_count(1)
    expect(phone.get_by_text("Kommentaren kom inte fram.")).to_have_count(0)


# Left behind.


def ask_to_leave(phone: Page) -> None:
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Lämna mötet").click()


def test_whoever_leaves_is_told_what_is_not_sent_and_finds_it_again(phone: Page, meeting: Meeting) -> None:
    phone.context.set_offline(True)
    for text in (TREES, BENCHES):
        write(phone, text)
    ask_to_leave(phone)
    asked = phone.get_by_role("dialog").get_by_role("alert")
    expect(asked).to_contain_text("2 texter är inte skickade.")
    expect(asked).to_contain_text("skickas när du går in i mötet igen")
    stay = phone.get_by_role("button", name="Stanna kvar")
    expect(stay).to_be_focused()
    assert_screen(phone)
    stay.click()
    expect(asked).to_have_count(0)
    leave = phone.get_by_role("button", name="Lämna mötet")
    expect(leave).to_be_focused()
    leave.click()
    phone.get_by_role("button", name="Lämna ändå").click()
    left = phone.get_by_role("region", name="Kvar på telefonen")
    code = f"{meeting.code[:3]}\u00a0{meeting.code[3:]}"
    expect(left).to_contain_text(f"2 texter har inte kommit fram till mötet {code}.")
    assert_screen(phone)
    assert texts(meeting) == []
    phone.context.set_offline(False)
    left.get_by_role("button", name=f"Gå in i mötet {code}").click()
    for text in (TREES, BENCHES):
        expect(card(phone, text)).to_contain_text("Visas i rummet", timeout=BACK_MS)
    arrives(lambda: texts(meeting), [TREES, BENCHES])
    open_menu_of(phone, 2)
    phone.get_by_role("button", name="Ta tillbaka", exact=True).click()
    phone.locator(".toast").hover()
    nothing_waits(phone)
    ask_to_leave(phone)
    expect(phone.get_by_label("Möteskod, sex siffror")).to_be_visible()
    expect(left).to_have_count(0)
    phone.get_by_label("Möteskod, sex siffror").fill(meeting.code)
    expect(card(phone, TREES)).to_be_visible()
    expect(phone.locator(".toast")).to_have_count(0)


# Half written.


def test_a_change_half_written_is_kept_when_its_idea_has_gone(phone: Page, meeting: Meeting, ben: Person) -> None:
    ideas = [ben.capture(text) for text in (TREES, BENCHES)]
    open_menu_of(phone, 1)
    phone.get_by_role("button", name="Ändra", exact=True).click()
    phone.get_by_role("dialog").get_by_role("textbox").fill("Träd i varje park och gata")
    phone.keyboard.press("Escape")
    kept = phone.get_by_text("Det här är inte skickat. Texten är kvar här.")
    expect(phone.get_by_role("dialog")).to_have_count(0)
    expect(kept).to_have_count(0)
    meeting.lead("idea.merge", idea=ideas[0], into=ideas[1])
    expect(kept).to_be_visible()
    expect(phone.get_by_text("Träd i varje park och gata")).to_be_visible()
    assert_screen(phone)


def test_what_was_half_written_is_shown_at_the_door_of_a_meeting_that_is_over(phone: Page, meeting: Meeting) -> None:
    phone.locator("#idea").fill(TREES)
    meeting.lead("workshop.close")
    expect(phone.get_by_role("heading", name="Tack för att du var med.")).to_be_visible()
    phone.context.clear_cookies()
    phone.reload()
    expect(phone.get_by_role("heading", name="Mötet är avslutat")).to_be_visible()
    left = phone.get_by_role("region", name="Kvar på telefonen")
    expect(left.get_by_role("listitem")).to_contain_text(TREES)
    assert_screen(phone)
    left.get_by_role("button", name="Kopiera").click()
    expect(left.get_by_role("status")).to_have_text("Texten är kopierad.")
    left.get_by_role("button", name="Kasta texten").click()
    expect(left).to_have_count(0)


def test_a_text_half_written_when_the_close_step_begins_can_be_sent(phone: Page, meeting: Meeting) -> None:
    meeting.setting("collect", late_s=300)
    phone.locator("#idea").fill(TREES)
    meeting.go_to("close")
    expect(phone.get_by_role("heading", name="Tack för att du var med.")).to_be_visible()
    send = phone.get_by_role("button", name=re.compile("^Skicka ändå"))
    expect(send).to_be_in_viewport()
    expect(phone.locator("#idea")).to_have_value(TREES)
    send.click()
    expect(phone.get_by_role("heading", name="Vill du ha sammanfattningen?")).to_be_visible()
    arrives(lambda: texts(meeting), [TREES])
