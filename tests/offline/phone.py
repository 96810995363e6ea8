"""Somebody's phone in a real Chromium, with a diary of what its screen said of each text at every moment."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext, Error, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.phones import NOTHING_WAITS
from tests.offline.air import Air
from tests.offline.diary import DIARY
from tests.offline.garden import Garden, answers_to_phones
from tests.offline.writing import Writing, network
from tests.support.room import Room

PATIENCE_MS = 45_000
expect.set_options(timeout=PATIENCE_MS)

# Opened again without a network it shows what was kept of it last.
IS_KEPT = """(seq) => new Promise((resolve) => {
  const asked = indexedDB.open("ideahub-seen");
  asked.onsuccess = () => {
    const all = asked.result.transaction("seen").objectStore("seen").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result.some(({ state }) => state.seq >= seq)); };
  };
})"""


@dataclass
class Phone:
    garden: Garden
    room: Room
    writing: Writing
    context: BrowserContext
    page: Page
    # How many of this person's commands were decided before they began to write.
    decided: int = 0
    # Its own way to the server, where it has one.
    air: Air | None = None

    @classmethod
    async def join(cls, garden: Garden, browser: Browser, url: str, writing: Writing) -> "Phone":
        # Each picture of a movement would be drawn, and nobody here looks at it.
        context = await browser.new_context(base_url=url, reduced_motion="reduce", **PHONE)  # type: ignore[arg-type]
        return await cls.enter(garden, context, writing)

    @classmethod
    async def enter(cls, garden: Garden, context: BrowserContext, writing: Writing) -> "Phone":
        """Into a workshop of its own, through the door."""
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(DIARY)
        room = await garden.asked(writing.make_room)
        phone = cls(garden, room, writing, context, await context.new_page())
        await phone.page.goto(f"/j/{room.workshop.code}")
        await phone.page.get_by_role("button", name="Gå med").click()
        await writing.begin(phone)
        phone.decided = len(await garden.asked(lambda: answers_to_phones(room)))
        return phone

    async def is_in(self, page: Page | None = None) -> None:
        await expect(self.writing.landmark(page or self.page)).to_be_visible()

    async def open_again(self) -> Page:
        """Another tab on the same meeting."""
        page = await self.context.new_page()
        # What hangs may keep it from being loaded to the end, which nobody waits for.
        await page.goto(f"/j/{self.room.workshop.code}", wait_until="commit")
        await expect(self.writing.stands(page)).to_be_visible()
        return page

    async def keeps_itself(self) -> None:
        """Waits until the app's own files are on the device, and the meeting as it is."""
        await self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        await self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        await until(self.page, IS_KEPT, await self.garden.asked(lambda: self.room.seq))

    async def loses_the_network(self) -> None:
        """Returns when the phone has noticed, with all of the app's screens on it."""
        await self.keeps_itself()
        await self.goes_offline()
        await expect(network(self.page)).to_contain_text("Du är utan nät.")

    async def goes_offline(self) -> None:
        """Chromium's own switch leaves an open socket hanging, with which its network process is busy until the end: a way of
        its own is cut beside it."""
        await self.context.set_offline(True)
        if self.air:
            self.air.cut()

    async def is_online_again(self) -> None:
        if self.air:
            self.air.mend()
        await self.context.set_offline(False)

    async def write(self, *numbers: int) -> None:
        for n in numbers:
            await self.writing.write(self.page, n)

    async def write_all(self) -> None:
        await self.write(*range(1, self.writing.times + 1))

    async def on_the_phone(self, n: int, page: Page | None = None) -> None:
        await expect(network(page or self.page)).to_contain_text(self.writing.away.title)
        await self.writing.on_the_phone(page or self.page, n)

    async def arrived(self, page: Page | None = None, *, opened_since: bool = False) -> None:
        """The phone says so, nothing waits on it, and the server has each once and in order.

        `opened_since`: the page may have come after a text was written, and not have seen how it stood before.
        """
        page = page or self.page
        await expect(network(page)).to_have_count(0)
        await until(page, NOTHING_WAITS)
        await self.writing.arrived(page)
        await self.is_once_with_the_server()
        self.writing.was_told(await self.diary(page), opened_since=opened_since)

    async def crashes(self) -> None:
        """Its tab, as when the device needs the memory: nothing is finished."""
        crashed = asyncio.Event()
        self.page.on("crash", lambda _: crashed.set())
        session = await self.context.new_cdp_session(self.page)
        # Nobody is left to answer.
        dying = asyncio.ensure_future(session.send("Page.crash"))
        dying.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        async with asyncio.timeout(PATIENCE_MS / 1000):
            await crashed.wait()
        dying.cancel()
        with suppress(Error):
            await self.page.close()

    async def is_once_with_the_server(self) -> None:
        stored = await self.garden.asked(lambda: self.writing.stored(self.room))
        assert stored == self.writing.expected
        answers = await self.garden.asked(lambda: answers_to_phones(self.room))
        assert all(answers[self.decided :])
        assert len(answers[self.decided :]) in self.writing.taken

    async def diary(self, page: Page | None = None) -> dict[str, list[str]]:
        told: dict[str, list[str]] = await (page or self.page).evaluate(
            "JSON.parse(sessionStorage.getItem('diary') ?? '{}')"
        )
        return told


async def until(page: Page, question: str, about: object = None) -> None:
    """Asks until the page says yes. Playwright's own waiting takes the promise of an answer for a yes."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while not await page.evaluate(question, about):
            await page.wait_for_timeout(100)
