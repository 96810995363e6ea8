"""No page has anything that axe finds against WCAG 2.2 A and AA, in light and in dark."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
_axe = Axe()


def assert_accessible(*pages: Page) -> None:
    """Looks at each page in both colour schemes as it stands now."""
    found = [report for page in pages for scheme in ("light", "dark") for report in _violations(page, scheme)]
    assert not found, "\n".join(found)


def _violations(page: Page, scheme: str) -> list[str]:
    # A page behind another one does not finish its transitions.
    page.bring_to_front()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.wait_for_timeout(200)
    results = _axe.run(page, options=RULES)
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    return [
        f"{page.url} {scheme}: {rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
