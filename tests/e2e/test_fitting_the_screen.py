"""What the screen in the room shows fits on it, however long the texts are: nothing lies on anything else."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.e2e.conftest import SCREEN, context
from tests.e2e.leading import Meeting, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

QUESTION = "Vad skulle göra att fler unga och äldre vill vara med och bestämma i sin egen stadsdel?"
LONG = (
    "Ge stadsdelarna en egen budget som de boende själva röstar om varje år, så att den som bor på en plats också får "
    "vara med och bestämma om den.",
    "Låt skolorna lämna sina lokaler öppna på kvällen så att föreningar, grannar och nyanlända kan träffas utan att "
    "betala hyra för ett helt år.",
    "Flytta medborgarkontoret till torget varannan lördag så att de som arbetar på dagen hinner ställa sina frågor "
    "och får ett svar på plats.",
)
PROPOSALS = (
    "Håll skolornas gymnastiksalar öppna för föreningar på kvällarna",
    "Ge varje stadsdel en egen budget som de boende röstar om",
    "Flytta ut medborgarkontoret till torget varannan lördag",
    "Bygg om den gamla brandstationen till allas hus och verkstad",
    "Låt bussen gå en sista tur sent på kvällen också i veckorna",
)
SHORT = ("Ungdomsråd med egen budget", "Bastu", "Solceller")
# Of 80 letters: a group's name may be longer, and is cut then.
VERY_LONG = (
    "Låt skolornas gymnastiksalar stå öppna för föreningarna och grannarna på kvällen",
    "Ge varje stadsdel en egen budget som alla de boende själva röstar om varje höst",
    "Flytta ut medborgarkontoret till torget och biblioteket varannan lördag till jul",
    "Bygg om den gamla brandstationen till ett hus för alla med kök och verkstad inuti",
    "Låt bussen gå en allra sista tur sent på kvällen också i veckorna mellan byarna",
)
COMPOUNDS = (
    "Medborgarkontorsöppettider på lördagar",
    "Spårvagnshållplatser vid torget",
    "Förskoleplatsgaranti",
    "Kollektivtrafikanslutningar",
    "Bastu",
)
# How tall the text is against the picture's width, where each item ends, and which texts are cut.
MEASURE = """(list) => ({
  size: parseFloat(getComputedStyle(list).fontSize) / innerWidth * 100,
  top: document.querySelector("main header").getBoundingClientRect().bottom,
  items: [...list.children].filter((one) => !one.hidden).map((one) => one.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
  bottom: document.querySelector("main .ft").getBoundingClientRect().top,
  cut: [...list.querySelectorAll("p, .title")]
    .filter((one) => one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2)
    .map((one) => one.textContent),
})"""

# Words that go on in the next line.
DIVIDED = """(list) => [...list.querySelectorAll(".title")].flatMap(({ firstChild: text }) =>
  [...text.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + word.length);
    return range.getClientRects().length > 1;
  }).map(({ 0: word }) => word),
)"""

Show = Callable[[Meeting, int, int], Page]


@pytest.fixture
def show(browser: Browser, running: Running) -> Iterator[Show]:
    """The meeting's screen, that large."""
    opened = []

    def shown(meeting: Meeting, width: int, height: int) -> Page:
        url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
        size = {"width": width, "height": height}
        opened.append(context(browser, running, SCREEN | {"viewport": size}, reduced_motion="reduce"))
        page = opened[-1].new_page()
        page.goto(url)
        return page

    yield shown
    for one in opened:
        one.close()


def rated(meeting: Meeting, texts: tuple[str, ...], *, groups: bool = False, name: str = "") -> None:
    """All alike, by five, and the room sees how; `groups` of these names rather than ideas."""
    meeting.setting("vote", model="scale", target="clusters" if groups else "ideas")
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    people = [meeting.join(name) for _ in range(5)]
    targets = [people[0].capture(text) for text in texts]
    if groups:
        targets = [grouped(meeting, idea, text) for idea, text in zip(targets, texts, strict=True)]
    meeting.go_to("vote")
    for person in people:
        for target in targets:
            person.do("vote.set", target=target, points=4, effort=2)
    meeting.lead("totals.show")


def grouped(meeting: Meeting, idea: str, title: str) -> str:
    cluster = ids(1)[0]
    meeting.lead("cluster.create", cluster=cluster, title=title, ideas=[idea])
    return cluster


def measured(page: Page, *, of: str = "main ol") -> dict[str, Any]:
    """Once its letters are there."""
    expect(page.locator(of)).to_be_visible()
    page.evaluate("document.fonts.ready")
    return dict(page.locator(of).evaluate(MEASURE))


