"""Ideas are dragged into groups with a pointer, and another facilitator's board shows the same."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import Meeting, arrives, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
TREES, BENCHES, WATER, LIGHTS = (
    "Träd i varje park",
    "Bänkar som går att sitta på",
    "Vatten att dricka",
    "Ljus längs stigen",
)
GREEN = "Grönt"
Point = tuple[float, float]


@dataclass
class Table:
    """Two facilitators' boards of one meeting; the first one's pointer does the work."""

    meeting: Meeting
    board: Page
    other: Page

    def idea(self, text: str) -> Locator:
        return self.board.locator("[data-canvas] li").filter(has_text=text)

    def group(self, title: str) -> Locator:
        return self.board.locator("section.grp").filter(has=self.board.get_by_role("heading", name=title, exact=True))

    def lift(self, text: str, over: Locator, *, low: bool = False) -> None:
        """Takes a card and holds it over something: its middle, or its lower edge."""
        self.board.mouse.move(*middle(self.idea(text)))
        self.board.mouse.down()
        self.board.mouse.move(*(foot(over) if low else middle(over)), steps=12)

    def let_go(self) -> None:
        self.board.mouse.up()
        expect(self.carried).to_have_count(0)

    @property
    def carried(self) -> Locator:
        """The card under the pointer, which says where it would land."""
        return self.board.locator(".voice.drag")

    def expect_on_both(self, group: str, *texts: str) -> None:
        """That these and no others stand in the group."""
        for page in (self.board, self.other):
            found = page.locator("section.grp").filter(has=page.get_by_role("heading", name=group, exact=True))
            expect(found.get_by_role("listitem")).to_have_count(len(texts))
            for text in texts:
                expect(found.get_by_text(text)).to_be_visible()

    def stands(self) -> dict[str, str | None]:
        """The group of each idea, as the server has it."""
        state = self.meeting.state()
        titles = {one["id"]: one["title"] for one in state["clusters"]}
        return {one["text"]: titles.get(one["cluster"]) for one in state["ideas"]}


def middle(thing: Locator) -> Point:
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def foot(thing: Locator) -> Point:
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] - 12


@pytest.fixture
def table(browser: Browser, running: Running, laptop: Page, meeting: Meeting) -> Iterator[Table]:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    trees, *_ = [ben.capture(text) for text in (TREES, BENCHES, WATER)]
    ben.capture(LIGHTS, 1)
    meeting.lead("cluster.create", cluster=ids(1)[0], title=GREEN, column=meeting.columns[0], ideas=[trees])
    meeting.go_to("group")
    kim = context(browser, running, LAPTOP, storage_state=laptop.context.storage_state())
    other = kim.new_page()
    for page in (laptop, other):
        page.goto(f"/board/{meeting.id}/")
        expect(page.get_by_role("heading", name=GREEN, exact=True)).to_be_visible()
    laptop.bring_to_front()
    yield Table(meeting, laptop, other)
    kim.close()


def test_an_idea_is_dragged_into_a_group(table: Table) -> None:
    table.lift(BENCHES, table.group(GREEN).get_by_role("heading"))
    expect(table.carried).to_contain_text(f"Läggs i {GREEN}")
    table.let_go()
    table.expect_on_both(GREEN, TREES, BENCHES)
    arrives(lambda: table.stands(), {TREES: GREEN, BENCHES: GREEN, WATER: None, LIGHTS: None})


def test_the_card_is_by_the_pointer_from_its_first_moment(table: Table) -> None:
    green = table.group(GREEN).get_by_role("heading")
    # No frame comes: what is drawn with the next one is not there yet.
    table.board.evaluate("() => { window.requestAnimationFrame = () => 0; }")
    table.lift(BENCHES, green)
    expect(table.carried).to_contain_text(f"Läggs i {GREEN}")
    (x, y), box = middle(green), table.carried.bounding_box()
    assert box
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] - 50 < y < box["y"] + box["height"] + 50
    table.let_go()


def test_an_idea_from_another_column_takes_the_groups_column(table: Table) -> None:
    table.lift(LIGHTS, table.idea(TREES))
    expect(table.carried).to_contain_text(f"Läggs i {GREEN}")
    table.let_go()
    table.expect_on_both(GREEN, TREES, LIGHTS)
    arrives(lambda: {one["column"] for one in table.meeting.state()["ideas"]}, {table.meeting.columns[0]})


def test_an_idea_dragged_onto_another_makes_a_group_of_the_two(table: Table) -> None:
    table.lift(WATER, table.idea(BENCHES))
    expect(table.carried).to_contain_text("Blir en grupp med 2")
    table.let_go()
    dialog = table.board.get_by_role("dialog", name="Vad handlar de om?")
    dialog.get_by_label("Gruppens namn").fill("Platser")
    dialog.get_by_role("button", name="Gör gruppen").click()
    table.expect_on_both("Platser", BENCHES, WATER)
    arrives(lambda: table.stands(), {TREES: GREEN, BENCHES: "Platser", WATER: "Platser", LIGHTS: None})


def test_a_group_that_gets_no_name_is_none(table: Table) -> None:
    table.lift(WATER, table.idea(BENCHES))
    table.let_go()
    table.board.get_by_role("dialog").get_by_role("button", name="Avbryt").click()
    expect(table.board.get_by_role("dialog")).to_have_count(0)
    arrives(lambda: table.stands(), {TREES: GREEN, BENCHES: None, WATER: None, LIGHTS: None})


def test_an_idea_is_dragged_out_of_its_group_and_back_by_undo(table: Table) -> None:
    title = table.meeting.titles()[1]
    table.lift(TREES, table.board.get_by_role("region", name=title, exact=True), low=True)
    expect(table.carried).to_contain_text(f"Läggs utan grupp i {title}")
    table.let_go()
    for page in (table.board, table.other):
        expect(page.get_by_role("region", name=title, exact=True).get_by_text(TREES)).to_be_visible()
    table.expect_on_both(GREEN)
    arrives(lambda: table.stands()[TREES], None)
    table.board.get_by_role("button", name="Ångra", exact=True).click()
    table.expect_on_both(GREEN, TREES)


def test_all_that_are_picked_go_along(table: Table) -> None:
    for text in (BENCHES, WATER):
        table.idea(text).click(modifiers=["Control"])
    table.lift(WATER, table.group(GREEN).get_by_role("heading"))
    expect(table.carried).to_contain_text("2 idéer: 2 och 3")
    table.let_go()
    table.expect_on_both(GREEN, TREES, BENCHES, WATER)


def test_escape_in_the_middle_leaves_everything_as_it_was(table: Table) -> None:
    before = table.meeting.state()["seq"]
    table.lift(BENCHES, table.group(GREEN).get_by_role("heading"))
    expect(table.carried).to_contain_text(f"Läggs i {GREEN}")
    table.board.keyboard.press("Escape")
    expect(table.carried).to_have_count(0)
    table.let_go()
    # The next drag finds nothing left of this one.
    table.lift(WATER, table.group(GREEN).get_by_role("heading"))
    expect(table.carried).to_contain_text(WATER)
    table.let_go()
    table.expect_on_both(GREEN, TREES, WATER)
    arrives(lambda: table.stands(), {TREES: GREEN, BENCHES: None, WATER: GREEN, LIGHTS: None})
    assert table.meeting.state()["seq"] == before + 1


def test_a_drag_that_ends_beside_everything_changes_nothing(table: Table) -> None:
    before = table.meeting.state()["seq"]
    table.lift(BENCHES, table.board.get_by_role("navigation").first)
    expect(table.carried).to_contain_text("Släpp på en grupp eller en idé")
    table.let_go()
    assert table.meeting.state()["seq"] == before
