"""The mailed report as a mail program draws it: in both languages, in light and dark, as narrow as a phone."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page

from ideahub.embedded import ports
from tests.e2e.accessible import Looker
from tests.e2e.conftest import LAPTOP, context
from tests.e2e.leading import Meeting, ids
from tests.e2e.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
LONG = "Spårvagnshållplatsombyggnadsprojektledningsgruppen borde prata med oss som bor här varje dag"
# A mail is drawn inside a mail program's own page.
INSIDE = {
    "landmark-one-main": "the main part is the mail program's own",
    "region": "tables are what every mail program draws alike, and landmarks are taken out by many",
}


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    made = context(browser, running, LAPTOP)
    yield made.new_page()
    made.close()


@pytest.mark.parametrize("spoken", ["sv", "en"])
def test_the_mailed_report(page: Page, running: Running, meeting: Meeting, spoken: str) -> None:
    meeting.change(language=spoken)
    meeting.go_to("collect")
    ben, groups = meeting.join("Ben"), ids(2)
    for group, title in zip(groups, (LONG, "Grönt"), strict=True):
        meeting.lead(
            "cluster.create", cluster=group, title=title, column=meeting.columns[0], ideas=[ben.capture(title)]
        )
    meeting.go_to("vote")
    ben.do("vote.set", target=groups[0], points=2)
    meeting.lead("totals.show")
    meeting.lead("action.create", action=ids(1)[0], title=LONG, owner_name="Rut", ideas=[], due_on="2026-12-01")
    meeting.lead("workshop.close")
    page.set_content(html_of(running, meeting))
    assert page.evaluate("document.documentElement.lang") == spoken
    look = Looker(page, but=INSIDE)
    look.here("the mailed report", zoomed=True, modes=False)
    look.assert_nothing()


def html_of(running: Running, meeting: Meeting) -> str:
    title = meeting.state()["workshop"]["title"]

    def found() -> EmailMessage | None:
        return running.catcher.to(running.email, subject=title)

    assert ports.wait_until(lambda: found() is not None, timeout_s=60), "no report was mailed"
    mail = found()
    body = mail.get_body(("html",)) if mail else None
    assert body is not None
    return str(body.get_content())
