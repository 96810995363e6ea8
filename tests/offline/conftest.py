import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest
from playwright.async_api import async_playwright
from pytest_django import DjangoDbBlocker

from ideahub.embedded import ports
from tests.e2e.conftest import FLAGS, chromium
from tests.offline.activities import ACTIVITIES
from tests.offline.air import airs
from tests.offline.garden import Garden
from tests.offline.timeline import Place, play
from tests.support.bad_network import ONE_BAR, Weather, bad_network

# Nothing is compiled again to be faster: each page runs for moments only, and all of them on this one machine.
SPARING = "--js-flags=--no-maglev --no-turbofan"
AT_THE_DOOR = 4
# One for each phone whose tab is killed or whose link goes silent: Chromium's own switch does not outlive what is killed, and says
# that the network is gone. And for those that are without a network.
MOST_AIRS = 21 + 4 * len(ACTIVITIES)
Told = dict[str, BaseException | None]


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Garden]:
    made = Garden(tmp_path_factory.mktemp("garden"), django_db_blocker)
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(garden: Garden, request: pytest.FixtureRequest) -> Iterator[Told]:
    """Plays the scenarios that the chosen tests ask for, at the same time; what went wrong in each, or None."""
    # Each item is of the one module, and has the name of its scenario.
    here = [item for item in request.session.items if item.path == request.path]
    names = [item.callspec.params["name"] for item in here if isinstance(item, pytest.Function)]
    with ExitStack() as until:
        port = ports.free_port()
        still = until.enter_context(bad_network(port, Weather(), networks=MOST_AIRS))
        one_bar = replace(ONE_BAR, together=True)
        slow = until.enter_context(bad_network(port, one_bar, networks=len(ACTIVITIES)))
        steady = garden.web("steady", ways=[*still.ports, *slow.ports])
        steady.port = port
        mortal = garden.web("mortal")
        for web in (steady, mortal):
            until.callback(web.stop)
            web.start()

        async def together() -> Told:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, SPARING])
                door = asyncio.Semaphore(AT_THE_DOOR)
                place = Place(garden, playwright, browser, mortal, airs(still), airs(slow), door)
                try:
                    return await play(place, names)
                finally:
                    await browser.close()

        # Another test's Playwright may have its loop in this thread.
        with ThreadPoolExecutor(max_workers=1) as thread:
            yield thread.submit(lambda: asyncio.run(together())).result()
