"""Many phones at once, each through its own trouble, so that a minute without a network is waited for once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Browser, Playwright

from tests.offline.garden import Garden, Web
from tests.offline.phone import Phone
from tests.offline.writing import Writing
from tests.support.bad_network import BadNetwork

LONGEST_S = 300


@dataclass
class Place:
    """What there is to take part with. `steady` stays up, `mortal` is killed; each of `airs` can be cut, `bar` is one bar of signal."""

    garden: Garden
    playwright: Playwright
    browser: Browser
    steady: Web
    mortal: Web
    airs: list[BadNetwork]
    bar: BadNetwork
    door: asyncio.Semaphore

    async def join(self, url: str, writing: Writing) -> Phone:
        """Few come in at the same moment: this one machine draws all their pages. One bar of signal is its own brake."""
        if url.endswith(str(self.bar.port)):
            return await Phone.join(self.garden, self.browser, url, writing)
        async with self.door:
            return await Phone.join(self.garden, self.browser, url, writing)


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
        async with asyncio.timeout(LONGEST_S):
            await SCENARIOS[name](place)

    ended = await asyncio.gather(*map(one, names), return_exceptions=True)
    return dict(zip(names, ended, strict=True))
