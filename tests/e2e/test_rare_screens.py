"""Screens that few people ever see are for everybody too: a strange network, no memory, late texts, and the developer's pages."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from ideahub.core.clock import now
from tests.e2e.accessible import Looker, assert_reflows
from tests.e2e.conftest import LAPTOP, PHONE, context
from tests.e2e.leading import Meeting, Person, open_meeting
from tests.e2e.running import Running, signed_in, without_mail_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

API = "**/api/workshops/**"
LIVE = re.compile(r"/ws/workshops/")
SIGN_IN_PAGE = "<!doctype html><title>Gästnät</title><h1>Logga in på gästnätet</h1>"
# Time to write something before the step ends.
SOON_S = 9
PATIENCE_MS = 20_000
# What the phone says above each.
STEPS = {
    "collect": "Skriv dina idéer",
    "gather": "Du är med. Fundera så länge.",
    "group": "Nu förs idéerna ihop",
    "vote": "Vad ska vi gå vidare med?",
    "discuss": "Titta på skärmen.",
    "commit": "Vem gör vad?",
    "close": "Tack för att du var med.",
}
# Fetched after all the others, one at a time.
LAST_FILE = "() => performance.getEntriesByType('resource').some(({ name }) => /\\/shell-[^/]*\\.js$/.test(name))"
NO_STORE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"


@pytest.fixture(scope="module")
def laptop(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, LAPTOP, reduced_motion="reduce")
    made.add_cookies(signed_in(running))
    yield made.new_page()
    made.close()


@pytest.fixture
def meeting(laptop: Page, running: Running) -> Iterator[Meeting]:
    made = open_meeting(running, laptop.context.cookies())
    made.setting("collect", grace_s=0)
    made.go_to("collect")
    yield made
    made.close()


class Network:
    """What is between a phone and the service. `is_down`: every socket is closed at once; calls are answered by `answer`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_down = False
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(LIVE, self._opened)

    def breaks(self, answer: Any) -> None:
        self.is_down = True
        self.page.route(API, answer)
        for socket in self.sockets:
            socket.close()

    def _opened(self, socket: WebSocketRoute) -> None:
        if self.is_down:
            socket.close()
        else:
            socket.connect_to_server()
            self.sockets.append(socket)


def sign_in_page(route: Route) -> None:
    route.fulfill(body=SIGN_IN_PAGE, content_type="text/html")


def nothing(route: Route) -> None:
    """Neither an answer nor an end."""


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """A phone's, that keeps no copy of the app between itself and the network."""
    made = context(browser, running, PHONE, reduced_motion="reduce", service_workers="block")
    yield made.new_page()
    made.close()


def arrive(page: Page, person: Person) -> None:
    """At the meeting's address, as somebody who has joined it."""
    jar = [(one.name, one.value or "") for one in person.http.cookies.jar]
    url = str(person.http.base_url)
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in jar])
    page.add_init_script(f"localStorage.setItem('joined', '{person.meeting.code}')")
    page.goto(f"/j/{person.meeting.code}")


def enter(page: Page, person: Person) -> None:
    arrive(page, person)
    expect(page.locator("#idea")).to_be_visible()
    # All screens that come later are here too, in both languages, before anything happens to the network.
    page.wait_for_function(LAST_FILE)


def ends_soon(page: Page, meeting: Meeting) -> None:
    """As the page knows too."""
    meeting.lead("timer.set", ends_at=(now() + timedelta(seconds=SOON_S)).isoformat())
    expect(page.get_by_role("timer")).to_contain_text(re.compile(r"0:0\d"))


def write(page: Page, text: str) -> None:
    page.locator("#idea").fill(text)
    page.get_by_role("button", name="Skicka idén").click()
    expect(page.get_by_role("main").get_by_text(text)).to_be_visible()


def lip(page: Page) -> Any:
    return page.get_by_role("region", name="Nätet")


def assert_looks_right(page: Page, name: str) -> None:
    look = Looker(page)
    look(name, zoomed=True)
    look.assert_nothing()


