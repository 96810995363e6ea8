"""What breaks beside the network: a link that swallows everything, who somebody was, the meeting itself, and one bar of signal."""

import asyncio
import re
from contextlib import suppress
from functools import partial

from playwright.async_api import Page, WebSocket, expect

from tests.offline.activities import ACTIVITIES
from tests.offline.ideas import Ideas
from tests.offline.phone import PATIENCE_MS
from tests.offline.talk import Comments
from tests.offline.timeline import Place, scenario
from tests.offline.writing import TEXTS, UNREACHED, WRITES, mine, network

# To one server, as many as Chromium has open at once.
CONNECTIONS = 6
LOOK_MS = 4000
# Several calls are waited for, one after the other, before the phone says that nobody answers, and before one of them gets through.
LONG_MS = 2 * PATIENCE_MS
SWALLOWED = ("collect, changed and supported", "vote", "commit, suggested", "close")
AND_A_THIRD = ("collect", "discuss")


@scenario("everything is swallowed, and the page is opened again")
async def swallowed_as_it_opens(place: Place) -> None:
    """Nothing passes and nobody is told; what was open stays dead when something does again, the browser's idle connections too.

    Each of those swallows a call once more, so it is looked at again and again, as people do.
    """
    air = place.airs.pop()
    phone = await place.join(air.url, Ideas())
    phone.writing.away = UNREACHED
    await phone.keeps_itself()
    air.freeze()
    await phone.write(1, 2)
    await phone.page.reload()
    await phone.is_in()
    await phone.on_the_phone(2)
    await phone.write(*range(3, WRITES + 1))
    await phone.on_the_phone(WRITES)
    air.lose()
    for _ in range(CONNECTIONS + 1):
        await phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        with suppress(AssertionError):
            await expect(network(phone.page)).to_have_count(0, timeout=LOOK_MS)
    await phone.arrived()


async def swallowed(place: Place, kind: str) -> None:
    """The same while the page is open, where silence alone shows that the link is dead and nobody looks."""
    air = place.airs.pop()
    phone = await place.join(air.url, ACTIVITIES[kind]())
    await phone.keeps_itself()
    air.freeze()
    await phone.write_all()
    await noticed(phone.page)
    air.lose()
    await phone.arrived()


async def noticed(page: Page) -> None:
    await expect(network(page)).to_contain_text(re.compile("Ansluter igen|Vi når inte mötet"))


async def swallowed_in_two_tabs(place: Place, kind: str) -> None:
    """Both show what either wrote; the first one is closed; the other sends all of it, in the order it was written."""
    air = place.airs.pop()
    phone = await place.join(air.url, ACTIVITIES[kind]())
    phone.writing.away = UNREACHED
    await phone.keeps_itself()
    other = await phone.open_again()
    air.freeze()
    for n in range(1, phone.writing.times + 1):
        page = other if n in (3, 4) else phone.page
        if n > 1:
            await phone.writing.reached_tab(page, n - 1)
        await phone.writing.write(page, n)
    for page in (phone.page, other):
        await noticed(page)
        # Until nothing else is answered either, it is thought to come back at once.
        await expect(network(page)).to_contain_text(UNREACHED.title, timeout=LONG_MS)
        await phone.on_the_phone(phone.writing.times, page)
    later = [other]
    if kind in AND_A_THIRD:
        later.append(await phone.open_again())
        await phone.on_the_phone(phone.writing.times, later[-1])
    await phone.page.close()
    air.lose()
    for page in later:
        await expect(network(page)).to_have_count(0, timeout=LONG_MS)
    await asyncio.gather(*(phone.arrived(page, opened_since=True) for page in later))


for _kind in SWALLOWED:
    scenario(f"everything is swallowed: {_kind}")(partial(swallowed, kind=_kind))
