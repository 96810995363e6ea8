"""A phone in a meeting, as a browser has it: come in with all its files, what is written on it, and what the server then has."""

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.leading import Meeting, Person, arrives

KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).match("/j/")));
  return pages.some(Boolean);
}"""
NOTHING_WAITS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("ideahub");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.every(({ refusal }) => refusal)); };
  };
})"""


def entered(device: BrowserContext, person: Person) -> Page:
    """At the field for ideas. All screens that come later are on the device too, before anything happens to the network."""
    page = person.enter(device)
    expect(page.locator("#idea")).to_be_visible()
    keeps_itself(page)
    return page


def keeps_itself(page: Page) -> None:
    """Waits until it can be opened again without a network."""
    is_kept(page)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def is_kept(page: Page) -> None:
    """Waits until its own files are on the device. Playwright's own waiting takes the promise of an answer for a yes."""
    arrives(lambda: page.evaluate(KEPT), True)


def nothing_waits(page: Page) -> None:
    """Waits until the server has decided all that was done on this device, a phone or a board."""
    arrives(lambda: page.evaluate(NOTHING_WAITS), True)


def texts(meeting: Meeting) -> list[str]:
    return [one["text"] for one in meeting.state()["ideas"]]


def card(phone: Page, text: str) -> Locator:
    return phone.get_by_role("main").get_by_role("listitem").filter(has_text=text)


def write(phone: Page, text: str) -> None:
    phone.locator("#idea").fill(text)
    phone.get_by_role("button", name="Skicka idén").click()
    expect(card(phone, text)).to_be_visible()
