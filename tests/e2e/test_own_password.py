"""Whoever changes their password signs their other devices out, and goes on with what is open in this one."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import SWEEP_S, Meeting, arrives
from tests.e2e.running import Catcher, Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
NILS = "nils@example.se"
NEW = "fyra ord utan mening"


@pytest.fixture
def nils(meeting: Meeting) -> Iterator[str]:
    """Leads meetings in the arena, and has no password."""
    arena = meeting.http.get(f"/api/setup/{meeting.id}/").json()["arena"]
    members = f"/api/arenas/{arena}/members/"
    answer = meeting.http.post(members, json={"email": NILS, "role": "facilitator"})
    assert answer.status_code == 201, answer.text
    yield NILS
    own = next(one["id"] for one in answer.json() if one["email"] == NILS)
    meeting.http.delete(f"{members}{own}/")


def codes(catcher: Catcher) -> list[str]:
    """Those that were mailed to Nils, in order."""
    subjects = [one["Subject"] for one in catcher.mails if NILS in one["To"]]
    return [found[0] for one in subjects if (found := re.search(r"\d{6}$", one))]


def signed_in(browser: Browser, running: Running) -> BrowserContext:
    made = context(browser, running, LAPTOP)
    page, before = made.new_page(), len(codes(running.catcher))
    page.goto("/accounts/login/")
    page.get_by_label("E-post").fill(NILS)
    page.get_by_role("button", name="Mejla mig en kod").click()
    expect(page.get_by_role("textbox", name="Skriv koden")).to_be_visible()
    arrives(lambda: len(codes(running.catcher)), before + 1, within_s=SWEEP_S)
    page.get_by_role("textbox", name="Skriv koden").fill(codes(running.catcher)[-1])
    page.get_by_role("button", name="Fortsätt").click()
    page.wait_for_url("**/meetings/**")
    page.close()
    return made


def board_in(device: BrowserContext, meeting: Meeting) -> Page:
    page = device.new_page()
    page.goto(f"/board/{meeting.id}/")
    expect(page.get_by_role("heading", name="Idéer", level=1)).to_be_visible()
    return page


def test_ones_own_board_goes_on_and_the_one_elsewhere_ends(
    browser: Browser, running: Running, meeting: Meeting, nils: str
) -> None:
    meeting.go_to("collect")
    ben = meeting.join("Ben")
    here, elsewhere = signed_in(browser, running), signed_in(browser, running)
    board, other_board = board_in(here, meeting), board_in(elsewhere, meeting)
    # Words that stand there for a moment are seen too.
    board.evaluate("""() => {
      window.said = "";
      new MutationObserver(() => (window.said += document.body.innerText)).observe(document.body, {
        childList: true, subtree: true, characterData: true,
      });
    }""")
    page = here.new_page()
    page.goto("/accounts/password/set/")
    page.get_by_label("Nytt lösenord", exact=True).fill(NEW)
    page.get_by_label("Nytt lösenord, en gång till").fill(NEW)
    page.get_by_role("button", name="Spara lösenordet").click()
    page.wait_for_url("**/settings/**")
    expect(other_board.get_by_role("link", name="Logga in")).to_be_visible()
    ben.capture("Vi fortsätter")
    expect(board.get_by_text("Vi fortsätter")).to_be_visible()
    expect(other_board.get_by_text("Vi fortsätter")).to_have_count(0)
    said = board.evaluate("() => window.said")
    assert ("Du är utloggad" in said, "Ingen kontakt" in said) == (False, False)
    board.reload()
    expect(board.get_by_text("Vi fortsätter")).to_be_visible()
    here.close()
    elsewhere.close()
