"""Many phones at once, each through its own trouble, so that a minute without a network is waited for once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace

from playwright.async_api import Browser, Error, Playwright

from tests.offline.air import Air
from tests.offline.garden import Garden, Web
from tests.offline.phone import Phone
from tests.offline.writing import Writing

LONGEST_S = 500


@dataclass
class Place:
    """
    What there is to take part with. `mortal` is killed; each of `airs` can be cut and each of `bars` is one bar of signal, to a server
    that stays up. `phones`: those that have come in.
    """

    garden: Garden
    playwright: Playwright
    browser: Browser
    mortal: Web
    airs: list[Air]
    bars: list[Air]
    door: asyncio.Semaphore
    phones: list[Phone] = field(default_factory=list)
    limit: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))

    @asynccontextmanager
    async def let_in(self) -> AsyncIterator[None]:
        """Few come in at the same moment: this one machine draws all their pages. The wait is no part of a scenario's time."""
        async with self.door:
            self.begin()
            yield

    def begin(self) -> None:
        """From now on the scenario may take LONGEST_S."""
        self.limit.reschedule(asyncio.get_running_loop().time() + LONGEST_S)

    async def join(self, url: str, writing: Writing) -> Phone:
        async with self.let_in():
            return await self._join(url, writing)

    async def join_with_an_air(self, writing: Writing) -> Phone:
        """Which goes away with the network."""
        air = self.airs.pop()
        phone = await self.join(air.url, writing)
        phone.air = air
        return phone

    async def join_on_one_bar(self, writing: Writing) -> Phone:
        """Which is its own brake."""
        self.begin()
        return await self._join(self.bars.pop().url, writing)

    async def _join(self, url: str, writing: Writing) -> Phone:
        phone = await Phone.join(self.garden, self.browser, url, writing)
        self.phones.append(phone)
        return phone


Scenario = Callable[[Place], Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {}


def scenario(name: str) -> Callable[[Scenario], Scenario]:
    def register(run: Scenario) -> Scenario:
        SCENARIOS[name] = run
        return run

    return register


async def play(place: Place, names: list[str]) -> dict[str, BaseException | None]:
    """Plays these at the same time, none longer than LONGEST_S after the last of its phones was let in. What went wrong in each."""

    async def one(name: str) -> None:
        limit = asyncio.timeout(None)
        there = replace(place, phones=[], limit=limit)
        try:
            async with limit:
                await SCENARIOS[name](there)
        finally:
            # Its pages would go on working beside those of the others.
            for phone in there.phones:
                with suppress(Error):
                    await phone.context.close()

    playing = []
    for name in names:
        playing.append(asyncio.ensure_future(one(name)))
        # It is at the door before the next one, with all of its phones.
        for _ in range(3):
            await asyncio.sleep(0)
    ended = await asyncio.gather(*playing, return_exceptions=True)
    return dict(zip(names, ended, strict=True))
