"""A message at the bottom of the window covers nothing that has the focus, whether it was there before or comes to it (WCAG 2.4.11)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import SWEEP_S, Meeting, arrives
from tests.e2e.modes import ZOOMED
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
SMALL = {"width": 920, "height": 700}
# Of one in a minute.
MOST_EACH = 10

COVERED = """(focused) => {
  const [own, above] = [focused, document.querySelector(".toast")].map((one) => one.getBoundingClientRect());
  return own.bottom > above.top && own.top < above.bottom && own.right > above.left && own.left < above.right;
}"""

ROOM_BELOW = """(last) => {
  const content = document.getElementById("content");
  const top = content.getBoundingClientRect().top - content.scrollTop;
  return content.scrollHeight - (last.getBoundingClientRect().bottom - top);
}"""

LOWEST = """() => {
  const low = (one) => one.getBoundingClientRect().bottom;
  const inMiddle = ({ left, right }) => left < innerWidth / 2 && right > innerWidth / 2;
  const cards = [...document.querySelectorAll("[data-canvas] li[data-stop]")].filter((one) => inMiddle(one.getBoundingClientRect()));
  return cards.sort((a, b) => low(b) - low(a))[0].dataset.stop;
}"""


@pytest.fixture(params=[ZOOMED, SMALL], ids=["at 200 %", "small"])
def page(request: pytest.FixtureRequest, browser: Browser, running: Running, laptop: Page) -> Iterator[Page]:
    """The same organizer's, in a window of that size."""
    made = context(browser, running, LAPTOP | {"viewport": request.param}, storage_state=laptop.context.storage_state())
    yield made.new_page()
    made.close()


def assert_free(control: Locator) -> None:
    """It has the focus, is on the screen, and the message that stands there is beside it."""
    expect(control).to_be_focused()
    expect(control).to_be_in_viewport(ratio=0.98)
    arrives(lambda: control.evaluate(COVERED), False)


def say_something(page: Page, text: str) -> None:
    """It stays as long as the pointer rests on it."""
    expect(page.get_by_role("status").get_by_text(text)).to_be_visible()
    page.locator(".toast").hover()


def test_on_an_organizers_page(page: Page, meeting: Meeting) -> None:
    meeting.lead("workshop.close")
    # What comes when the report is written would move all below it.
    arrives(lambda: meeting.report()["state"], "sent", within_s=SWEEP_S)
    page.goto(f"/meetings/{meeting.id}/")
    expect(page.get_by_role("link", name="PDF")).to_be_visible()
    field = page.get_by_label("Diarienummer")
    field.fill("KS 2026/0417")
    # As low as the window is.
    field.evaluate("(field) => field.scrollIntoView({ block: 'end' })")
    field.press("Enter")
    say_something(page, "Diarienumret är sparat.")
    assert_free(field)
    last = page.get_by_role("button", name="Radera för alltid")
    last.focus()
    assert_free(last)
    room = last.evaluate(ROOM_BELOW)
    page.mouse.move(0, 0)
    expect(page.locator(".toast")).to_have_count(0)
    # Whoever has scrolled to the end is not moved. Half pixels are rounded.
    assert abs(last.evaluate(ROOM_BELOW) - room) < 2


@pytest.fixture
def draft(meeting: Meeting) -> Iterator[str]:
    """One of the same arena, that lacks nothing."""
    body = {"template": "ideas", "title": "Bryggan", "language": "sv", "starts_at": None}
    arena = meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"]
    made = meeting.http.post(f"/api/arenas/{arena}/workshops/", json=body).json()["id"]
    yield made
    assert meeting.http.delete(f"/api/setup/{made}/").status_code == 204


def test_in_the_set_up(page: Page, draft: str) -> None:
    page.goto(f"/meetings/{draft}/")
    page.route("**/commands/*", lambda route: route.abort())
    opens = page.get_by_role("button", name="Öppna mötet")
    opens.press("Enter")
    say_something(page, "Servern svarar inte.")
    assert_free(opens)
    beside = page.get_by_role("link", name="Öva")
    beside.focus()
    assert_free(beside)


@pytest.mark.parametrize("page", [SMALL], indirect=True)
def test_on_the_board(page: Page, meeting: Meeting) -> None:
    meeting.setting("collect", show_others_after_s=0)
    meeting.go_to("collect")
    for _ in range(3):
        ben = meeting.join()
        for n in range(MOST_EACH):
            ben.capture(f"Träd i park {n}, och bänkar i skugga för den som vill sitta en stund", n % 3)
    page.goto(f"/board/{meeting.id}/")
    expect(page.locator("[data-canvas] li[data-stop]").first).to_be_visible()
    last = page.locator(f"[data-stop='{page.evaluate(LOWEST)}']")
    last.focus()
    last.evaluate("(card) => card.scrollIntoView({ block: 'end' })")
    page.keyboard.press("u")
    say_something(page, "Det finns inget att ångra")
    assert_free(last)
