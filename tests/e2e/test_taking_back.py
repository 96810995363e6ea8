"""What a leader takes back or may not: comments, the screen's links, the promise that ideas have no names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.phones import nothing_waits
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TREES, NUMBER, KIND = "Träd i varje park", "Ring 070-123 45 67", "Bra tänkt"


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", comments=True, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def phone(browser: Browser, running: Running, ben: Person) -> Iterator[Page]:
    page = ben.enter(context(browser, running, PHONE))
    yield page
    page.context.close()


def test_a_comment_is_read_on_the_board_taken_away_and_put_back(laptop: Page, meeting: Meeting, ben: Person) -> None:
    idea, other = ben.capture(TREES), meeting.join("Eva")
    other.do("comment.add", comment=ids(1)[0], idea=idea, text=NUMBER)
    other.do("comment.add", comment=ids(1)[0], idea=idea, text=KIND)
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name="2 kommentarer").click()
    panel = laptop.get_by_role("list", name="Kommentarer")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(panel.get_by_role("listitem").filter(has_text=NUMBER)).to_contain_text("Ser ut som ett telefonnummer.")
    look = Looker(laptop)
    look("comments", zoomed=True)

    laptop.get_by_role("button", name=f"Ta bort kommentaren: {NUMBER}").click()
    # How long ago is told anew as time passes.
    expect(panel.get_by_role("listitem")).to_have_text([re.compile(rf"^\s*{KIND}\s+Utan namn, .+ Ta bort\s*$")])
    expect(laptop.get_by_role("button", name="1 kommentar.")).to_be_visible()
    arrives(lambda: [one["text"] for one in meeting.state()["comments"]], [KIND])
    expect(panel.get_by_role("button")).to_be_focused()

    laptop.get_by_role("button", name="Ångra").click()
    expect(panel.get_by_role("listitem")).to_have_count(2)
    arrives(lambda: {one["text"] for one in meeting.state()["comments"]}, {NUMBER, KIND})
    look.assert_nothing()


def test_comments_are_reached_and_taken_away_by_keys(laptop: Page, meeting: Meeting, ben: Person) -> None:
    ben.do("comment.add", comment=ids(1)[0], idea=ben.capture(TREES), text=KIND)
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text(TREES)).to_be_visible()
    laptop.keyboard.press("j")
    laptop.keyboard.press("c")
    expect(laptop.get_by_role("heading", name="Kommentarer till idé 1")).to_be_visible()
    remove = laptop.get_by_role("button", name=f"Ta bort kommentaren: {KIND}")
    while not remove.evaluate("button => button === document.activeElement"):
        laptop.keyboard.press("Tab")
    laptop.keyboard.press("Enter")
    expect(laptop.get_by_text("Ingen har kommenterat idén.")).to_be_visible()
    expect(laptop.locator("#panel")).to_be_focused()
    arrives(lambda: meeting.state()["comments"], [])


def test_a_comment_goes_from_the_phone_of_whoever_wrote_it(phone: Page, meeting: Meeting, ben: Person) -> None:
    idea, comment = ben.capture(TREES), ids(1)[0]
    ben.do("comment.add", comment=comment, idea=idea, text=KIND)
    meeting.lead("spotlight.set", idea=idea)
    meeting.setting("discuss", comments=True)
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=idea)
    expect(phone.get_by_text(KIND)).to_be_visible()
    meeting.lead("comment.remove", comment=comment)
    expect(phone.get_by_text(KIND)).to_have_count(0)


def test_the_screen_keeps_its_link_until_the_leader_ends_it(laptop: Page, meeting: Meeting) -> None:
    laptop.goto(f"/board/{meeting.id}/")
    with laptop.expect_popup() as opened:
        laptop.get_by_role("button", name="Projektor").click()
    wall = opened.value
    expect(wall.get_by_role("img", name="QR-kod")).to_be_visible()
    first = wall.url
    with laptop.expect_response("**/projector/*/meeting/"):
        laptop.get_by_role("button", name="Projektor").click()
    assert wall.url == first

    laptop.get_by_role("button", name="Mer om mötet").click()
    laptop.get_by_role("menuitem", name="Stäng av skärmens länkar").click()
    look = Looker(laptop)
    look("ending the screen's links", zoomed=True)
    laptop.get_by_role("button", name="Stäng av länkarna").click()
    expect(laptop.get_by_text("Skärmens länkar är avstängda.")).to_be_visible()
    wall.reload()
    expect(wall.get_by_text("Skärmens länk gäller inte")).to_be_visible()

    laptop.get_by_role("button", name="Projektor").click()
    expect(wall.get_by_role("img", name="QR-kod")).to_be_visible()
    assert wall.url != first
    wall.close()
    look.assert_nothing()


def test_nobody_turns_names_on_once_somebody_has_joined(laptop: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name="Mer om mötet").click()
    laptop.get_by_role("menuitem", name="Så går steget till").click()
    switch = laptop.get_by_role("switch", name="Visa idéer utan namn")
    expect(switch).not_to_have_attribute("aria-disabled", "true")
    meeting.join("Ben")
    expect(switch).to_have_attribute("aria-disabled", "true")
    expect(switch).to_have_accessible_description("Deltagare har gått med och fått veta det. Det går inte att slå av.")
    switch.click(force=True)
    expect(switch).to_be_checked()
    look = Looker(laptop)
    look("the step's settings, names kept out", zoomed=True)

    laptop.goto(f"/meetings/{meeting.id}/?part=data")
    switch = laptop.get_by_role("switch", name="Visa idéer utan namn")
    expect(switch).to_have_attribute("aria-disabled", "true")
    switch.click(force=True)
    expect(switch).to_be_checked()
    look("what participants are told, names kept out", zoomed=True)
    look.assert_nothing()


def test_actions_say_what_the_step_asks_for_and_they_lack(laptop: Page, meeting: Meeting) -> None:
    meeting.setting("commit", require_owner=True, require_due=True)
    meeting.go_to("commit")
    meeting.lead("action.create", action=ids(1)[0], title="Räkna på taken")
    meeting.lead("action.create", action=ids(1)[0], title="Ring hamnen", owner_name="Rut", due_on="2030-09-01")
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("tab", name="Åtgärder").click()
    rows = laptop.get_by_role("list", name="Åtgärder").get_by_role("listitem")
    expect(rows.filter(has_text="Räkna på taken")).to_contain_text("Ingen ansvarig än Inget datum")
    expect(rows.filter(has_text="Ring hamnen")).not_to_contain_text("Inget datum")
    look = Looker(laptop)
    look("actions that lack an owner", zoomed=True)
    laptop.get_by_role("button", name="Mer om mötet").click()
    laptop.get_by_role("menuitem", name="Avsluta mötet").click()
    said = laptop.get_by_role("dialog")
    expect(said).to_contain_text("1 åtgärd har ingen ansvarig än. 1 åtgärd har inget datum.")
    look("ending with actions that lack an owner", zoomed=True)
    look.assert_nothing()


def test_an_action_is_said_to_be_in_the_list_once_it_is(laptop: Page, meeting: Meeting) -> None:
    meeting.setting("commit", max_actions=1)
    meeting.go_to("commit")
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("tab", name="Åtgärder").click()
    laptop.evaluate("""() => {
      window.promised = 0;
      const look = () => (window.promised += document.body.innerText.includes("Åtgärden finns i listan: Ring hamnen"));
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    }""")
    title, add = laptop.get_by_label("Vad ska göras?"), laptop.get_by_role("button", name="Lägg till åtgärden")
    title.fill("Räkna på taken")
    add.click()
    expect(laptop.get_by_text("Åtgärden finns i listan: Räkna på taken").first).to_be_visible()
    title.fill("Ring hamnen")
    add.click()
    expect(laptop.get_by_text("Steget har redan så många åtgärder som det ska ha.").first).to_be_visible()
    assert laptop.evaluate("window.promised") == 0


def test_a_comment_whose_idea_was_hidden_meanwhile_is_kept_and_says_why(phone: Page, meeting: Meeting) -> None:
    idea = meeting.join("Eva").capture(TREES)
    phone.get_by_role("tab", name="Rummets").click()
    phone.get_by_role("button", name="Kommentera").click()
    phone.get_by_label("Din kommentar").fill(KIND)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Skicka kommentaren").click()
    expect(phone.get_by_role("dialog").get_by_role("listitem").filter(has_text=KIND)).to_contain_text("Väntar på nät")
    meeting.lead("idea.hide", ideas=[idea], reason=None)
    phone.context.set_offline(False)
    expect(phone.get_by_role("dialog")).to_have_count(0, timeout=40_000)
    phone.get_by_role("tab", name="Mina").click()
    refused = phone.get_by_role("listitem").filter(has_text=KIND)
    expect(refused).to_contain_text("Kommentaren kom inte fram. Texten är sparad. Idén visas inte i mötet just nu.")
    expect(refused.get_by_role("button", name="Skicka igen")).to_have_count(0)
    meeting.lead("idea.show", ideas=[idea])
    refused.get_by_role("button", name="Skicka igen").click()
    expect(refused).to_have_count(0)
    arrives(lambda: [one["text"] for one in meeting.state()["comments"]], [KIND])


def test_nothing_of_a_comment_waits_once_its_idea_is_hidden(phone: Page, meeting: Meeting) -> None:
    idea = meeting.join("Eva").capture(TREES)
    phone.get_by_role("tab", name="Rummets").click()
    phone.get_by_role("button", name="Kommentera").click()
    phone.get_by_label("Din kommentar").fill(KIND)
    phone.get_by_role("button", name="Skicka kommentaren").click()
    said = phone.get_by_role("dialog").get_by_role("listitem").filter(has_text=KIND)
    expect(said).to_be_visible()
    nothing_waits(phone)
    meeting.lead("idea.hide", ideas=[idea], reason=None)
    expect(phone.get_by_role("dialog")).to_have_count(0)
    phone.get_by_role("button", name="Meny").click()
    phone.get_by_role("button", name="Lämna mötet").click()
    expect(phone.get_by_label("Möteskod")).to_be_visible()