def test_a_network_that_wants_a_sign_in(page: Page, meeting: Meeting) -> None:
    network = Network(page)
    enter(page, meeting.join("Ben"))
    network.breaks(sign_in_page)
    write(page, "Skriven bakom en inloggning")
    expect(lip(page)).to_contain_text("Nätet kräver inloggning. 1 idé väntar.")
    expect(lip(page).get_by_role("link", name="Öppna")).to_be_in_viewport()
    assert_looks_right(page, "a network that wants a sign-in")


def test_a_network_that_wants_a_sign_in_at_the_door(page: Page, meeting: Meeting) -> None:
    page.route(API, sign_in_page)
    page.goto("/j/")
    code = page.get_by_label("Möteskod, sex siffror")
    code.fill(meeting.code)
    expect(page.get_by_role("alert")).to_contain_text("Nätet kräver inloggning. Logga in, eller slå av wifi")
    expect(code).to_have_value(f"{meeting.code[:3]} {meeting.code[3:]}")
    assert_looks_right(page, "a network that wants a sign-in, at the door")


def test_a_service_that_does_not_answer(page: Page, meeting: Meeting) -> None:
    """The phone has a network and says so; that a sign-in page may be in the way cannot be seen from here."""
    network = Network(page)
    enter(page, meeting.join("Ben"))
    network.breaks(lambda route: route.abort())
    write(page, "Skriven medan ingen svarar")
    expect(lip(page)).to_contain_text("Vi når inte mötet. 1 idé väntar. Skriv vidare.")
    expect(lip(page)).to_contain_text("Kräver wifi inloggning? Logga in i telefonens wifi-inställningar")
    expect(lip(page).get_by_role("link")).to_have_count(0)
    expect(page.get_by_text("Väntar på kontakt")).to_be_visible()
    expect(page.get_by_text("utan nät")).to_have_count(0)
    assert_looks_right(page, "a service that does not answer")
    page.context.set_offline(True)
    expect(lip(page)).to_contain_text("Du är utan nät. 1 idé väntar.")
    page.context.set_offline(False)
    expect(lip(page)).to_contain_text("Vi når inte mötet. 1 idé väntar.", timeout=PATIENCE_MS)


def test_a_network_that_does_not_answer(page: Page, meeting: Meeting) -> None:
    network = Network(page)
    enter(page, meeting.join("Ben"))
    network.breaks(nothing)
    expect(lip(page)).to_contain_text("Ansluter igen …")
    assert_looks_right(page, "connecting again")


def test_a_meeting_that_is_on_its_way(page: Page, meeting: Meeting) -> None:
    page.route(API, nothing)
    page.route_web_socket(LIVE, nothing)
    arrive(page, meeting.join("Ben"))
    expect(page.locator(".sk").first).to_be_visible()
    expect(page.get_by_role("heading", name="Hämtar mötet")).to_be_attached()
    expect(page.get_by_role("status").filter(has_text="Hämtar mötet …")).to_be_visible(timeout=PATIENCE_MS)
    assert_looks_right(page, "the meeting is fetched")
    expect(page.get_by_role("status").filter(has_text="Vi når inte mötet just nu")).to_be_visible(timeout=PATIENCE_MS)
    assert_looks_right(page, "the meeting is not reached")


def test_a_server_that_can_save_nothing(page: Page, meeting: Meeting) -> None:
    """As while its database is away: each idea that comes to it is answered so, and the link ends."""
    refusal = {"type": "error", "code": "unavailable", "detail": ""}
    away = Event()
    away.set()

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def heard(message: str | bytes) -> None:
            if not away.is_set() or '"push"' not in str(message):
                return server.send(message)
            socket.send(json.dumps(refusal))
            return socket.close(code=4412)

        socket.on_message(heard)

    page.route_web_socket(LIVE, between)
    page.route(f"{API}/commands/**", lambda route: route.fulfill(status=503, json=refusal))
    enter(page, meeting.join("Ben"))
    write(page, "Träd i varje park")
    said = "Mötet kan inte spara just nu. Det du har gjort finns kvar i telefonen och skickas igen av sig självt."
    expect(lip(page)).to_contain_text(said)
    idea = page.get_by_role("main").get_by_role("listitem").filter(has_text="Träd i varje park")
    expect(idea).to_contain_text("Väntar på kontakt")
    assert_looks_right(page, "a server that can save nothing")
    away.clear()
    page.unroute(f"{API}/commands/**")
    expect(lip(page)).to_have_count(0, timeout=PATIENCE_MS)
    expect(idea).to_contain_text("Visas i rummet")