def assert_apart(found: dict[str, Any]) -> None:
    edges = [found["top"], *(edge for item in found["items"] for edge in item), found["bottom"]]
    assert edges == sorted(edges), found


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_long_ideas_stand_whole_between_the_question_and_what_is_below(
    show: Show, meeting: Meeting, width: int, height: int
) -> None:
    meeting.setting("collect", prompt=QUESTION, show_others_after_s=0)
    meeting.go_to("collect")
    ben = meeting.join()
    for text in LONG:
        ben.capture(text)
    page = show(meeting, width, height)
    expect(page.get_by_text(LONG[-1])).to_be_visible()
    found = measured(page)
    assert_apart(found)
    assert len(found["items"]) >= 2
    assert not found["cut"]
    assert found["size"] >= 1.94


def test_short_ideas_are_set_large_all_three(show: Show, meeting: Meeting) -> None:
    meeting.setting("collect", prompt="", show_others_after_s=0)
    meeting.go_to("collect")
    ben = meeting.join()
    for text in SHORT:
        ben.capture(text)
    page = show(meeting, 1920, 1080)
    for text in SHORT:
        expect(page.get_by_text(text)).to_be_visible()
    found = measured(page)
    assert_apart(found)
    assert round(found["size"], 1) == 2.8


def test_an_idea_of_the_longest_kind_is_cut_rather_than_shown_over_the_others(show: Show, meeting: Meeting) -> None:
    meeting.setting("collect", prompt=QUESTION, show_others_after_s=0)
    meeting.go_to("collect")
    ben = meeting.join()
    for text in LONG[:2]:
        ben.capture(f"{text} {LONG[2]}"[:280])
    page = show(meeting, 1920, 1080)
    expect(page.get_by_text(LONG[1])).to_be_visible()
    found = measured(page)
    assert_apart(found)
    assert len(found["items"]) == 2


@pytest.mark.parametrize("model", ["points", "thumb", "agree"])
def test_a_result_of_ideas_tells_each_whole_with_who_wrote_it(show: Show, meeting: Meeting, model: str) -> None:
    meeting.setting("vote", model=model, target="ideas")
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    people = [meeting.join("Birgitta på biblioteket") for _ in range(5)]
    ideas = [people[0].capture(text) for text in PROPOSALS]
    meeting.go_to("vote")
    for person in people:
        for idea in ideas:
            person.do("vote.set", target=idea, points=1)
    meeting.lead("totals.show")
    page = show(meeting, 1920, 1080)
    told = PROPOSALS[:4] if model == "agree" else PROPOSALS
    expect(page.locator("main .title")).to_have_count(len(told))
    found = measured(page, of="main .pag" if model == "agree" else "main ol")
    assert_apart(found)
    assert not found["cut"]
    assert found["size"] >= 1.94


def test_proposals_that_are_rated_alike_stand_beside_each_other_on_the_map(
    show: Show, laptop: Page, meeting: Meeting
) -> None:
    rated(meeting, PROPOSALS)
    wall = show(meeting, 1920, 1080)
    laptop.goto(f"/board/{meeting.id}/")
    for page in (wall, laptop):
        expect(page.locator(".map .mark")).to_have_count(len(PROPOSALS))
        page.evaluate("document.fonts.ready")
        dots = [one.bounding_box() for one in page.locator(".map .mark.dot, .map .mark .dot").all()]
        assert not [(a, b) for n, a in enumerate(dots) for b in dots[n + 1 :] if a and b and covers(a, b)]


@pytest.mark.parametrize(
    "texts", [COMPOUNDS, PROPOSALS, VERY_LONG], ids=["long words", "long names", "very long names"]
)
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1280, 720)])
def test_names_beside_the_map_are_whole(
    show: Show, meeting: Meeting, texts: tuple[str, ...], width: int, height: int
) -> None:
    rated(meeting, texts, groups=texts is VERY_LONG, name="Birgitta på biblioteket")
    page = show(meeting, width, height)
    expect(page.locator("main .title")).to_have_count(len(texts))
    found = measured(page)
    assert_apart(found)
    assert not found["cut"]
    assert page.locator("main ol").evaluate(DIVIDED) == []


def covers(a: FloatRect, b: FloatRect) -> bool:
    beside = a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1
    under = a["y"] + a["height"] <= b["y"] + 1 or b["y"] + b["height"] <= a["y"] + 1
    return not (beside or under)
