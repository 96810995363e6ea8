"""Pages that the server draws, in both languages: sign-in, errors, the plain page in each step, the report and the receipt."""

import functools
import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, expect

from ideahub.pages import errors
from ideahub.reports.words import words_in
from tests.e2e.accessible import BOTH, Looker
from tests.e2e.conftest import PHONE, context
from tests.e2e.leading import Meeting, Person, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LONG = "Spårvagnshållplatsombyggnadsprojektledningsgruppen borde prata med oss som bor här varje dag"
ERRORS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "unreadable": lambda request: errors.bad_request(request, ValueError()),
    "refused": lambda request: errors.permission_denied(request, PermissionError()),
    "nowhere": lambda request: errors.page_not_found(request, ValueError()),
    "too fast": errors.too_many_requests,
    "broken": errors.server_error,
    "broken, only read": lambda request: errors.server_error(RequestFactory().get(request.path)),
    "out of order, only read": lambda request: errors.unavailable(RequestFactory().get(request.path)),
    "out of order, with a text": errors.unavailable,
    "open too long, with a text": lambda request: errors.csrf_failure(request, "no token"),
    "not built": errors.not_built,
}


class Served:
    """One page after the other, each in both languages by its address."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.look = Looker(page)
        self.before: Callable[[], None] = lambda: None

    def __call__(self, name: str, path: str, does: Callable[[Page], None] = lambda _page: None) -> None:
        """`does` brings the page from its address to the state that is looked at."""
        for language in BOTH:
            self.before()
            self.page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
            does(self.page)
            assert self.page.evaluate("document.documentElement.lang") == language, name
            first = language == BOTH[0]
            self.look.here(f"{name} ({language})", zoomed=True, modes=first, colours=first)

    def assert_nothing(self) -> None:
        self.look.assert_nothing()


@pytest.fixture
def served(browser: Browser, running: Running) -> Iterator[Served]:
    made = context(browser, running, PHONE)
    yield Served(made.new_page())
    made.close()


def test_the_accessibility_statement_follows_its_own_words(served: Served) -> None:
    served("the statement", "/accessibility/")
    served.page.get_by_role("link", name="What falls short").click()
    expect(served.page.get_by_role("heading", name="What falls short")).to_be_in_viewport()
    served.assert_nothing()


def test_how_the_service_stands(served: Served) -> None:
    served("how it stands", "/status/")
    served.assert_nothing()


def test_a_page_that_is_none(served: Served) -> None:
    served("nowhere", "/nope")
    served.assert_nothing()


def test_signing_in(served: Served) -> None:
    def asks_for_a_code(page: Page) -> None:
        page.locator("input[type=email]").fill("nobody@example.org")
        page.locator("form button").first.click()
        page.locator("input[name=code]").fill("123456")
        page.locator("input[name=code]").press("Enter")
        expect(page.get_by_role("alert").first).to_be_visible()

    def is_wrong(page: Page) -> None:
        page.locator("input[type=email]").fill("nobody@example.org")
        page.locator("input[type=password]").fill("wrong")
        page.locator("input[type=password]").press("Enter")
        expect(page.get_by_role("alert").first).to_be_visible()

    served.before = served.page.context.clear_cookies
    served("start", "/")
    served("a code that is none", "/?code=42")
    served("sign-in", "/accounts/login/")
    served("a wrong code", "/accounts/login/", asks_for_a_code)
    served("a password", "/accounts/login/?way=password")
    served("a wrong password", "/accounts/login/?way=password", is_wrong)
    served.assert_nothing()


def test_every_error_says_what_to_do(served: Served) -> None:
    """The server's own answers, by the templates and styles as they are, without breaking the server for each."""

    def answer(name: str, route: Route) -> None:
        with translation.override(route.request.url[-2:]):
            request = RequestFactory().post("/plain/428617/", {"text": LONG})
            html = ERRORS[name](request).content.decode()
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    for name in ERRORS:
        show = functools.partial(answer, name)
        served.page.route("**/error?*", show)
        served(name, "/error")
        served.page.unroute("**/error?*")
    served.assert_nothing()


def test_the_plain_page_in_each_step(served: Served, meeting: Meeting) -> None:
    path = f"/plain/{meeting.code}/"
    served("a code", "/plain/")
    served("the door", path)
    meeting.setting("collect", show_others_after_s=0, comments=True)
    ben = meeting.join("Ben")
    lend_cookies(ben, served.page)
    served("waiting", path)
    meeting.go_to("collect")
    ideas = [ben.capture(text, n % 2) for n, text in enumerate((LONG, "Träd i varje park"))]
    meeting.join("Eva").capture("Bänkar")
    served("ideas", path)
    served("too long", path, lambda page: refuse(page))
    served("changing one", path, lambda page: page.locator("a[href*='?edit=']").first.click())
    served("a change that is too long", path, lambda page: change_badly(page))
    served("an idea with its comments", path, lambda page: open_talk(page))
    meeting.lead("idea.hide", ideas=ideas[1:], reason="Den pekar ut en person")
    groups = ids(1)
    meeting.lead("cluster.create", cluster=groups[0], title="Grönt", column=meeting.columns[0], ideas=ideas[:1])
    meeting.go_to("group")
    served("groups", path)
    for model in ("points", "thumb", "agree", "scale"):
        meeting.setting("vote", model=model)
        meeting.go_to("vote")
        served(f"the vote by {model}", path)
        meeting.go_to("group")
    meeting.go_to("vote")
    ben.do("vote.set", target=groups[0], points=4, effort=2)
    meeting.lead("totals.show")
    served("the result", path)
    meeting.go_to("discuss")
    meeting.lead("spotlight.set", idea=ideas[0])
    ben.do("hand.raise")
    served("the talk, with a raised hand", path)
    meeting.go_to("commit")
    meeting.lead("action.create", action=ids(1)[0], title=LONG, owner_name="", ideas=ideas[:1])
    served("actions", path)
    meeting.lead("workshop.close")
    served("thanks", path)
    served.page.context.clear_cookies()
    served("a closed door", path)
    served.assert_nothing()