def test_a_meeting_that_is_slow_to_answer(page: Page, meeting: Meeting) -> None:
    """As while something holds its database: the link lives, and what is sent through it gets no answer."""
    answers = Event()

    def between(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda sent: server.send(sent) if answers.is_set() or '"push"' not in str(sent) else None)

    page.route_web_socket(LIVE, between)
    enter(page, meeting.join("Ben"))
    write(page, "Träd i varje park")
    said = "Mötet dröjer med att svara. Det du har gjort finns kvar i telefonen tills det är mottaget."
    expect(lip(page)).to_contain_text(said, timeout=PATIENCE_MS)
    idea = page.get_by_role("main").get_by_role("listitem").filter(has_text="Träd i varje park")
    expect(idea).to_contain_text("Väntar på svar")
    assert_looks_right(page, "a meeting that is slow to answer")
    answers.set()
    expect(lip(page)).to_have_count(0, timeout=PATIENCE_MS)
    expect(idea).to_contain_text("Visas i rummet")


def test_a_meeting_whose_server_is_not_ready(page: Page, meeting: Meeting) -> None:
    page.route(API, lambda route: route.fulfill(status=503, json={"code": "unavailable", "detail": ""}))
    arrive(page, meeting.join("Ben"))
    expect(page.get_by_role("status").filter(has_text="Vi når inte mötet just nu")).to_be_visible(timeout=PATIENCE_MS)
    page.unroute(API)
    expect(page.locator("#idea")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [(sign_in_page, "Nätet kräver inloggning"), (lambda route: route.abort(), "Ansluter igen")],
    ids=["wants a sign-in", "no network"],
)
def test_a_meeting_that_cannot_be_fetched(page: Page, meeting: Meeting, answer: Any, sentence: str) -> None:
    page.route(API, answer)
    page.route_web_socket(LIVE, lambda socket: socket.close())
    arrive(page, meeting.join("Ben"))
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()
    assert_looks_right(page, f"the meeting cannot be fetched: {sentence}")


def test_a_link_that_cannot_be_looked_up(page: Page) -> None:
    """As the page that the device keeps stands there when the server does not answer."""
    page.goto("/j/?q=nobodys")
    expect(page.get_by_role("heading", name="Servern svarar inte")).to_be_visible()
    assert_looks_right(page, "no server")


def test_a_phone_that_stores_nothing(page: Page, meeting: Meeting) -> None:
    page.add_init_script(NO_STORE)
    enter(page, meeting.join("Ben"))
    note = page.get_by_role("region", name="Det telefonen sparar")
    write(page, "Skriven i ett privat fönster")
    expect(page.get_by_text("Visas i rummet", exact=True)).to_be_visible()
    look = Looker(page)
    for step, heading in STEPS.items():
        meeting.go_to(step)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(note).to_contain_text("Den här telefonen sparar inget om du stänger sidan.")
        expect(note).to_be_in_viewport()
        if step == "collect":
            look("a phone that stores nothing", zoomed=True, modes=False)
        else:
            # The note is the same on each; what differs is the room that it leaves.
            assert_reflows(page)
    look.assert_nothing()


@pytest.mark.parametrize(
    ("late_s", "sentence"),
    [
        (300, r"Tiden för idéer är slut. Det du skrev i tid räknas om det kommer fram senast \d\d[.:]\d\d."),
        (0, "Tiden för idéer är slut. Det du skrev räknas inte längre, men texten är kvar."),
    ],
    ids=["still count", "count no more"],
)
def test_the_rule_for_late_ideas(page: Page, meeting: Meeting, late_s: int, sentence: str) -> None:
    meeting.setting("collect", late_s=late_s)
    enter(page, meeting.join("Ben"))
    ends_soon(page, meeting)
    page.context.set_offline(True)
    write(page, "Skriven i tid")
    expect(lip(page)).to_contain_text(re.compile(sentence), timeout=PATIENCE_MS)
    assert_looks_right(page, f"ideas that come late, {late_s} s")


