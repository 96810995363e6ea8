"""The tab, or the whole browser, is killed; and two tabs are open at once."""

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

from playwright.async_api import BrowserContext, Error, expect

from tests.e2e.conftest import FLAGS, PHONE, chromium
from tests.offline.activities import ACTIVITIES
from tests.offline.air import Air
from tests.offline.broken import SWALLOWED
from tests.offline.diary import DIARY
from tests.offline.ideas import Ideas
from tests.offline.phone import PATIENCE_MS, Phone
from tests.offline.timeline import Place, scenario
from tests.offline.writing import IN_THE_ROOM, TEXTS, UNREACHED, WRITES, mine, network
from tests.support.processes import Process, descendants, running

AWAY_S = 20
AND_A_THIRD = ("vote", "commit, suggested")
# Chromium writes cookies to the disk this often at least: a browser that is killed before has forgotten who joined.
COOKIES_KEPT_S = 31
# What is shown is on the device by then, and long before it would be kept anyhow.
MOMENT_S = 1


@scenario("the tab is killed, then the browser")
async def tab_killed(place: Place) -> None:
    """Without a network throughout. What was sent and what was half typed is there when it is opened again."""
    folder = place.garden.folder / "profile"
    air = place.airs.pop()
    phone = await open_browser(place, folder, air)
    phone.writing.away = UNREACHED
    await phone.keeps_itself()
    joined = asyncio.get_running_loop().time()
    air.cut()
    await phone.write(1, 2, 3)
    await phone.writing.landmark(phone.page).fill("Skriven 4")
    kill(renderers(folder))
    await reopened(phone)
    await phone.on_the_phone(3)
    await expect(phone.writing.landmark(phone.page)).to_have_value("Skriven 4")
    await phone.page.get_by_role("button", name="Skicka idén").click()
    await phone.on_the_phone(4)
    await asyncio.sleep(max(0.0, joined + COOKIES_KEPT_S - asyncio.get_running_loop().time()))
    kill(roots(folder))
    with suppress(Error):
        await phone.context.close()
    phone.context = await launch(place, folder, air)
    await phone.context.add_init_script(DIARY)
    await reopened(phone)
    await phone.write(WRITES)
    await phone.on_the_phone(WRITES)
    air.mend()
    await phone.arrived()
    await phone.context.close()


async def open_browser(place: Place, folder: Path, air: Air) -> Phone:
    async with place.let_in():
        context = await launch(place, folder, air)
        phone = await Phone.enter(place.garden, context, Ideas())
        place.phones.append(phone)
        return phone


async def launch(place: Place, folder: Path, air: Air) -> BrowserContext:
    chosen = {"executable_path": chromium(), "args": FLAGS, "base_url": air.url, **PHONE, "reduced_motion": "reduce"}
    context = await place.playwright.chromium.launch_persistent_context(folder, **chosen)  # type: ignore[arg-type]
    context.set_default_timeout(45_000)
    return context


async def reopened(phone: Phone) -> None:
    """As last seen, and it says from when."""
    with suppress(Error):
        await phone.page.close()
    phone.page = await phone.open_again()
    await expect(network(phone.page)).to_contain_text("Så såg mötet ut")


def roots(folder: Path) -> list[Process]:
    return [one for one in running() if f"--user-data-dir={folder}" in one.command and "--type=" not in one.command]


def renderers(folder: Path) -> list[Process]:
    # What starts a browser may stand above it, under the same command.
    below = {one for root in roots(folder) for one in descendants(root.pid)}
    return [one for one in below if "--type=renderer" in one.command]


def kill(processes: list[Process]) -> None:
    assert processes
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


async def only_the_tab_killed(place: Place, kind: str) -> None:
    """Without a network, half way through."""
    air = place.airs.pop()
    phone = await place.join(air.url, ACTIVITIES[kind]())
    phone.writing.away = UNREACHED
    await phone.keeps_itself()
    air.cut()
    times = phone.writing.times
    before = min(2, times)
    await phone.write(*range(1, before + 1))
    await phone.on_the_phone(before)
    await phone.crashes()
    await reopened(phone)
    await phone.on_the_phone(before)
    await phone.write(*range(before + 1, times + 1))
    await phone.on_the_phone(times)
    air.mend()
    await phone.arrived(opened_since=True)


async def killed_as_the_answer_comes(place: Place, kind: str) -> None:
    """And there is no network when it is opened again: each text stands there, and none is sent as another."""
    air = place.airs.pop()
    phone = await place.join(air.url, ACTIVITIES[kind]())
    await phone.keeps_itself()
    for n in range(1, phone.writing.times + 1):
        await phone.write(n)
        await answered(phone, n)
        air.cut()
        await phone.crashes()
        await reopened(phone)
        for text in TEXTS[:n]:
            await expect(mine(phone.page, text)).to_be_visible()
        air.mend()
        await expect(network(phone.page)).to_have_count(0)
    await phone.arrived()


@scenario("killed a moment after it was shown")
async def killed_after_it_was_shown(place: Place) -> None:
    """And there is no network when it is opened again: the phone says no less of it than it did."""
    air = place.airs.pop()
    phone = await place.join(air.url, Ideas(state=IN_THE_ROOM, show_others_after_s=0))
    await phone.keeps_itself()
    for n in range(1, WRITES + 1):
        await phone.write(n)
        await expect(mine(phone.page, TEXTS[n - 1])).to_contain_text(IN_THE_ROOM)
        await asyncio.sleep(MOMENT_S)
        air.cut()
        await phone.crashes()
        await reopened(phone)
        for text in TEXTS[:n]:
            await expect(mine(phone.page, text)).to_contain_text(IN_THE_ROOM)
        air.mend()
        await expect(network(phone.page)).to_have_count(0)
    await phone.arrived()


async def answered(phone: Phone, n: int) -> None:
    """By the database: the answer is on its way then, or has just come."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while len(await phone.garden.asked(lambda: phone.writing.stored(phone.room))) < n:
            await phone.page.wait_for_timeout(10)


# The tab of the first one is killed before its whole browser is.
for _kind in [kind for kind in ACTIVITIES if kind != "collect"]:
    scenario(f"only the tab is killed: {_kind}")(partial(only_the_tab_killed, kind=_kind))
for _kind in ("collect", "discuss"):
    scenario(f"killed as the answer comes: {_kind}")(partial(killed_as_the_answer_comes, kind=_kind))


async def two_tabs(place: Place, kind: str) -> None:
    """Both show what either wrote; the first one is closed; the other sends all of it, in the order it was written."""
    first = await place.join_with_an_air(ACTIVITIES[kind]())
    await first.keeps_itself()
    second = await first.open_again()
    await first.goes_offline()
    times = first.writing.times
    for n in range(1, times + 1):
        await first.writing.write(second if n in (3, 4) else first.page, n)
        if n % 2 == 0:
            await first.on_the_phone(n, first.page if n == 4 else second)
    await asyncio.gather(first.on_the_phone(times), first.on_the_phone(times, second))
    opened_since = [second]
    if kind in AND_A_THIRD:
        opened_since.append(await first.open_again())
        await first.on_the_phone(times, opened_since[-1])
    await first.page.close()
    await asyncio.sleep(AWAY_S)
    await first.is_online_again()
    await asyncio.gather(*(first.arrived(page, opened_since=True) for page in opened_since))


# The others lose a link that says nothing (`broken`).
for _kind in SWALLOWED:
    scenario(f"two tabs: {_kind}")(partial(two_tabs, kind=_kind))
