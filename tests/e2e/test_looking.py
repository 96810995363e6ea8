"""The looking itself: what it is there to find is found, each fault on a page that has nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e import accessible
from tests.e2e.accessible import Looker, cut_off, violations
from tests.e2e.conftest import LAPTOP, PHONE
from tests.e2e.modes import NARROW, ZOOMED, in_windows, in_words

pytestmark = pytest.mark.browser
MADE = """<!doctype html>
<html lang="sv">
  <head><meta name="viewport" content="width=device-width"><title>Möte</title></head>
  <body><main><h1>Möte</h1>{}</main></body>
</html>"""
ONLY_IN_DARK = "<style>@media (prefers-color-scheme: dark) {{ {} }}</style>"


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    made = browser.new_context(**request.param)
    yield made.new_page()
    made.close()


def narrow(page: Page, content: str) -> list[str]:
    page.set_content(MADE.format(content))
    return [one for _ in in_windows(page, NARROW) for one in cut_off(page)]


def judged(page: Page, content: str) -> list[str]:
    page.set_content(MADE.format(content))
    return violations(page)


def in_both_languages(page: Page, content: str) -> None:
    follows = "addEventListener('storage', ({ newValue }) => (document.documentElement.lang = newValue))"
    page.route("**/*", lambda route: route.fulfill(body=MADE.format(f"<script>{follows}</script>{content}")))
    page.goto("http://looked-at.test/")


def test_a_page_without_a_fault(page: Page) -> None:
    assert narrow(page, "<p>Idéer</p>") == []
    assert judged(page, "<p>Idéer</p>") == []


@pytest.mark.parametrize(
    "wide",
    ['<div style="width: 500px">Idéer</div>', f"<p>{'Spårvagnshållplatsombyggnad' * 2}</p>"],
    ids=["a box", "a word"],
)
def test_what_is_wider_than_the_screen(page: Page, wide: str) -> None:
    assert any("scrolls sideways" in one for one in narrow(page, wide))


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ('<p style="font-size: 150%">Idéer</p><p>Alla skriver</p>', "p-as-heading"),
        ('<div tabindex="0">Idéer</div>', "focus-order-semantics"),
        ("<style>@media (orientation: portrait) { main { rotate: 90deg } }</style>", "css-orientation-lock"),
        (f"{ONLY_IN_DARK.format('p { background: white; color: #eee }')}<p>Idéer</p>", "color-contrast"),
    ],
    ids=lambda text: text if "<" not in text else "",
)
def test_what_a_rule_is_for(page: Page, fault: str, rule: str) -> None:
    assert any(f"{rule}: " in one for one in judged(page, fault))


def test_all_rules_are_asked_in_dark_where_that_is_wanted(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    no_heading = ONLY_IN_DARK.format("h1 { display: none }")
    monkeypatch.setattr(accessible, "ASKS_ALL", False)
    assert judged(page, no_heading) == []
    monkeypatch.setattr(accessible, "ASKS_ALL", True)
    assert any("dark: page-has-heading-one: " in one for one in judged(page, no_heading))


def test_colours_are_asked_in_one_language_and_in_both_where_that_is_wanted(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_both_languages(page, '<p style="background: white; color: #eee">Idéer</p><div tabindex="0">Idéer</div>')

    def found(rule: str) -> list[str]:
        look = Looker(page)
        look("in", modes=False)
        return [one[:7] for one in look.found if f"{rule}: " in one]

    monkeypatch.setattr(accessible, "ASKS_ALL", False)
    assert found("color-contrast") == ["in (sv)", "in (sv)"]
    assert found("focus-order-semantics") == ["in (sv)", "in (en)"]
    monkeypatch.setattr(accessible, "ASKS_ALL", True)
    assert found("color-contrast") == ["in (sv)", "in (sv)", "in (en)", "in (en)"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    ("size", "narrowest", "width"), [(NARROW, 0, 330), (ZOOMED, 600, 700)], ids=["narrow", "zoomed"]
)
def test_a_window_is_looked_at_in_either_language(
    page: Page, language: str, size: ViewportSize, narrowest: int, width: int
) -> None:
    here = f"@media (min-width: {narrowest}px) and (max-width: {size['width']}px)"
    in_both_languages(page, f"<style>{here} {{ :lang({language}) p {{ width: {width}px }} }}</style><p>Idéer</p>")
    own = page.viewport_size
    look = Looker(page)
    look("in", zoomed=True)
    assert {tuple(one.split(": ")[:2]) for one in look.found} == {(f"in ({language})", in_words(size))}
    assert page.viewport_size == own
