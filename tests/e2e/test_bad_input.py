"""What is wrong is said in both languages at the place where it is wrong, and what was typed is still there."""

import re
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ideahub.core.clock import now
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.running import Running
from tests.e2e.sentences import Said

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

TEXT = "Låna ut lastcyklar på biblioteket"
# One character to whoever sees it, seven code points to the server.
FAMILY = "👨‍👩‍👧‍👦"
TYPE_WITH_HALF_AN_EMOJI = """(text) => {
  const field = document.querySelector("#idea");
  field.value = text + "\\ud83d";
  field.dispatchEvent(new Event("input"));
}"""


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    """In the meeting's collect step, where a text that comes late does not count."""
    meeting.setting("collect", grace_s=0, late_s=0, comments=True, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


def enter(person: Person, device: BrowserContext, language: str) -> Page:
    """Their phone, in the language that they chose on it."""
    device.add_init_script(f"localStorage.setItem('language', '{language}')")
    return person.enter(device)


@pytest.fixture
def phone(ben: Person, device: BrowserContext, language: str) -> Page:
    page = enter(ben, device, language)
    expect(page.locator("#idea")).to_be_visible()
    return page


def says_of(field: Locator, sentence: str) -> None:
    """It stands on the screen, and whoever listens hears it with the field."""
    expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))
    shown = field.page.get_by_role("alert").filter(has_text=sentence)
    expect(shown).to_be_in_viewport()


def send(page: Page) -> None:
    page.locator("form:has(#idea) button[type=submit]").click()


# On the way in.


def test_a_code_that_is_wrong_or_short(device: BrowserContext, said: Said) -> None:
    page = device.new_page()
    page.goto("/j/")
    code = page.locator("#code")
    code.fill("000 001")
    says_of(code, said("wrong code"))
    says_of(code, said("perhaps locked"))
    expect(code).to_have_value("000 001")
    code.fill("428 6")
    code.press("Enter")
    says_of(code, said("short code"))
    expect(code).to_have_value("428 6")


def test_a_name_that_is_too_long(device: BrowserContext, said: Said, meeting: Meeting) -> None:
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    name = page.locator("#name")
    for typed, key in (("x" * 41, "long name"), (FAMILY * 10, "name of emoji")):
        name.fill(typed)
        name.press("Enter")
        says_of(name, said(key))
        expect(name).to_have_value(typed)


def test_a_meeting_that_is_locked(device: BrowserContext, said: Said, meeting: Meeting) -> None:
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    name = page.locator("#name")
    name.fill("Eva")
    meeting.lead("workshop.lock")
    name.press("Enter")
    says_of(name, said("locked meanwhile"))
    expect(name).to_have_value("Eva")
    page.goto(f"/j/{meeting.code}")
    says_of(page.locator("#code"), said("perhaps locked"))


def test_a_meeting_that_is_closed_at_the_door(device: BrowserContext, said: Said, meeting: Meeting) -> None:
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    expect(page.locator("#name")).to_be_visible()
    meeting.lead("workshop.close")
    page.locator("#name").press("Enter")
    for _ in ("while at the door", "when the page is opened"):
        expect(page.get_by_role("heading", name=said("closed"))).to_be_in_viewport()
        expect(page.get_by_role("main")).to_contain_text(said("closed, no more"))
        page.goto(f"/j/{meeting.code}")


@pytest.mark.parametrize("whose", ["nobody's", "somebody's in another meeting"])
def test_a_cookie_that_the_meeting_does_not_know(
    device: BrowserContext, said: Said, phone: Page, ben: Person, running: Running, whose: str
) -> None:
    phone.locator("#idea").fill(TEXT)
    (name,) = {one.name for one in ben.http.cookies.jar if "ideahub_p_" in one.name}
    device.clear_cookies()
    device.add_cookies([{"name": name, "value": token_of(whose, running), "url": running.url}])
    phone.reload()
    says_of(phone.locator("#name"), said("not known"))
    phone.locator("#name").press("Enter")
    expect(phone.locator("#idea")).to_have_value(TEXT)
    expect(phone.get_by_role("alert")).to_have_count(0)


def token_of(whose: str, running: Running) -> str:
    if whose == "nobody's":
        return "A" * 43
    with httpx.Client(base_url=running.url, timeout=20) as http:
        assert http.post(f"/api/workshops/{running.code}/join/", json={"name": "", "language": "sv"}).status_code == 201
        return next(one.value or "" for one in http.cookies.jar if "ideahub_p_" in one.name)


