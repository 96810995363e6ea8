"""A case number that comes after the meeting: its organizer writes it, the report says it, and nobody is mailed again."""

import io

import pypdf
import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.accessible import Looker
from tests.e2e.leading import SWEEP_S, Meeting, arrives
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
NUMBER = "KS 2026/0417"


def pdf_says(meeting: Meeting, text: str) -> bool:
    pages = pypdf.PdfReader(io.BytesIO(meeting.http.get(f"/reports/{meeting.id}/report.pdf").content)).pages
    return text in " ".join(" ".join(page.extract_text() for page in pages).split())


def given_up(route: Route) -> None:
    """As after the last of its tries."""
    route.fulfill(json=[one | {"pdf_due": True, "pdf_failed": True} for one in route.fetch().json()])


def test_it_is_written_after_the_close(laptop: Page, meeting: Meeting, running: Running) -> None:
    title = meeting.state()["workshop"]["title"]
    meeting.go_to("collect")
    meeting.lead("workshop.close")
    arrives(lambda: meeting.report()["state"], "sent", within_s=SWEEP_S)
    laptop.goto(f"/meetings/{meeting.id}/")
    field = laptop.get_by_label("Diarienummer")
    expect(field).to_be_visible()
    look = Looker(laptop)
    look("a case number after the close", zoomed=True)
    field.fill(NUMBER)
    field.press("Tab")
    expect(laptop.get_by_text("Rapporten skrivs om, och ingen får den mejlad igen.")).to_be_visible()
    arrives(lambda: meeting.report()["pdf_due"], False, within_s=SWEEP_S)
    assert pdf_says(meeting, f"Diarienummer {NUMBER}.")
    mails = [one for one in running.catcher.mails if title in one["Subject"]]
    assert len(mails) == 1
    expect(laptop.get_by_role("link", name="PDF")).to_be_visible()
    laptop.reload()
    expect(field).to_have_value(NUMBER)
    laptop.route("**/api/setup/*/reports/", given_up)
    try:
        laptop.reload()
        said = "PDF:en gick inte att skriva om när diarienumret ändrades, och är som den var."
        expect(laptop.get_by_text(said)).to_be_visible()
        expect(laptop.get_by_role("link", name="PDF")).to_be_visible()
        look("a PDF that was given up", zoomed=True)
    finally:
        laptop.unroute_all(behavior="ignoreErrors")
    laptop.get_by_role("link", name="Läs rapporten").click()
    expect(laptop.get_by_text(f"Diarienummer {NUMBER}.")).to_be_visible()
    look.assert_nothing()
