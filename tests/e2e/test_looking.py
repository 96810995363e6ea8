"""The looking itself: what it is there to find is found, each fault on a page that has nothing else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.accessible import cut_off
from tests.e2e.conftest import LAPTOP, PHONE
from tests.e2e.modes import NARROW, in_windows

pytestmark = pytest.mark.browser
MADE = """<!doctype html>
<html lang="sv">
  <head><meta name="viewport" content="width=device-width"><title>Möte</title></head>
  <body><main><h1>Möte</h1>{}</main></body>
</html>"""


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    made = browser.new_context(**request.param)
    yield made.new_page()
    made.close()


def narrow(page: Page, content: str) -> list[str]:
    page.set_content(MADE.format(content))
    return [one for _ in in_windows(page, NARROW) for one in cut_off(page)]


def test_a_page_without_a_fault(page: Page) -> None:
    assert narrow(page, "<p>Idéer</p>") == []


@pytest.mark.parametrize(
    "wide",
    ['<div style="width: 500px">Idéer</div>', f"<p>{'Spårvagnshållplatsombyggnad' * 2}</p>"],
    ids=["a box", "a word"],
)
def test_what_is_wider_than_the_screen(page: Page, wide: str) -> None:
    assert any("scrolls sideways" in one for one in narrow(page, wide))
