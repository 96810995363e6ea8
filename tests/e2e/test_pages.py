"""The server's own pages and the screen in a real browser: nothing that axe finds, nothing outside the picture."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessible import assert_accessible
from tests.e2e.conftest import LAPTOP, PHONE, SCREEN, context
from tests.e2e.leading import Meeting
from tests.e2e.running import Running

pytestmark = pytest.mark.browser
PATHS = [
    "/",
    "/?code=42",
    "/?lang=en",
    "/accounts/login/",
    "/accounts/login/?way=password",
    "/accessibility/",
    "/status/",
    "/nope",
]


def assert_sound(page: Page) -> None:
    """Accessible by every rule that a machine can check, and no wider than the window."""
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=[PHONE, LAPTOP], ids=["phone", "laptop"])
def page(request: pytest.FixtureRequest, browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, request.param)
    yield made.new_page()
    made.close()


@pytest.mark.parametrize("page", [LAPTOP], indirect=True, ids=["laptop"])
def test_the_open_pages_are_accessible(page: Page) -> None:
    """On a phone `test_served_pages.py` looks at them."""
    for path in PATHS:
        page.goto(path)
        assert_sound(page)


def test_somebody_signs_in_with_a_password_and_prints_the_poster(page: Page, running: Running) -> None:
    poster = running.board_path.replace("/board/", "/poster/")
    page.goto(poster)
    page.get_by_role("link", name="Använd lösenord").click()
    page.get_by_label("E-post").fill(running.email)
    page.get_by_label("Lösenord").fill(running.password)
    page.get_by_role("button", name="Logga in").click()
    expect(page.get_by_role("heading", name="Gå med i mötet")).to_be_visible()
    page.wait_for_function("() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    assert_sound(page)


def test_a_code_that_is_typed_whole_opens_the_meeting_by_itself(browser: Browser, running: Running) -> None:
    phone = context(browser, running, PHONE)
    page = phone.new_page()
    page.goto("/")
    page.get_by_role("textbox", name="Möteskod, sex siffror").press_sequentially(running.code)
    page.wait_for_url(f"**/j/{running.code}")
    phone.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_screen_made_from_the_board_shows_the_meeting_until_its_link_is_revoked(
    browser: Browser, running: Running, meeting: Meeting, theme: str
) -> None:
    leader = context(browser, running, LAPTOP)
    page = leader.new_page()
    page.goto("/accounts/login/?way=password")
    page.get_by_label("E-post").fill(running.email)
    page.get_by_label("Lösenord").fill(running.password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url("**/meetings/")
    links = f"/api/workshops/{meeting.code}/projector-links/"
    token = next(cookie["value"] for cookie in leader.cookies() if cookie["name"].endswith("csrftoken"))
    made = leader.request.post(links, headers={"X-CSRFToken": token, "Referer": running.url}).json()
    address = made["url"].replace("/#", f"/?theme={theme}#")

    wall = context(browser, running, SCREEN).new_page()
    wall.goto(address)
    expect(wall.get_by_role("img", name="QR-kod")).to_be_visible()
    expect(wall.get_by_text(f"{meeting.code[:3]}\u00a0{meeting.code[3:]}")).to_be_visible()
    assert wall.evaluate("document.documentElement.dataset.theme") == theme
    assert_sound(wall)

    ended = leader.request.delete(f"{links}{made['id']}/", headers={"X-CSRFToken": token, "Referer": running.url})
    assert ended.status == 204
    wall.reload()
    expect(wall.get_by_role("heading", name="Skärmens länk gäller inte")).to_be_visible()
    assert_sound(wall)
    wall.context.close()
    leader.close()