# An idea.


def test_an_idea_that_is_empty_or_too_long(phone: Page, said: Said, ben: Person) -> None:
    field = phone.locator("#idea")
    for typed, key in ((" \n ", "nothing"), ("x" * 290, "long idea"), (FAMILY * 41, "idea of emoji")):
        field.fill(typed)
        send(phone)
        says_of(field, said(key))
        expect(field).to_have_value(typed)
    assert ben.meeting.state()["ideas"] == []


def test_an_idea_is_measured_as_it_will_be_stored(phone: Page, said: Said, ben: Person) -> None:
    """Each é as two code points, spaces around, what cannot be shown and half an emoji: 279 characters are left."""
    field = phone.locator("#idea")
    typed = "  " + "e\u0301" * 279 + "\u0007\u202e\u200b\n"
    phone.evaluate(TYPE_WITH_HALF_AN_EMOJI, typed)
    expect(phone.locator("#idea-size")).to_have_text(said("one left"))
    send(phone)
    expect(field).to_have_value("")
    expect(phone.get_by_role("main").get_by_text("é" * 279)).to_be_visible()
    expect(phone.get_by_text(said.word("Visas i rummet", "Shown in the room"), exact=True)).to_be_visible()
    arrives(lambda: [one["text"] for one in ben.meeting.state()["ideas"]], ["é" * 279])


def test_what_cannot_be_shown_is_refused_without_a_script(
    device: BrowserContext, said: Said, ben: Person, language: str, running: Running
) -> None:
    device.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": running.url} for one in ben.http.cookies.jar]
    )
    page = device.new_page()
    page.goto(f"/plain/{ben.meeting.code}/?lang={language}")
    page.get_by_role("radio").first.check()
    field = page.locator("textarea[name=text]").first
    field.fill(f"{TEXT}\u202e")
    page.locator("form:has(textarea[name=text]) button").first.click()
    says_of(field, said("cannot be shown"))
    expect(field).to_have_value(f"{TEXT}\u202e")


def test_muted_while_writing(phone: Page, said: Said, ben: Person) -> None:
    field = phone.locator("#idea")
    field.fill(TEXT)
    ben.meeting.lead("participant.mute", participant=ben.id)
    for _ in ("at once", "after a reload"):
        expect(phone.get_by_role("status").filter(has_text=said("muted"))).to_be_in_viewport()
        expect(field).to_have_accessible_description(re.compile(re.escape(said("kept"))))
        expect(field).to_have_value(TEXT)
        expect(field).to_be_in_viewport()
        phone.reload()
    ben.meeting.lead("participant.unmute", participant=ben.id)
    expect(phone.get_by_text(said("muted"))).to_have_count(0)
    expect(field).to_have_value(TEXT)


def test_muted_while_it_was_on_its_way(phone: Page, said: Said, ben: Person) -> None:
    phone.context.set_offline(True)
    phone.locator("#idea").fill(TEXT)
    send(phone)
    expect(phone.get_by_text(said.word("Väntar på nät", "Waiting for network"))).to_be_visible()
    ben.meeting.lead("participant.mute", participant=ben.id)
    phone.context.set_offline(False)
    card = phone.get_by_role("main").get_by_role("listitem").filter(has_text=TEXT)
    expect(card).to_contain_text(said("not arrived"))
    expect(card).to_contain_text(said("muted meanwhile"))
    expect(card.get_by_role("button", name=said.word("Kopiera", "Copy"))).to_be_visible()


def test_the_step_ends_while_writing(phone: Page, said: Said, ben: Person) -> None:
    ben.meeting.setting("collect", late_s=60)
    field = phone.locator("#idea")
    field.fill(TEXT)
    ben.meeting.go_to("group")
    expect(phone.get_by_role("status").filter(has_text=said("step over"))).to_be_in_viewport()
    expect(phone.get_by_role("button", name=said("send anyway"))).to_be_in_viewport()
    expect(field).to_have_value(TEXT)
    ben.meeting.setting("collect", late_s=0)
    ben.meeting.go_to("vote")
    expect(phone.get_by_text(said("not sent"))).to_be_in_viewport()
    expect(phone.get_by_role("main").get_by_text(TEXT)).to_be_in_viewport()


