"""Each model of voting through phone, board, projector and report: chosen, answered, shown, told."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from ideahub.core.ids import new_id
from tests.e2e.accessible import assert_accessible, assert_screen
from tests.e2e.conftest import PHONE, SCREEN, context
from tests.e2e.leading import arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

IDEAS = ("Solceller på taken", "Bilpool på gården", "Öppen verkstad")
MODELS = ("thumb", "agree", "scale")
CROWD = 5


class Meeting:
    """A meeting with a vote by each model, made over HTTP, with five phones that answer over HTTP."""

    def __init__(self, laptop: Page, url: str) -> None:
        self.laptop, self.url = laptop, url
        arena = self._call("GET", "/api/arenas/")[0]["id"]
        made = self._call("POST", f"/api/arenas/{arena}/workshops/", template="blank", title="Så tycker vi")
        self.id, self.code = made["id"], made["code"]
        steps = [{**step, "minutes": None} for step in made["activities"]]
        steps = [{key: step[key] for key in ("id", "kind", "title", "minutes", "settings")} for step in steps]
        votes = [
            {"id": str(new_id()), "kind": "vote", "title": model, "minutes": None, "settings": {"model": model}}
            for model in MODELS
        ]
        self._call("PATCH", f"/api/setup/{self.id}/", version=made["version"], activities=[*steps, *votes])
        self.phones: list[httpx.Client] = []

    def _call(self, method: str, path: str, **body: Any) -> Any:
        cookies = {one["name"]: one["value"] for one in self.laptop.context.cookies()}
        headers = {"X-CSRFToken": cookies.get("csrftoken", ""), "Origin": self.url}
        sent = body if method != "GET" else None
        answer = httpx.request(method, f"{self.url}{path}", cookies=cookies, headers=headers, json=sent, timeout=20)
        assert answer.is_success, answer.text
        return answer.json()

    def let_in(self) -> None:
        self.phones = [httpx.Client(base_url=self.url, timeout=20, headers={"Origin": self.url}) for _ in range(CROWD)]
        for phone in self.phones:
            assert phone.post(f"/api/workshops/{self.code}/join/", json={}).is_success

    def send(self, phone: httpx.Client, *commands: tuple[str, dict[str, Any]]) -> None:
        body = {"commands": [{"id": str(new_id()), "name": name, "args": args} for name, args in commands]}
        answer = phone.post(f"/api/workshops/{self.code}/commands/?as=participant", json=body).json()
        assert all(result["ok"] for result in answer["results"]), answer

    def _state(self) -> dict[str, Any]:
        return dict(self.phones[0].get(f"/api/workshops/{self.code}/snapshot/").json())

    def step(self) -> str:
        """The title of the one that the server is at."""
        state = self._state()
        return next(str(one["title"]) for one in state["activities"] if one["id"] == state["workshop"]["activity"])

    def write(self) -> None:
        columns = self._state()["columns"]
        for text in IDEAS:
            self.send(
                self.phones[0], ("idea.capture", {"idea": str(new_id()), "column": columns[0]["id"], "text": text})
            )

    def all_answer(self, *answers: dict[str, Any]) -> None:
        """Each of the five says the same of the ideas, in the order of their numbers."""
        targets = [one["id"] for one in sorted(self._state()["ideas"], key=lambda one: one["number"])]
        for phone in self.phones:
            self.send(
                phone,
                *(("vote.set", {"target": one, **said}) for one, said in zip(targets, answers, strict=True)),
            )


@contextmanager
def opened(meeting: Meeting) -> Iterator[Meeting]:
    """From its set-up, where the laptop is; five have come and written."""
    meeting.laptop.get_by_role("button", name="Öppna mötet").click()
    meeting.laptop.wait_for_url("**/board/**")
    meeting.let_in()
    meeting.write()
    yield meeting
    for one in meeting.phones:
        one.close()


@pytest.fixture(scope="module")
def meeting(laptop: Page, running: Running) -> Iterator[Meeting]:
    made = Meeting(laptop, running.url)
    laptop.goto(f"/meetings/{made.id}/?part=steps")
    laptop.get_by_role("button", name="Inställningar för thumb").click()
    expect(laptop.get_by_role("radio", name=re.compile("Tumme upp eller ner"))).to_be_checked()
    expect(laptop.get_by_text("Röster per person")).to_have_count(0)
    assert_accessible(laptop)
    with opened(made):
        yield made


@pytest.fixture(scope="module")
def phone(browser: Browser, running: Running, meeting: Meeting) -> Iterator[Page]:
    """That of a sixth, who has joined."""
    made = context(browser, running, PHONE)
    page = made.new_page()
    page.goto(f"/j/{meeting.code}")
    page.get_by_role("button", name=re.compile("^Gå med")).click()
    expect(page.locator("#idea")).to_be_visible()
    yield page
    made.close()


@pytest.fixture(scope="module")
def projector(laptop: Page, meeting: Meeting) -> Page:
    with laptop.expect_popup() as popup:
        laptop.get_by_role("button", name="Projektor").click()
    popup.value.set_viewport_size(SCREEN["viewport"])  # type: ignore[arg-type]
    return popup.value


def vote_by(model: str, laptop: Page) -> None:
    """Goes to that vote, from whatever step."""
    steps = laptop.get_by_role("navigation", name="Mötets steg").get_by_role("listitem")
    steps.get_by_role("button", name=model).click()


def show(laptop: Page) -> None:
    laptop.get_by_role("button", name="Visa resultatet").click()


def test_thumbs(laptop: Page, phone: Page, projector: Page, meeting: Meeting) -> None:
    vote_by("thumb", laptop)
    expect(phone.get_by_text("Är förslagen på rätt väg?")).to_be_visible()
    meeting.all_answer({"points": 1}, {"points": 1}, {"points": -1})
    row = phone.get_by_role("group", name=re.compile("Bilpool"))
    row.get_by_role("button", name="Tumme ner").click()
    expect(phone.get_by_text("1 av 3 svar", exact=True)).to_be_visible()
    assert_screen(phone)
    row.get_by_role("button", name="Tumme ner").click()
    expect(phone.get_by_text("0 av 3 svar", exact=True)).to_be_visible()
    expect(projector.locator(".bign")).to_have_text("5")
    phone.get_by_role("button", name="Ångra").click()
    expect(phone.get_by_text("1 av 3 svar", exact=True)).to_be_visible()
    expect(projector.locator(".bign")).to_have_text("6")
    expect(projector.get_by_text("har svarat", exact=True)).to_be_visible()
    expect(laptop.get_by_text("Stänger röstningen.")).to_be_visible()
    show(laptop)
    expect(phone.get_by_text("Resultatet visas, så röstningen är stängd.")).to_be_visible()
    expect(phone.get_by_text("5 upp, 1 ner")).to_be_visible()
    expect(projector.get_by_text("2. Bilpool på gården")).to_be_visible()
    assert_accessible(phone, laptop, projector)


def test_cards(laptop: Page, phone: Page, projector: Page, meeting: Meeting) -> None:
    vote_by("agree", laptop)
    expect(phone.get_by_text("Kort 1 av 3", exact=True)).to_be_visible()
    meeting.all_answer({"points": 1}, {"points": 0}, {"points": -1})
    phone.get_by_role("button", name="Hoppa över").click()
    phone.get_by_role("button", name="Håller med").click()
    expect(phone.get_by_text("Kort 3 av 3", exact=True)).to_be_visible()
    phone.get_by_role("button", name="Förra").click()
    expect(phone.get_by_role("button", name="Håller med")).to_have_attribute("aria-pressed", "true")
    assert_screen(phone)
    for _ in range(2):
        phone.get_by_role("button", name="Håller inte med").click()
    expect(phone.get_by_role("heading", name="Du har svarat på allt")).to_be_visible()
    assert_screen(phone)
    phone.get_by_role("button", name="Klar").click()
    show(laptop)
    for heading in ("Här är ni eniga", "Här är det tunt"):
        expect(laptop.get_by_role("heading", name=heading)).to_be_visible()
    expect(projector.get_by_role("heading", name="Här är ni eniga, och här inte")).to_be_visible()
    assert_accessible(phone, laptop, projector)


def test_ratings(laptop: Page, phone: Page, projector: Page, meeting: Meeting) -> None:
    vote_by("scale", laptop)
    expect(phone.get_by_text("1 av 3", exact=True)).to_be_visible()
    meeting.all_answer({"points": 5, "effort": 2}, {"points": 3, "effort": 5}, {"points": 1, "effort": 1})
    benefit = phone.get_by_role("radiogroup", name="Nytta")
    benefit.get_by_role("radio", name="1, Liten").focus()
    phone.keyboard.press("ArrowRight")
    phone.keyboard.press("ArrowRight")
    expect(benefit.get_by_role("radio", name="3")).to_be_checked()
    phone.get_by_role("radiogroup", name="Insats").get_by_role("radio", name="5, Svårt").click()
    expect(phone.get_by_role("img", name="Nytta 3 och insats 5 av 5")).to_be_visible()
    assert_screen(phone)
    show(laptop)
    expect(projector.get_by_text("Vad ger mest för minst?")).to_be_visible()
    expect(projector.get_by_text("Solceller på taken")).to_be_visible()
    expect(laptop.get_by_text("Gör först")).to_be_visible()
    laptop.get_by_role("listitem").filter(has_text="Solceller").click()
    expect(laptop.get_by_text("Insats, antal svar per steg")).to_be_visible()
    expect(phone.get_by_text(re.compile("^nytta")).first).to_be_visible()
    assert_accessible(phone, laptop, projector)


def test_the_report_tells_the_last_of_them(laptop: Page, running: Running) -> None:
    made = Meeting(laptop, running.url)
    laptop.goto(f"/meetings/{made.id}/")
    with opened(made) as meeting:
        vote_by("scale", laptop)
        arrives(meeting.step, "scale")
        meeting.all_answer({"points": 5, "effort": 2}, {"points": 3, "effort": 5}, {"points": 1, "effort": 1})
        show(laptop)
        laptop.get_by_role("button", name="Mer om mötet").click()
        laptop.get_by_role("menuitem", name="Avsluta mötet").click()
        laptop.get_by_role("dialog").get_by_role("button", name="Avsluta mötet").click()
        laptop.get_by_role("link", name="Se rapporten").click(timeout=60_000)
        expect(laptop.get_by_text("Alla förslag, störst nytta först")).to_be_visible(timeout=60_000)
        expect(laptop.get_by_text(re.compile(r"Störst nytta har")).first).to_be_visible()
        assert_accessible(laptop)
