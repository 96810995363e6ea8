"""What a phone asks for before its first screen is what `npm run size` weighs: with all else kept from it, one can join, and write."""

import gzip
import json
import re
import subprocess
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from scripts.bootstrap.front_end import FRONTEND, node_env
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, arrives
from tests.e2e.phones import texts
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
STATIC = "/static/"
#: Weighed beside the files of the build.
OTHERS = {"plain/old.js"}
#: What the first screen fetches ahead once it stands, beside the other language's words. It never gets any of it here.
AHEAD = {"later", "exposure", "words.later.sv", "words.later.en"}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What `npm run size` weighs."""
    command = ("node", "scripts/size.mjs", "--json")
    done = subprocess.run(command, cwd=FRONTEND, env=node_env(), capture_output=True, check=True, text=True)
    return dict(json.loads(done.stdout))


@dataclass
class Kept:
    """Keeps a phone's files from it, other than those it was given; knows what it asked for."""

    given: set[str]
    asked: set[str] = field(default_factory=set)

    def watch(self, device: BrowserContext) -> None:
        device.on("request", self._ask)
        device.route(f"**{STATIC}**", self._answer)

    def _ask(self, request: Request) -> None:
        if request.resource_type in ("script", "stylesheet", "font"):
            self.asked.add(_name(request.url))

    def _answer(self, route: Route) -> None:
        # What gets no answer is waited for until the page is closed.
        if _name(route.request.url) in self.given:
            route.continue_()

    def asked_first(self, language: str) -> set[str]:
        """Without what is fetched ahead."""
        other = {"sv": "en", "en": "sv"}[language]
        ahead = AHEAD | {f"words.{other}", f"words.door.{other}"}
        return {one for one in self.asked if re.sub(r"^assets/(.*)-.{8}\.js$", r"\1", one) not in ahead}


def _name(url: str) -> str:
    return urlsplit(url).path.removeprefix(STATIC)


@pytest.fixture
def device(browser: Any, running: Running, language: str) -> Any:
    locale = {"sv": "sv-SE", "en": "en-GB"}[language]
    made = context(browser, running, PHONE | {"locale": locale}, service_workers="block")
    yield made
    made.unroute_all(behavior="ignoreErrors")
    made.close()


def fonts_came(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => true)")


def test_the_door_needs_what_is_weighed_and_no_more(
    device: BrowserContext, meeting: Meeting, language: str, told: dict[str, Any]
) -> None:
    files = set(told["screens"][f"at the door, {language}"]) | OTHERS
    kept = Kept(files)
    kept.watch(device)
    page = device.new_page()
    page.goto(f"/j/{meeting.code}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("#name").fill("Ben")
    fonts_came(page)
    assert kept.asked_first(language) == files
    with page.expect_response(re.compile("/join/")) as joined:
        page.locator("button[type=submit]").click()
    assert joined.value.status == 201


def test_the_ideas_need_what_is_weighed_and_no_more(
    device: BrowserContext, meeting: Meeting, language: str, told: dict[str, Any]
) -> None:
    files = set(told["screens"][f"into the ideas, {language}"]) | OTHERS
    kept = Kept(files)
    kept.watch(device)
    meeting.go_to("collect")
    page = meeting.join("Ben").enter(device)
    page.locator("#idea").fill("Bänkar vid ån")
    fonts_came(page)
    page.locator("#idea").press("Control+Enter")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="Bänkar vid ån")).to_be_visible()
    arrives(lambda: texts(meeting), ["Bänkar vid ån"])
    assert kept.asked_first(language) == files


def test_the_page_itself_is_no_larger_than_what_is_weighed(
    meeting: Meeting, language: str, told: dict[str, Any]
) -> None:
    page = httpx.get(f"{meeting.http.base_url}/j/{meeting.code}", headers={"Accept-Language": language}, timeout=20)
    size = len(gzip.compress(page.content, 9))
    assert told["html"] - 100 < size <= told["html"]