def test_the_meeting_is_closed_while_writing(phone: Page, said: Said, ben: Person) -> None:
    phone.locator("#idea").fill(TEXT)
    ben.meeting.lead("workshop.close")
    expect(phone.get_by_role("heading", name=said("thanks"))).to_be_in_viewport()
    for _ in ("at once", "after a reload"):
        expect(phone.get_by_text(said("not sent"))).to_be_visible()
        expect(phone.get_by_role("main").get_by_text(TEXT)).to_be_visible()
        phone.reload()


# A comment, a vote, an action, and an address.


@pytest.fixture
def talk(ben: Person, device: BrowserContext, language: str) -> Page:
    """Ben's phone while the room talks about his second idea, and may comment."""
    for text in ("Träd i varje park", "Bänkar i skugga"):
        ben.capture(text)
    ben.meeting.setting("discuss", comments=True)
    ben.meeting.go_to("discuss")
    ben.meeting.lead("spotlight.set", idea=ideas_of(ben)["Bänkar i skugga"])
    return enter(ben, device, language)


def ideas_of(ben: Person) -> dict[str, str]:
    return {one["text"]: one["id"] for one in ben.meeting.state()["ideas"]}


def test_a_comment_that_is_empty_or_too_long(talk: Page, said: Said, ben: Person) -> None:
    field = talk.get_by_label(said.word("Din kommentar", "Your comment"))
    for typed, key in ((" ", "no comment"), ("x" * 310, "long comment")):
        field.fill(typed)
        talk.get_by_role("button", name=said.word("Skicka kommentaren", "Send the comment")).click()
        says_of(field, said(key))
        expect(field).to_have_value(typed)
    assert ben.meeting.state()["comments"] == []


def test_a_comment_is_kept_when_its_writer_is_muted_and_when_the_talk_goes_on(
    talk: Page, said: Said, ben: Person
) -> None:
    field = talk.get_by_label(said.word("Din kommentar", "Your comment"))
    field.fill(TEXT)
    ben.meeting.lead("participant.mute", participant=ben.id)
    expect(talk.get_by_role("status").filter(has_text=said("muted"))).to_be_visible()
    kept = talk.get_by_role("main").locator("section").filter(has_text=said("half written"))
    expect(kept).to_contain_text(TEXT)
    ben.meeting.lead("participant.unmute", participant=ben.id)
    expect(field).to_have_value(TEXT)
    ben.meeting.lead("spotlight.set", idea=ideas_of(ben)["Träd i varje park"])
    for step in ("discuss", "commit", "close"):
        ben.meeting.go_to(step)
        expect(kept).to_contain_text(TEXT)
        talk.reload()
    kept.get_by_role("button", name=said.word("Kasta texten", "Discard the text")).click()
    expect(talk.get_by_text(TEXT)).to_have_count(0)


def test_a_change_is_kept_when_the_step_ends(phone: Page, said: Said, ben: Person) -> None:
    ben.capture("Träd i varje park")
    phone.get_by_role("button", name=said.word("Ändra eller ta tillbaka idé 1", "Change or take back idea 1")).click()
    phone.get_by_role("button", name=said.word("Ändra", "Change"), exact=True).click()
    phone.get_by_role("dialog").get_by_role("textbox").fill(TEXT)
    ben.meeting.go_to("group")
    expect(phone.get_by_role("main").locator("section").filter(has_text=said("half written"))).to_contain_text(TEXT)


def test_a_change_that_comes_too_late(phone: Page, said: Said, ben: Person) -> None:
    """What it was to be stands on the card, can be copied, and is not offered to be sent where nobody would take it."""
    ben.capture("Träd i varje park")
    phone.get_by_role("button", name=said.word("Ändra eller ta tillbaka idé 1", "Change or take back idea 1")).click()
    phone.get_by_role("button", name=said.word("Ändra", "Change"), exact=True).click()
    phone.context.set_offline(True)
    phone.get_by_role("dialog").get_by_role("textbox").fill(TEXT)
    phone.get_by_role("dialog").get_by_role("button", name=said.word("Spara", "Save")).click()
    ben.meeting.lead("timer.set", ends_at=(now() - timedelta(seconds=30)).isoformat())
    phone.context.set_offline(False)
    card = phone.get_by_role("main").get_by_role("listitem").filter(has_text="Träd i varje park")
    for _ in ("as it came", "after a reload"):
        expect(card).to_contain_text(said("changed too late"))
        expect(card).to_contain_text(TEXT)
        expect(card.get_by_role("button", name=said.word("Skicka igen", "Send again"))).to_have_count(0)
        phone.reload()
    card.get_by_role("button", name=said.word("Kopiera", "Copy")).click()
    expect(phone.get_by_text(said.word("Texten är kopierad.", "The text is copied."))).to_be_visible()
    ben.meeting.go_to("group")
    expect(phone.get_by_role("main").get_by_role("listitem").filter(has_text=TEXT)).to_contain_text(
        said("changed too late")
    )