# In place of two tabs without a network: opening as many pages more would take the stage minutes.
SWALLOWED_IN_TWO_TABS = [kind for kind in ACTIVITIES if kind not in SWALLOWED]
for _kind in SWALLOWED_IN_TWO_TABS:
    scenario(f"everything is swallowed in two tabs: {_kind}")(partial(swallowed_in_two_tabs, kind=_kind))


@scenario("the device has forgotten who joined")
async def forgotten(place: Place) -> None:
    """Its cookies are gone while texts wait: whoever comes in anew from this device brings them along."""
    phone = await place.join_with_an_air(Ideas())
    sockets: list[WebSocket] = []
    phone.page.on("websocket", lambda socket: sockets.append(socket))
    await phone.page.reload()
    await phone.is_in()
    await phone.loses_the_network()
    await phone.write_all()
    await phone.on_the_phone(WRITES)
    # The one it had would go on as who it was: once another is tried, it has let go of it.
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while len(sockets) < 2:
            await phone.page.wait_for_timeout(100)
    await phone.context.clear_cookies()
    await phone.is_online_again()
    await expect(phone.page.get_by_text("5 texter väntar på telefonen.")).to_be_visible()
    await phone.page.get_by_role("button", name="Gå med").click()
    await phone.is_in()
    await phone.arrived()


@scenario("the meeting is closed meanwhile")
async def closed_meanwhile(place: Place) -> None:
    """What comes too late stands there with the reason, over a reload, until it is thrown away."""
    phone = await place.join_with_an_air(Comments())
    await phone.loses_the_network()
    await phone.write_all()
    await phone.garden.lead(phone.room, "workshop.close")
    await phone.is_online_again()
    for _ in ("as it came", "after a reload"):
        for text in TEXTS:
            await expect(mine(phone.page, text)).to_contain_text("Kommentaren kom inte fram. Texten är sparad.")
            await expect(mine(phone.page, text)).to_contain_text("Mötet är avslutat.")
        await phone.page.reload()
    await mine(phone.page, TEXTS[0]).get_by_role("button", name="Kasta texten").click()
    await expect(mine(phone.page, TEXTS[0])).to_have_count(0)
    await expect(mine(phone.page, TEXTS[1])).to_be_visible()
    assert await phone.garden.asked(lambda: phone.writing.stored(phone.room)) == []


@scenario("the meeting is closed, and the device has forgotten who joined")
async def closed_and_forgotten(place: Place) -> None:
    """There is no way in: the closed door says what is left on the phone, and lets it be copied."""
    phone = await place.join_with_an_air(Ideas())
    await phone.loses_the_network()
    await phone.write_all()
    await phone.on_the_phone(WRITES)
    await phone.garden.lead(phone.room, "workshop.close")
    await phone.context.clear_cookies()
    await phone.page.reload()
    await phone.on_the_phone(WRITES)
    await phone.is_online_again()
    left = phone.page.get_by_role("region", name="Kvar på telefonen")
    for _ in ("as it came", "after a reload"):
        await expect(phone.page.get_by_role("heading", name="Mötet är avslutat")).to_be_visible()
        await expect(left.get_by_role("listitem")).to_have_count(WRITES)
        await phone.page.reload()
    await left.get_by_role("button", name="Kopiera").first.click()
    await expect(phone.page.get_by_text("Texten är kopierad.")).to_be_visible()
    await left.get_by_role("button", name="Kasta texten").first.click()
    await expect(left.get_by_role("listitem")).to_have_count(WRITES - 1)


async def one_bar(place: Place, kind: str) -> None:
    """300 ms ± 100, 5 % loss, 256 kbit/s: slow, and otherwise as always."""
    phone = await place.join_on_one_bar(ACTIVITIES[kind]())
    await phone.write_all()
    await phone.arrived()
    await phone.page.reload()
    await phone.arrived()


for _kind in ACTIVITIES:
    scenario(f"one bar of signal: {_kind}")(partial(one_bar, kind=_kind))
