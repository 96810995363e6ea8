"""The board and the screen in the room, in each step and with all that opens on top: for every eye, at 200 %, in both languages."""

import functools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import PHONE, SCREEN, context
from tests.e2e.leading import Meeting, arrives, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
FIVE = 5
TREES, BENCHES = "Träd i varje park", "Bänkar som går att sitta på"


@pytest.fixture
def wall(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
    made = context(browser, running, SCREEN)
    page = made.new_page()
    page.goto(url)
    yield page
    made.close()


# What begins to move, or is still moving, once the page has come to rest.
MOVES_ON = """async () => {
  const moves = [];
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  await wait(1000);
  const tell = ({ target, type }) => moves.push(`${type}: ${target.outerHTML.slice(0, 120)}`);
  for (const type of ["transitionrun", "animationstart"]) document.addEventListener(type, tell);
  await wait(2500);
  return [...moves, ...document.getAnimations().map(({ effect }) => effect.target.outerHTML.slice(0, 120))];
}"""


class Room:
    """The board and the screen beside each other; both are looked at after each step."""

    def __init__(self, board: Page, wall: Page) -> None:
        self.board, self.wall = Looker(board), Looker(wall)

    def __call__(self, name: str, text: str) -> None:
        """Once both show `text`."""
        for page in (self.board.page, self.wall.page):
            expect(page.get_by_text(text).first).to_be_visible()
        self.board(f"board, {name}", zoomed=True)
        self.wall(f"screen, {name}", reflow=False)

    def assert_nothing(self) -> None:
        self.board.found += self.wall.found
        self.board.assert_nothing()


def test_the_board_and_the_screen_in_each_step(wall: Page, laptop: Page, meeting: Meeting) -> None:
    meeting.setting("collect", review=True, show_others_after_s=0)
    expect(wall.get_by_role("img", name="QR-kod")).to_be_visible()
    laptop.goto(f"/board/{meeting.id}/")
    room = Room(laptop, wall)
    room("people come in", f"{meeting.code[:3]}\u00a0{meeting.code[3:]}")
    meeting.go_to("collect")
    room("nothing written", meeting.state()["activities"][1]["settings"]["prompt"] or "Idéer")
    ben = meeting.join("Ben")
    ideas = [ben.capture(text, n % 2) for n, text in enumerate((TREES, BENCHES, "Ring 070-123 45 67"))]
    meeting.lead("idea.show", ideas=ideas[:2])
    room("ideas, one in review", BENCHES)
    meeting.lead("cluster.create", cluster=ids(1)[0], title="Grönt", column=meeting.columns[0], ideas=ideas[:1])
    meeting.go_to("group")
    room("groups", "Grönt")
    meeting.go_to("discuss")
    ben.do("hand.raise")
    meeting.lead("spotlight.set", idea=ideas[1])
    room("the talk", BENCHES)
    meeting.lead("spotlight.set", idea=None)
    meeting.go_to("commit")
    meeting.lead("action.create", action=ids(1)[0], title="Räkna på taken", owner_name="Rut", ideas=[])
    laptop.get_by_role("tab", name="Åtgärder").click()
    room("actions", "Räkna på taken")
    meeting.go_to("close")
    meeting.lead("workshop.close")
    expect(wall.get_by_text("Tack för att ni var med")).to_be_visible()
    expect(laptop.get_by_text("Mötet är avslutat").first).to_be_visible()
    room.board("board, closed", zoomed=True)
    room.wall("screen, closed", reflow=False)
    room.assert_nothing()


def test_nothing_moves_on_while_nothing_happens(
    browser: Browser, running: Running, wall: Page, laptop: Page, meeting: Meeting
) -> None:
    """A line that glides with the time would keep each phone drawing, sixty times a second, for as long as the step is."""
    meeting.go_to("collect")
    phone = meeting.join("Ben").enter(context(browser, running, PHONE))
    laptop.goto(f"/board/{meeting.id}/")
    for page in (phone, laptop, wall):
        expect(page.get_by_role("progressbar", name="Tid kvar")).to_be_attached()
        # On a slow machine it comes to rest later.
        arrives(functools.partial(page.evaluate, "document.getAnimations().length"), 0)
        assert page.evaluate(MOVES_ON) == []
    phone.context.close()


def test_a_screen_does_not_say_that_nobody_has_joined_when_phones_are_only_locked(wall: Page, meeting: Meeting) -> None:
    meeting.join("Ben")
    meeting.go_to("collect")
    expect(wall.get_by_text("Den som går med får frågan i telefonen.")).to_be_visible()
    expect(wall.get_by_text("Ingen har gått med")).to_have_count(0)


def test_all_that_opens_on_top_of_the_board(laptop: Page, meeting: Meeting) -> None:
    meeting.setting("collect", review=True, show_others_after_s=0, comments=True, tables=4)
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    ideas = [ben.capture(text, 0) for text in (TREES, BENCHES, "Ring 070-123 45 67", "Vatten")]
    meeting.lead("idea.show", ideas=ideas[:2])
    for group, idea in zip(("Grönt", "Platser"), ideas, strict=False):
        meeting.lead("cluster.create", cluster=ids(1)[0], title=group, column=meeting.columns[0], ideas=[idea])
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text(TREES).first).to_be_visible()
    look = Looker(laptop)

    def opened(name: str, *keys: str) -> None:
        laptop.evaluate("document.activeElement?.blur()")
        for key in keys:
            laptop.keyboard.press(key)
        expect(laptop.get_by_role("dialog").first).to_be_visible()
        look(name, zoomed=True)
        laptop.keyboard.press("Escape")
        expect(laptop.get_by_role("dialog")).to_have_count(0)

    def chosen(menu: str, item: str) -> None:
        laptop.get_by_role("button", name=menu).first.click()
        laptop.get_by_role("menuitem", name=item).click()

    opened("all commands", "?")
    opened("the QR code", "q")
    opened("search", "/")
    opened("the quick entry", "i")
    opened("putting in a group", "j", "j", "g")
    opened("hiding an idea", "d")
    chosen("Mer om Idé 1", "Slå ihop med …")
    opened("merging two ideas")
    chosen("Mer om Grönt", "Byt namn")
    opened("another name for a group")
    chosen("Mer om Grönt", "Slå ihop med en annan grupp")
    opened("merging two groups")
    chosen("Mer om mötet", "Avsluta mötet")
    opened("ending the meeting")
    laptop.get_by_role("button", name="Mer om mötet").click()
    look("the menu", reflow=False)
    laptop.get_by_role("menuitem", name="Så går steget till").click()
    look("the step's settings", zoomed=True)
    laptop.get_by_role("button", name="Mer om mötet").click()
    laptop.get_by_role("menuitem", name="Deltagare", exact=True).click()
    expect(laptop.get_by_text("har gått med").first).to_be_visible()
    look("people", zoomed=True)
    look.assert_nothing()


