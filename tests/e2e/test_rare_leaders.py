"""What leaders and organizers seldom see is for everybody too: no way in, a lost link, what two did at once, a rehearsal."""

import functools
import json
import re
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from tests.e2e.accessible import Looker
from tests.e2e.conftest import LAPTOP, SCREEN, context
from tests.e2e.leading import Meeting, arrives, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
API = "**/api/workshops/**"
LIVE = re.compile(r"/ws/workshops/")
NOT_SIGNED_IN, AWAY = 4401, 4412
NOBODYS_CODE = "000001"
BOARD = "**/board/*/"


@pytest.fixture
def page(browser: Browser, running: Running, laptop: Page) -> Iterator[Page]:
    """The same organizer's in another window, whose network and cookies are its own."""
    made = context(browser, running, LAPTOP, storage_state=laptop.context.storage_state(), reduced_motion="reduce")
    yield made.new_page()
    made.close()


def assert_for_everybody(page: Page, name: str) -> None:
    look = Looker(page)
    look(name, zoomed=True)
    look.assert_nothing()


def nothing(_route: Any) -> None:
    """Neither an answer nor an end."""


def test_a_board_that_is_on_its_way(page: Page, meeting: Meeting) -> None:
    page.route(API, nothing)
    page.route_web_socket(LIVE, nothing)
    page.goto(f"/board/{meeting.id}/")
    expect(page.locator(".sk").first).to_be_visible()
    assert_for_everybody(page, "the board is fetched")


def test_a_board_whose_leader_is_signed_out_while_it_opens(page: Page, meeting: Meeting) -> None:
    def sign_out_behind(route: Route) -> None:
        answer = route.fetch()
        page.context.clear_cookies()
        route.fulfill(response=answer)

    page.route(BOARD, sign_out_behind)
    page.goto(f"/board/{meeting.id}/")
    expect(page.get_by_role("heading", name="Du är utloggad.")).to_be_visible()
    assert_for_everybody(page, "signed out")


def test_a_board_of_a_meeting_that_is_gone(page: Page, meeting: Meeting) -> None:
    def another(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(f'"{meeting.code}"', f'"{NOBODYS_CODE}"'))

    page.route(BOARD, another)
    page.goto(f"/board/{meeting.id}/")
    expect(page.get_by_role("heading", name="Tavlan går inte att visa")).to_be_visible()
    assert_for_everybody(page, "no board")


def test_a_board_whose_leader_is_signed_out_in_the_middle(page: Page, meeting: Meeting) -> None:
    sockets = []
    page.route_web_socket(LIVE, lambda socket: sockets.append(socket) or socket.connect_to_server())  # type: ignore[func-returns-value]
    meeting.go_to("collect")
    page.goto(f"/board/{meeting.id}/")
    expect(page.get_by_role("heading", name="Idéer", level=1)).to_be_visible()
    page.wait_for_function("() => document.querySelector('.people')?.innerText.includes('Alla')")
    page.context.clear_cookies()
    for socket in sockets:
        socket.close(code=NOT_SIGNED_IN)
    expect(page.get_by_role("link", name="Logga in")).to_be_visible()
    assert_for_everybody(page, "signed out in the middle")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(
            {"type": "error", "code": "unavailable", "detail": ""},
            "Mötet kan inte spara just nu.",
            id="can save nothing",
        ),
        pytest.param(None, "Mötet dröjer med att svara.", id="does not answer"),
    ],
)
def test_a_board_whose_server(answer: dict[str, str] | None, said: str, page: Page, meeting: Meeting) -> None:
    """As while its database is away, or held: what comes to it is answered so and the link ends, or not at all."""
    is_well = Event()

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def heard(message: str | bytes) -> None:
            if is_well.is_set() or '"push"' not in str(message):
                return server.send(message)
            if answer:
                socket.send(json.dumps(answer))
                socket.close(code=AWAY)
            return None

        socket.on_message(heard)

    page.route_web_socket(LIVE, between)
    page.route(f"{API}/commands/**", lambda route: route.fulfill(status=503, json=answer))
    meeting.go_to("collect")
    page.goto(f"/board/{meeting.id}/")
    page.get_by_role("navigation", name="Mötets steg").get_by_role("button", name="Till Gruppera").click()
    told = page.locator(".bar").filter(has_text=said)
    expect(told).to_contain_text(
        "Det du ändrar sparas här och skickas av sig självt. 1 ändring väntar.", timeout=20_000
    )
    assert_for_everybody(page, f"the server: {said}")
    is_well.set()
    page.unroute(f"{API}/commands/**")
    expect(told).to_have_count(0, timeout=20_000)
    arrives(lambda: meeting.state()["workshop"]["activity"], meeting.steps["group"])