def test_votes_that_are_spent_in_another_tab(phone: Page, said: Said, ben: Person) -> None:
    trees, benches = ben.capture("Träd"), ben.capture("Bänkar")
    ben.meeting.setting("vote", target="ideas", votes_per_person=3, max_per_target=3)
    ben.meeting.go_to("vote")
    other = phone.context.new_page()
    other.goto(phone.url)
    for points in ("1", "2", "3"):
        add_to(phone, trees).click()
        expect(placed(phone, trees)).to_contain_text(points)
    for tab in (phone, other):
        expect(placed(tab, trees)).to_have_text(re.compile("^3"))
        expect(tab.get_by_role("status").filter(has_text=said("votes spent"))).to_be_in_viewport()
        # Where a tab had no contact yet, that is read out as well, and would take the place of what is said next.
        expect(tab.locator(".dock-note").filter(has_text=said("the meeting has them"))).to_be_visible()
    expect(add_to(other, benches)).to_have_attribute("aria-disabled", "true")
    add_to(other, benches).press("Enter")
    expect(other.get_by_role("status").filter(has_text=said("take one back"))).to_have_count(1)
    expect(placed(other, benches)).to_have_count(0)


def test_a_vote_that_is_refused(phone: Page, said: Said, ben: Person) -> None:
    """Placed without a network in one tab; meanwhile all votes went elsewhere."""
    trees, benches = ben.capture("Träd"), ben.capture("Bänkar")
    ben.meeting.setting("vote", target="ideas", votes_per_person=3, max_per_target=3)
    ben.meeting.go_to("vote")
    other = phone.context.new_page()
    other.goto(phone.url)
    expect(add_to(other, trees)).to_be_visible()
    phone.context.set_offline(True)
    add_to(other, trees).click()
    expect(placed(other, trees)).to_have_text(re.compile("^1"))
    ben.do("vote.set", target=benches, points=3)
    phone.context.set_offline(False)
    for tab in (phone, other):
        expect(tab.locator(".lip").filter(has_text=said("take one back"))).to_be_in_viewport()
        expect(placed(tab, benches)).to_have_text(re.compile("^3"))
        expect(placed(tab, trees)).to_have_count(0)
        expect(tab.get_by_role("status").filter(has_text=said("votes spent"))).to_be_visible()


def add_to(page: Page, idea: str) -> Locator:
    return page.locator(f"[data-idea='{idea}'] button").last


def placed(page: Page, idea: str) -> Locator:
    return page.locator(f"[data-idea='{idea}'] output")


def test_an_action_is_not_taken_with_an_address_that_is_none(phone: Page, said: Said, ben: Person) -> None:
    ben.meeting.lead("action.create", action=ids(1)[0], title="Räkna på taken", owner_name="", ideas=[])
    ben.meeting.go_to("commit")
    take = phone.get_by_role("button", name=said.word("Jag tar den", "I will take it"))
    take.click()
    dialog = phone.get_by_role("dialog")
    address = dialog.get_by_label(said.word("Din e-postadress", "Your e-mail address"))
    address.fill("ben")
    address.press("Enter")
    says_of(address, said("no address"))
    expect(address).to_have_value("ben")
    address.fill("ben@example")
    address.press("Enter")
    expect(phone.get_by_role("alert").filter(has_text=said("address"))).to_be_in_viewport()
    take.click()
    expect(address).to_have_value("ben@example")


def test_the_summary_is_not_mailed_to_an_address_that_is_none(phone: Page, said: Said, ben: Person) -> None:
    ben.meeting.lead("workshop.close")
    address = phone.get_by_label(said.word("E-postadress", "E-mail address"))
    address.fill("ben@example")
    address.press("Enter")
    says_of(address, said("address"))
    expect(address).to_have_value("ben@example")