def open_talk(page: Page) -> None:
    page.locator("details summary").filter(has_text=re.compile("från de andra|from the others")).click()
    page.locator("details a[href*='?idea=']").first.click()


def change_badly(page: Page) -> None:
    page.locator("a[href*='?edit=']").first.click()
    page.locator("#edit-text").fill("x" * 600)
    page.locator("form:has(#edit-text) button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def refuse(page: Page) -> None:
    page.locator("input[type=radio]").first.check()
    page.locator("textarea[name=text]").first.fill("x" * 600)
    page.locator("form:has(textarea[name=text]) button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()


def lend_cookies(person: Person, page: Page) -> None:
    jar = [(one.name, one.value or "") for one in person.http.cookies.jar]
    url = str(person.http.base_url)
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in jar])


def test_the_receipt_in_each_state(served: Served, meeting: Meeting) -> None:
    meeting.go_to("collect")
    ben, eva = meeting.join("Ben"), meeting.join("Eva")
    group, ideas = ids(1)[0], [ben.capture(text) for text in (LONG, "Bänkar")]
    meeting.lead("cluster.create", cluster=group, title="Grönt", column=meeting.columns[0], ideas=ideas[:1])
    receipt, empty = receipt_of(ben), receipt_of(eva)
    served("the receipt", receipt)
    served(
        "taking ideas away", receipt, lambda page: page.get_by_role("link", name=re.compile("Ta bort|Remove")).click()
    )
    served("a new link", f"{receipt}?done=renew")
    served("a receipt without ideas", empty)
    ben.do("idea.erase", idea=ideas[1])
    served("a text that is gone", f"{receipt}?done=erase")
    served("a receipt that was taken away", "/r/")
    served("a receipt that is none", "/r/nothing/")
    served.assert_nothing()


@pytest.mark.parametrize(("model", "answer"), [("points", {"points": 1}), ("scale", {"points": 4, "effort": 2})])
def test_a_receipt_with_votes(served: Served, meeting: Meeting, model: str, answer: dict[str, int]) -> None:
    meeting.setting("vote", model=model)
    meeting.go_to("collect")
    ben, group = meeting.join("Ben"), ids(1)[0]
    idea = ben.capture(LONG)
    meeting.lead("cluster.create", cluster=group, title=LONG, column=meeting.columns[0], ideas=[idea])
    meeting.go_to("vote")
    ben.do("vote.set", target=group, **answer)
    meeting.lead("totals.show")
    served(f"votes by {model}", receipt_of(ben))
    served.assert_nothing()


def receipt_of(person: Person) -> str:
    return str(person.http.post(f"/api/workshops/{person.meeting.code}/receipt/", json={}).json()["url"])


def test_a_report_from_before_it_is_there(served: Served, laptop: Page, meeting: Meeting) -> None:
    def says(sentence: str, route: Route) -> None:
        answer, labels = route.fetch(), words_in(route.request.url[-2:]).labels
        route.fulfill(response=answer, body=answer.text().replace(labels.not_closed, getattr(labels, sentence)))

    meeting.go_to("collect")
    idea = meeting.join("Ben").capture(LONG)
    path, own = f"/reports/{meeting.id}/", Served(laptop)
    own("a meeting that is not closed", path)
    for sentence in ("being_written", "not_written"):
        laptop.route(f"**{path}?*", functools.partial(says, sentence))
        own(sentence, path)
        laptop.unroute(f"**{path}?*")
    served("a link that is over", f"{path}?key=nothing")
    meeting.lead("action.create", action=ids(1)[0], title=LONG, owner_name="Rut", ideas=[idea], due_on="2026-12-01")
    laptop.goto(path)
    meeting.lead("workshop.close")
    # The page asks by itself until it is there.
    expect(laptop.locator("#idea-1")).to_be_visible(timeout=60_000)
    own("the report", path)
    own("the poster", f"/poster/{meeting.id}/")
    own("the table cards", f"/poster/{meeting.id}/cards/?tables=5")
    own("choosing a password", "/accounts/password/change/")
    own("signing out", "/accounts/logout/")
    served.assert_nothing()
    own.assert_nothing()