def test_going_back_over_a_vote_is_asked_about(page: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ben, group = meeting.join("Ben"), ids(1)[0]
    idea = ben.capture("Träd i varje park")
    meeting.lead("cluster.create", cluster=group, title="Grönt", column=meeting.columns[0], ideas=[idea])
    meeting.go_to("vote")
    ben.do("vote.set", target=group, points=1)
    meeting.go_to("discuss")
    page.goto(f"/board/{meeting.id}/")
    look = Looker(page)
    for step in ("Gruppera", "Rösta"):
        page.get_by_role("navigation", name="Mötets steg").get_by_role("button", name=re.compile(step)).click()
        expect(page.get_by_role("dialog", name=f"Tillbaka till {step}?")).to_be_visible()
        look(f"back to {step}", zoomed=True)
        page.get_by_role("button", name="Stanna här").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    look.assert_nothing()


def test_a_screen_that_is_on_its_way(browser: Browser, running: Running, meeting: Meeting) -> None:
    url = meeting.http.post(f"/api/workshops/{meeting.code}/projector-links/").json()["url"]
    made = context(browser, running, SCREEN)
    wall = made.new_page()
    wall.route("**/projector/*/meeting/", nothing)
    wall.goto(url)
    expect(wall.get_by_role("heading", name="Hämtar mötet")).to_be_visible()
    look = Looker(wall)
    look("the screen is fetched", reflow=False)
    look.assert_nothing()
    made.close()


def test_somebody_who_has_no_arena_yet(page: Page) -> None:
    page.route(
        "**/api/arenas/", lambda route: route.fulfill(json=[]) if route.request.method == "GET" else route.continue_()
    )
    page.goto("/meetings/")
    expect(page.get_by_role("heading", name="Välkommen")).to_be_visible()
    look = Looker(page)
    look("no arena", zoomed=True)
    page.get_by_role("button", name="Skapa arenan").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look("an arena without a name", zoomed=True)
    look.assert_nothing()


def test_organizers_pages_that_cannot_be_shown(page: Page) -> None:
    look = Looker(page)
    page.goto(f"/meetings/{ids(1)[0]}/")
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    look("no such meeting", zoomed=True)
    page.route("**/api/arenas/", lambda route: route.fulfill(status=503, json={"code": "unavailable", "detail": ""}))
    page.goto("/meetings/")
    expect(page.get_by_role("heading", name="Sidan går inte att visa")).to_be_visible()
    look("no answer", zoomed=True)
    look.assert_nothing()


def test_two_who_change_the_same_meeting_and_what_cannot_be_taken(page: Page, meeting: Meeting) -> None:
    look = Looker(page)
    page.goto(f"/meetings/{meeting.id}/")
    title = page.get_by_label("Mötets namn")
    expect(title).to_be_visible()
    meeting.change(title="Cyklar till alla som bor här")
    title.fill("Bussar till alla")
    expect(page.get_by_text("Någon annan ändrade samma sak")).to_be_visible()
    look("a conflict", zoomed=True)
    page.get_by_role("button", name="Behåll det jag skrev").click()
    expect(page.get_by_text("Någon annan ändrade samma sak")).to_have_count(0)
    title.fill("Cyklar \u202e till alla")
    expect(page.get_by_text("Det här är inte sparat.")).to_be_visible()
    look("what cannot be taken", zoomed=True)
    title.fill("")
    page.get_by_role("link", name="Stegen").click()
    page.get_by_role("button", name="Lägg till steg").click()
    look("the kinds of steps", zoomed=True)
    page.keyboard.press("Escape")
    for step in ("Idéer", "Rösta", "Samtala", "Åtgärder"):
        page.get_by_role("button", name=f"Inställningar för {step}").click()
        look(f"the settings of {step}", modes=False)
    look.assert_nothing()


def test_the_set_up_of_a_closed_meeting(page: Page, meeting: Meeting) -> None:
    meeting.go_to("collect")
    meeting.lead("workshop.close")
    page.goto(f"/meetings/{meeting.id}/")
    expect(page.get_by_text("Mötet är avslutat. Frågorna och stegen går inte att ändra längre.")).to_be_visible()
    assert_for_everybody(page, "a closed set-up")


def rehearsal(meeting: Meeting, state: str, **more: Any) -> dict[str, Any]:
    return {
        "id": ids(1)[0], "workshop": meeting.id, "title": "", "phones": 300, "state": state, "problem": "", "figures": None,
        "progress": {"joined": 120, "ideas": 64, "seconds": 9},
        "created_at": "2026-11-20T09:00:00Z", "ended_at": "2026-11-20T09:01:00Z",
    } | more  # fmt: skip


def figures(colour: str, arrived: int, seconds: float) -> dict[str, Any]:
    return {
        "joined": 300, "ideas_sent": 600, "ideas_arrived": arrived, "screen_p95_s": seconds, "screen_worst_s": 2 * seconds,
        "ack_p95_s": seconds, "votes": 900, "votes_agree": arrived == 600, "seconds": 48.0, "colour": colour,
        "stages": [{"phones": 150, "ack_p95_s": seconds, "screen_p95_s": seconds}], "comfortable": 150, "busy": 0.97,
    }  # fmt: skip


def answer(told: dict[str, Any], route: Route) -> None:
    route.fulfill(json=[told])


def test_a_rehearsal_and_what_came_out_of_it(page: Page, meeting: Meeting) -> None:
    """What the service would tell; that it does is shown by the tests of rehearsals."""
    states = {
        "waiting": rehearsal(meeting, "due"),
        "running": rehearsal(meeting, "running"),
        "green": rehearsal(meeting, "done", figures=figures("green", 600, 0.4)),
        "yellow": rehearsal(meeting, "done", figures=figures("yellow", 600, 3.2)),
        "red": rehearsal(meeting, "done", figures=figures("red", 590, 9.6)),
        "unsure": rehearsal(meeting, "done", figures=figures("unsure", 600, 9.6)),
        "stopped": rehearsal(meeting, "stopped", problem="people_came"),
        "blind": rehearsal(meeting, "stopped", problem="unknown"),
    }
    look = Looker(page)
    for name, told in states.items():
        page.unroute("**/rehearsals/")
        page.route("**/rehearsals/", functools.partial(answer, told))
        page.goto(f"/meetings/{meeting.id}/?part=data")
        shown = page.get_by_role("region", name=re.compile("^Öva med"))
        expect(shown.get_by_role("button", name=re.compile("Avbryt övningen|Öva igen"))).to_be_visible()
        look(f"a rehearsal, {name}", zoomed=True, modes=name == "running")
    look.assert_nothing()
