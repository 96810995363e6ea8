"""Votes stay what they were: through a proposal that is hidden, a vote that ends, and a group that is taken away and brought back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, arrives, ids
from tests.e2e.phones import nothing_waits
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
TREES, BENCHES = "Träd i varje park", "Bänkar som går att sitta på"
RULES = {"target": "ideas", "model": "points", "votes_per_person": 3, "max_per_target": 3, "show_results": "manual"}


@pytest.fixture
def ben(meeting: Meeting) -> Person:
    meeting.setting("collect", review=False, show_others_after_s=0)
    meeting.setting("vote", **RULES)
    meeting.go_to("collect")
    return meeting.join("Ben")


@pytest.fixture
def phone(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, PHONE)
    yield made.new_page()
    made.close()


def place(page: Page, title: str, times: int) -> None:
    for _ in range(times):
        page.get_by_role("button", name=f"Lägg en röst på {title}").click()


def points_of(meeting: Meeting, key: str) -> dict[str, int]:
    return {one["id"]: one["points"] for one in meeting.state()[key]}


def test_votes_on_a_proposal_that_is_hidden_are_taken_back_and_placed_anew(
    phone: Page, meeting: Meeting, ben: Person
) -> None:
    trees, benches = ben.capture(TREES), ben.capture(BENCHES)
    meeting.go_to("vote")
    page = ben.enter(phone.context)
    place(page, TREES, 2)
    place(page, BENCHES, 1)
    expect(page.get_by_text("Alla röster lagda")).to_be_visible()
    arrives(lambda: points_of(meeting, "ideas"), {trees: 2, benches: 1})
    meeting.lead("idea.hide", ideas=[trees])
    expect(page.get_by_text("2 av dina röster ligger på ett förslag som inte visas längre.")).to_be_visible()
    expect(page.get_by_text(TREES)).to_have_count(0)
    look = Looker(page)
    look("votes on what is hidden", zoomed=True)
    page.get_by_role("button", name="Ta tillbaka rösterna").click()
    expect(page.get_by_text("ligger på ett förslag som inte visas längre")).to_have_count(0)
    expect(page.get_by_role("list").filter(has_text=BENCHES)).to_be_focused()
    place(page, BENCHES, 2)
    expect(page.get_by_text("Alla röster lagda")).to_be_visible()
    meeting.lead("idea.show", ideas=[trees])
    expect(page.get_by_text(TREES)).to_be_visible()
    arrives(lambda: points_of(meeting, "ideas"), {trees: 0, benches: 3})
    look.assert_nothing()


def test_the_last_vote_on_a_proposal_that_is_hidden_is_taken_back_with_the_keys(
    phone: Page, meeting: Meeting, ben: Person
) -> None:
    trees = ben.capture(TREES)
    meeting.go_to("vote")
    page = ben.enter(phone.context)
    place(page, TREES, 1)
    expect(page.get_by_text("2 röster kvar")).to_be_visible()
    arrives(lambda: points_of(meeting, "ideas"), {trees: 1})
    meeting.lead("idea.hide", ideas=[trees])
    expect(page.get_by_text("Visas det igen räknas den. Du kan också ta tillbaka den.")).to_be_visible()
    look = Looker(page)
    look("one vote on what is hidden", zoomed=True)
    page.get_by_role("button", name="Ta tillbaka rösten").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Förslagen visas här så fort de finns.")).to_be_focused()
    nothing_waits(page)
    arrives(lambda: points_of(meeting, "ideas"), {trees: 0})
    look("nothing to vote on")
    look.assert_nothing()


def test_votes_of_a_phone_without_a_network_count_in_their_own_vote(phone: Page, meeting: Meeting, ben: Person) -> None:
    trees = ben.capture(TREES)
    again = meeting.add_step("vote", "En gång till", **RULES)
    meeting.go_to("vote")
    page = ben.enter(phone.context)
    expect(page.get_by_text("3 röster kvar")).to_be_visible()
    phone.context.set_offline(True)
    place(page, TREES, 2)
    expect(page.get_by_text("1 röst kvar")).to_be_visible()
    meeting.lead("activity.start", activity=again)
    phone.context.set_offline(False)
    expect(page.get_by_text("3 röster kvar")).to_be_visible()
    place(page, TREES, 1)
    expect(page.get_by_text("2 röster kvar")).to_be_visible()
    nothing_waits(page)
    arrives(lambda: points_of(meeting, "ideas"), {trees: 1})
    meeting.go_to("vote")
    arrives(lambda: points_of(meeting, "ideas"), {trees: 2})


def test_a_group_that_is_taken_away_and_brought_back_keeps_its_votes(
    laptop: Page, meeting: Meeting, ben: Person
) -> None:
    group, other = ids(2)
    for key, title, text in ((group, "Grönt", TREES), (other, "Möbler", BENCHES)):
        ideas = [ben.capture(text)]
        meeting.lead("cluster.create", cluster=key, title=title, column=meeting.columns[0], ideas=ideas)
    meeting.setting("vote", target="clusters")
    meeting.go_to("vote")
    ben.do("vote.set", target=group, points=2)
    meeting.go_to("group")
    laptop.goto(f"/board/{meeting.id}/")
    heading = laptop.get_by_role("heading", name="Grönt", exact=True)
    laptop.get_by_role("button", name="Mer om Grönt").click()
    laptop.get_by_role("menuitem", name="Ta bort gruppen").click()
    expect(heading).to_have_count(0)
    arrives(lambda: points_of(meeting, "clusters"), {other: 0})
    laptop.get_by_role("button", name="Ångra").first.click()
    expect(heading).to_be_visible()
    arrives(lambda: points_of(meeting, "clusters"), {group: 2, other: 0})
    arrives(lambda: {one["cluster"] for one in meeting.state()["ideas"]}, {group, other})


def test_a_merge_that_is_undone_leaves_what_was_merged_before(laptop: Page, meeting: Meeting, ben: Person) -> None:
    trees, benches, water = (ben.capture(text) for text in (TREES, BENCHES, "Vatten att dricka"))
    group = ids(1)[0]
    meeting.lead("cluster.create", cluster=group, title="Grönt", column=meeting.columns[0], ideas=[trees])
    meeting.go_to("vote")
    ben.do("vote.set", target=trees, points=1)
    ben.do("vote.set", target=benches, points=1)
    meeting.lead("idea.merge", idea=benches, into=trees)
    meeting.go_to("group")
    before = stands(meeting)
    assert before == {trees: (group, [benches], 2), water: (None, [], 0)}
    laptop.goto(f"/board/{meeting.id}/")
    laptop.get_by_role("button", name="Mer om Idé 1").first.click()
    laptop.get_by_role("menuitem", name="Slå ihop med …").click()
    laptop.get_by_role("dialog").get_by_role("combobox").fill("Vatten")
    laptop.keyboard.press("Enter")
    expect(laptop.locator("[data-stop^='idea:']")).to_have_count(1)
    arrives(lambda: stands(meeting), {water: (None, [trees, benches], 2)})
    laptop.keyboard.press("u")
    expect(laptop.locator("[data-stop^='idea:']")).to_have_count(2)
    # Several commands, each sent when the one before it was answered.
    arrives(lambda: stands(meeting), before)


def stands(meeting: Meeting) -> dict[str, tuple[str | None, list[str], int]]:
    """The group of each idea, what is merged into it, and its votes."""
    return {one["id"]: (one["cluster"], one["merged_ids"], one["points"]) for one in meeting.state()["ideas"]}
