"""What a leader types on the board outlives a refusal, a lost link, a reload, and that what it is about goes away."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.test_quick_entry import NOT_SENT, field

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TREES, CHANGED = "Träd i varje park", "Träd på varje torg"
# A character that turns the text around: the server takes it from nobody.
BAD = "\u202e"
CANNOT_BE_SHOWN = "Texten innehåller tecken som inte kan visas. Ta bort dem och försök igen."


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", grace_s=0, late_s=0, show_others_after_s=0)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def idea(ben: Person) -> str:
    return ben.capture(TREES)


@pytest.fixture
def board(laptop: Page, meeting: Meeting, idea: str) -> Page:
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text(TREES)).to_be_visible()
    return laptop


def choose(board: Page, about: str, item: str) -> None:
    board.get_by_role("button", name=f"Mer om {about}").click()
    board.get_by_role("menuitem", name=item).click()


def change(board: Page) -> Locator:
    """The field of idea 1 while its text is changed."""
    return board.get_by_label("Text för idé 1")


def begin(board: Page, text: str) -> None:
    choose(board, "Idé 1", "Ändra text")
    change(board).fill(text)


def bar(board: Page) -> Locator:
    return board.get_by_role("status").filter(has_text="1 text kom inte fram")


def dialog(board: Page) -> Locator:
    bar(board).get_by_role("button", name="Visa").click()
    return board.get_by_role("dialog", name="Texter som inte kom fram")


def test_a_change_that_is_refused_after_the_link_was_lost(board: Page, ben: Person, idea: str) -> None:
    begin(board, CHANGED)
    board.context.set_offline(True)
    change(board).press("Enter")
    ben.do("idea.withdraw", idea=idea)
    board.context.set_offline(False)
    expect(bar(board)).to_be_visible(timeout=40_000)
    board.reload()
    kept = dialog(board)
    expect(kept.get_by_role("textbox")).to_have_value(CHANGED)
    expect(kept.get_by_text("finns inte")).to_be_visible()
    kept.get_by_role("button", name="Kopiera").click()
    expect(board.get_by_text("Texten är kopierad.")).to_be_visible()
    kept.get_by_role("button", name="Kasta texten").click()
    expect(board.get_by_role("dialog")).to_have_count(0)
    expect(bar(board)).to_have_count(0)


def test_a_change_that_is_refused_while_nobody_has_the_page_open(board: Page, ben: Person, idea: str) -> None:
    begin(board, CHANGED)
    board.route("**/ws/**", lambda route: route.abort())
    board.context.set_offline(True)
    change(board).press("Enter")
    expect(board.get_by_text(CHANGED)).to_be_visible()
    address = board.url
    board.goto("about:blank")
    board.unroute_all()
    board.context.set_offline(False)
    ben.do("idea.withdraw", idea=idea)
    board.goto(address)
    expect(dialog(board).get_by_role("textbox")).to_have_value(CHANGED)


def test_a_text_whose_idea_goes_away_under_the_pen(board: Page, ben: Person, idea: str) -> None:
    begin(board, CHANGED)
    ben.do("idea.withdraw", idea=idea)
    expect(change(board)).to_have_count(0)
    kept = dialog(board)
    expect(kept.get_by_text(CHANGED)).to_be_visible()
    expect(kept.get_by_text("Idén finns inte längre. Det du skrev är kvar här.")).to_be_visible()
    kept.get_by_role("button", name="Kasta texten").click()
    expect(bar(board)).to_have_count(0)


def test_an_action_that_is_refused_is_put_right_and_sent_again(board: Page, meeting: Meeting) -> None:
    board.get_by_role("tab", name="Åtgärder").click()
    board.get_by_label("Vad ska göras?").fill(f"Ring kommunen{BAD}")
    board.get_by_label("Vem gör det?").fill("Ana")
    board.get_by_role("button", name="Lägg till åtgärden").click()
    kept = dialog(board)
    expect(kept.get_by_text(CANNOT_BE_SHOWN)).to_be_visible()
    expect(kept.get_by_text("Ana")).to_be_visible()
    look = Looker(board)
    look("texts that were not taken", zoomed=True)
    look.assert_nothing()
    kept.get_by_label("Åtgärd").fill("Ring kommunen")
    kept.get_by_role("button", name="Skicka igen").click()
    expect(board.get_by_text("Det kom fram.")).to_be_visible()
    expect(bar(board)).to_have_count(0)
    (action,) = meeting.state()["actions"]
    assert (action["title"], action["owner_name"]) == ("Ring kommunen", "Ana")


def test_the_organisation_is_asked_for_where_somebody_wants_to_say_it(board: Page, meeting: Meeting) -> None:
    board.get_by_role("tab", name="Åtgärder").click()
    title, organisation = board.get_by_label("Vad ska göras?"), board.get_by_role("textbox", name="Organisation")
    look = Looker(board)
    look("the form for an action", zoomed=True)
    expect(organisation).to_have_count(0)
    title.fill("Ring kommunen")
    board.get_by_label("Vem gör det?").fill("Ana")
    board.get_by_role("button", name="Lägg till organisation").click()
    expect(organisation).to_be_focused()
    organisation.fill("Region Skåne")
    look("with an organisation", zoomed=True)
    board.reload()
    board.get_by_role("tab", name="Åtgärder").click()
    expect(organisation).to_have_value("Region Skåne")
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(board.get_by_role("list", name="Åtgärder")).to_contain_text("Ana, Region Skåne")
    expect(organisation).to_have_count(0)
    arrives(lambda: [one["owner_org"] for one in meeting.state()["actions"]], ["Region Skåne"])
    choose(board, "Ring kommunen", "Ändra")
    expect(organisation).to_have_value("Region Skåne")
    look.assert_nothing()


def test_the_name_of_a_group_and_the_reason_for_hiding_an_idea(board: Page, meeting: Meeting, idea: str) -> None:
    cluster = ids(1)[0]
    meeting.go_to("group")
    meeting.lead("cluster.create", cluster=cluster, column=meeting.columns[0], title="Grönt", ideas=[idea])
    choose(board, "Grönt", "Byt namn")
    board.get_by_label("Gruppens namn").fill(f"Grönska{BAD}")
    board.get_by_role("dialog").get_by_role("button", name="Spara").click()
    kept = dialog(board)
    kept.get_by_label("Gruppens namn").fill("Grönska")
    kept.get_by_role("button", name="Skicka igen").click()
    expect(bar(board)).to_have_count(0)
    arrives(lambda: [one["title"] for one in meeting.state()["clusters"]], ["Grönska"])
    choose(board, "Idé 1", "Dölj idén")
    board.get_by_label("Varför?").fill(f"Upprepning{BAD}")
    board.get_by_role("dialog").get_by_role("button", name="Dölj idén").click()
    expect(dialog(board).get_by_label("Varför idé 1 döljs")).to_have_value(f"Upprepning{BAD}")


def test_what_is_half_written_is_there_after_a_reload(board: Page) -> None:
    begin(board, CHANGED)
    board.get_by_role("tab", name="Åtgärder").click()
    board.get_by_label("Vad ska göras?").fill("Ring kommunen")
    board.get_by_label("E-post").fill("ana@example.se")
    assert "ana@example.se" not in board.evaluate("JSON.stringify(localStorage)")
    board.reload()
    board.get_by_role("tab", name="Åtgärder").click()
    expect(board.get_by_label("Vad ska göras?")).to_have_value("Ring kommunen")
    expect(board.get_by_label("E-post")).to_have_value("ana@example.se")
    choose(board, "Idé 1", "Ändra text")
    expect(change(board)).to_have_value(CHANGED)
    change(board).press("Escape")
    choose(board, "Idé 1", "Ändra text")
    expect(change(board)).to_have_value(TREES)
    change(board).press("Escape")
    board.get_by_role("button", name="Lägg till åtgärden").click()
    expect(board.get_by_label("Vad ska göras?")).to_have_value("")
    board.reload()
    board.get_by_role("tab", name="Åtgärder").click()
    expect(board.get_by_label("Vad ska göras?")).to_have_value("")


def test_the_quick_entry_is_there_after_a_reload_until_it_is_sent(board: Page, meeting: Meeting) -> None:
    board.keyboard.press("i")
    field(board).fill("Halvskriven")
    board.reload()
    expect(board.get_by_text(TREES)).to_be_visible()
    board.keyboard.press("i")
    expect(field(board)).to_have_value("Halvskriven")
    field(board).press("Enter")
    expect(board.get_by_text("Idé 2 är med.")).to_be_visible()
    board.reload()
    expect(board.get_by_text(TREES)).to_be_visible()
    board.keyboard.press("i")
    expect(field(board)).to_have_value("")
    arrives(lambda: [one["text"] for one in meeting.state()["ideas"]], [TREES, "Halvskriven"])


def test_a_text_too_large_for_any_frame_is_refused_and_holds_up_nothing(board: Page, meeting: Meeting) -> None:
    sockets: list[str] = []
    board.on("websocket", lambda socket: sockets.append(socket.url))
    board.keyboard.press("i")
    for text in ("x" * 20_000, "Nästa"):
        field(board).fill(text)
        field(board).press("Enter")
    expect(board.get_by_label(NOT_SENT)).to_have_value("x" * 20_000)
    expect(board.get_by_text("Det är för mycket på en gång.")).to_be_visible()
    expect(board.get_by_text("Idé 2 är med.")).to_be_visible()
    arrives(lambda: [one["text"] for one in meeting.state()["ideas"]], [TREES, "Nästa"])
    assert len(sockets) <= 3
    board.get_by_role("button", name="Kasta texten").click()
