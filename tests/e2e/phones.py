"""A phone in a meeting, as a browser has it: come in with all its files, what is written on it, and what the server then has."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.leading import Meeting, Person

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).match("/j/")));
  return pages.some(Boolean);
}"""


def entered(device: BrowserContext, person: Person) -> Page:
    """At the field for ideas. All screens that come later are on the device too, before anything happens to the network."""
    page = person.enter(device)
    expect(page.locator("#idea")).to_be_visible()
    keeps_itself(page)
    return page


def keeps_itself(page: Page) -> None:
    """Waits until it can be opened again without a network."""
    page.wait_for_function(KEPT)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def texts(meeting: Meeting) -> list[str]:
    return [one["text"] for one in meeting.state()["ideas"]]


def card(phone: Page, text: str) -> Locator:
    return phone.get_by_role("main").get_by_role("listitem").filter(has_text=text)


def write(phone: Page, text: str) -> None:
    phone.locator("#idea").fill(text)
    phone.get_by_role("button", name="Skicka idén").click()
    expect(card(phone, text)).to_be_visible()
