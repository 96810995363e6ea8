"""Many phones at once, each through its own trouble, so that a minute without a network is waited for once."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
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
    What there is to take part with. `steady` stays up, `mortal` is killed; each of `airs` can be cut, each of `bars` is one bar of
    signal. `phones`: those that have come in.
    """

    garden: Garden
    playwright: Playwright
    browser: Browser
    steady: Web
    mortal: Web
    airs: list[Air]
    bars: list[Air]
    door: asyncio.Semaphore
    phones: list[Phone] = field(default_factory=list)

    async def join(self, url: str, writing: Writing) -> Phone:
        """Few come in at the same moment: this one machine draws all their pages."""
        async with self.door:
            return await self._join(url, writing)

    async def join_on_one_bar(self, writing: Writing) -> Phone:
        """Which is its own brake."""
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
    """Plays these at the same time, none longer than LONGEST_S. What went wrong in each, or None."""

    async def one(name: str) -> None:
        there = replace(place, phones=[])
        try:
            async with asyncio.timeout(LONGEST_S):
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