def test_a_key_that_follows_the_close_of_a_dialog_at_once_opens_the_next(laptop: Page, meeting: Meeting) -> None:
    """The browser tells of the close a moment later."""
    meeting.go_to("collect")
    meeting.join("Ben").capture(TREES, 0)
    laptop.goto(f"/board/{meeting.id}/")
    expect(laptop.get_by_text(TREES).first).to_be_visible()
    for key in ("j", "g"):
        laptop.keyboard.press(key)
    expect(laptop.get_by_role("dialog")).to_be_visible()
    laptop.evaluate("""() => {
      document.querySelector("dialog[open]").close();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "d", code: "KeyD", bubbles: true }));
    }""")
    laptop.wait_for_timeout(300)
    expect(laptop.get_by_role("dialog", name="Dölj idé")).to_be_visible()


def test_what_the_board_and_the_screen_tell_about_the_time_and_the_network(
    wall: Page, laptop: Page, meeting: Meeting
) -> None:
    meeting.go_to("collect")
    meeting.join("Ben").capture(TREES)
    laptop.goto(f"/board/{meeting.id}/")
    look, screen = Looker(laptop), Looker(wall)
    laptop.get_by_role("button", name="Pausa tiden").click()
    expect(laptop.get_by_text("Tiden står still.")).to_be_visible()
    meeting.lead("workshop.lock")
    expect(laptop.get_by_text("Mötet är låst.")).to_be_visible()
    look("paused and locked", zoomed=True)
    laptop.get_by_role("button", name="Stäng för nya idéer").click()
    expect(laptop.get_by_text("Inga fler idéer tas emot").first).to_be_visible()
    look("overtime", zoomed=True)
    screen("screen, overtime", reflow=False)
    wall.context.set_offline(True)
    laptop.context.set_offline(True)
    expect(laptop.get_by_text("Ingen anslutning", exact=False).first).to_be_visible(timeout=40_000)
    look("without a network", zoomed=True)
    laptop.context.set_offline(False)
    expect(wall.get_by_text("Bilden är den senaste.")).to_be_visible(timeout=40_000)
    screen("screen, without a network", reflow=False)
    look.assert_nothing()
    screen.assert_nothing()


@pytest.mark.parametrize("model", ["points", "thumb", "agree", "scale"])
def test_each_way_of_voting_and_its_result(
    browser: Browser, running: Running, laptop: Page, wall: Page, meeting: Meeting, model: str
) -> None:
    meeting.setting("vote", model=model)
    meeting.go_to("collect")
    ben, groups = meeting.join("Ben"), ids(2)
    for group, text in zip(groups, (TREES, BENCHES), strict=True):
        meeting.lead("cluster.create", cluster=group, title=text, column=meeting.columns[0], ideas=[ben.capture(text)])
    meeting.go_to("vote")
    phone = ben.enter(context(browser, running, PHONE))
    laptop.goto(f"/board/{meeting.id}/")
    small, room = Looker(phone), Room(laptop, wall)
    expect(phone.get_by_text(TREES).or_(phone.get_by_text(BENCHES)).first).to_be_visible(timeout=15_000)
    small(f"{model}: nothing answered")
    answer = {"points": 4, "effort": 2} if model == "scale" else {"points": 1}
    for person in [ben, *(meeting.join() for _ in range(FIVE))]:
        for group in groups:
            person.do("vote.set", target=group, **answer)
    small(f"{model}: answered")
    ben.do("vote.done", done=True)
    expect(wall.locator(".bign")).to_have_text("6")
    room.board(f"{model}: board, the vote", zoomed=True)
    room.wall(f"{model}: screen, the vote", reflow=False)
    meeting.lead("totals.show")
    room(f"{model}, the result", TREES)
    given = laptop.get_by_text("12 röster" if model == "points" else "12 svar")
    expect(given).to_have_text(re.compile(" från 6 personer$"))
    if model == "points":
        # From how many the votes on one area are, nobody knows.
        laptop.get_by_role("group", name="Filtrera").get_by_role("button").nth(1).click()
        expect(given).to_have_text("12 röster")
    small(f"{model}: the result")
    phone.context.close()
    small.assert_nothing()
    room.assert_nothing()