def test_the_rule_for_late_votes(page: Page, meeting: Meeting) -> None:
    ben = meeting.join("Ben")
    idea = ben.capture("Träd i varje park")
    meeting.setting("vote", target="ideas", grace_s=0, late_s=0)
    enter(page, ben)
    meeting.go_to("vote")
    expect(page.locator(f"[data-idea='{idea}']")).to_be_visible()
    ends_soon(page, meeting)
    page.context.set_offline(True)
    page.locator(f"[data-idea='{idea}'] button").last.click()
    expect(page.get_by_role("status").filter(has_text="4 röster kvar")).to_be_visible()
    words = "Röstningen är slut. Rösterna kommer för sent för att räknas."
    expect(lip(page)).to_contain_text(words, timeout=PATIENCE_MS)
    assert_looks_right(page, "votes that come late")


def test_what_was_half_written_when_it_could_no_longer_be_sent(page: Page, meeting: Meeting) -> None:
    ben = meeting.join("Ben")
    ideas = [ben.capture(text) for text in ("Träd i varje park", "Bänkar i skugga")]
    meeting.setting("collect", late_s=0)
    meeting.setting("discuss", comments=True)
    enter(page, ben)
    look = Looker(page)
    page.locator("#idea").fill("En idé till")
    meeting.lead("participant.mute", participant=ben.id)
    expect(page.get_by_text("Din text är kvar här.")).to_be_visible()
    look("an idea, muted", zoomed=True)
    meeting.lead("participant.unmute", participant=ben.id)
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=ideas[0])
    page.get_by_label("Din kommentar").fill("En kommentar till")
    meeting.lead("participant.mute", participant=ben.id)
    expect(page.get_by_text("Du kan läsa men inte skriva just nu")).to_be_visible()
    look("a comment, muted")
    meeting.lead("spotlight.set", idea=ideas[1])
    expect(page.get_by_text("Det här är inte skickat. Texten är kvar här.")).to_be_visible()
    look("a comment and an idea whose time is over", zoomed=True)
    look.assert_nothing()


def test_the_mails_of_a_service_without_a_mail_server(laptop: Page, running: Running) -> None:
    with without_mail_server(running) as url:
        with httpx.Client(base_url=url, timeout=20, follow_redirects=True) as http:
            http.get("/accounts/login/")
            fields = {"email": running.email, "csrfmiddlewaretoken": http.cookies["csrftoken"]}
            assert http.post("/accounts/login/code/", data=fields, headers={"Referer": url}).is_success
        for device in (LAPTOP, PHONE):
            laptop.set_viewport_size(device["viewport"])  # type: ignore[arg-type]
            laptop.goto(f"{url}/dev/mail/")
            look = Looker(laptop)
            look.here("the mails", zoomed=True)
            laptop.get_by_role("link").first.click()
            expect(laptop.get_by_role("heading", name="Som text")).to_be_visible()
            look.here("a mail", zoomed=True)
            look.assert_nothing()


# Contrast on a thousand rows takes ten seconds, and shows nothing that a row of each kind does not.
ONE_OF_EACH_KIND = """() => {
  const known = new Set();
  for (const section of document.querySelectorAll("section")) {
    const parts = [...section.querySelectorAll("*")].map((part) =>
      [section.className, part.parentElement.localName, part.parentElement.className, part.localName, part.className].join(),
    );
    if (parts.every((part) => known.has(part))) section.remove();
    for (const part of parts) known.add(part);
  }
  return document.querySelectorAll("section").length;
}"""


def test_the_description_of_the_api(laptop: Page) -> None:
    laptop.goto("/api/docs/")
    expect(laptop.get_by_role("heading", name="Ideahub API")).to_be_visible()
    look = Looker(laptop)
    look.here("the API", zoomed=True, colours=False)
    assert laptop.evaluate(ONE_OF_EACH_KIND) > 1
    look.here("the API's colours", reflow=False, modes=False)
    look.assert_nothing()
