"""What breaks beside the network: the server, the tab, the whole browser, a second tab, and one bar of signal."""

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

from playwright.async_api import BrowserContext, Error, WebSocket, expect

from tests.e2e.conftest import FLAGS, PHONE, chromium
from tests.offline.phone import PATIENCE_MS, Phone, told
from tests.offline.timeline import Place, scenario
from tests.offline.without_network import half_typed_when_the_step_ends
from tests.offline.writing import ACTIVITIES, WRITES, Ideas, Leftover, network
from tests.support.processes import Process, descendants, running

DEAD_S = 12
AWAY_S = 20
# Chromium writes cookies to the disk this often at least: a browser that is killed before has forgotten who joined.
COOKIES_KEPT_S = 31


@scenario("the server is killed and started again")
async def killed(place: Place) -> None:
    """In each activity: two are written as it dies, the rest while it is gone."""
    phones = await asyncio.gather(*(place.join(place.mortal.url, make()) for make in ACTIVITIES.values()))
    for phone in phones:
        if isinstance(phone.writing, Leftover):
            await half_typed_when_the_step_ends(phone)
    await asyncio.gather(*(phone.write(1, 2) for phone in phones if phone.writing.times > 1))
    place.mortal.kill()
    await asyncio.gather(
        *(phone.write(*range(min(phone.writing.times, 3), phone.writing.times + 1)) for phone in phones)
    )
    await asyncio.sleep(DEAD_S)
    await asyncio.gather(*(expect(network(phone.page)).to_contain_text("Du är utan nät.") for phone in phones))
    await asyncio.to_thread(place.mortal.start)
    ended = await asyncio.gather(*(phone.arrived() for phone in phones), return_exceptions=True)
    failed = [error for error in ended if isinstance(error, Exception)]
    if failed:
        raise ExceptionGroup("after the server came back", failed)


@scenario("the tab is killed, then the browser")
async def tab_killed(place: Place) -> None:
    """Without a network throughout. What was sent and what was half typed is there when it is opened again."""
    folder = place.garden.folder / "profile"
    phone = await open_browser(place, folder)
    await phone.keeps_itself()
    joined = asyncio.get_running_loop().time()
    place.air.cut()
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
    phone.context = await launch(place, folder)
    await reopened(phone)
    await phone.write(WRITES)
    await phone.on_the_phone(WRITES)
    place.air.mend()
    await phone.arrived()
    await phone.context.close()


async def open_browser(place: Place, folder: Path) -> Phone:
    async with place.door:
        context = await launch(place, folder)
        return await Phone.enter(place.garden, context, Ideas())


async def launch(place: Place, folder: Path) -> BrowserContext:
    url = f"http://localhost:{place.air.port}"
    chosen = {"executable_path": chromium(), "args": FLAGS, "base_url": url, **PHONE}
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
    (root,) = roots(folder)
    return [one for one in descendants(root.pid) if "--type=renderer" in one.command]


def kill(processes: list[Process]) -> None:
    assert processes
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)


@scenario("two tabs")
async def two_tabs(place: Place) -> None:
    """Both show what either wrote; the first one is closed; the other sends all of it, in the order it was written."""
    first = await place.join(place.steady.url, Ideas())
    await first.keeps_itself()
    second = await first.open_again()
    await first.context.set_offline(True)
    await first.write(1, 2)
    for n in (3, 4):
        await first.writing.write(second, n)
    await first.write(WRITES)
    await asyncio.gather(first.on_the_phone(WRITES), first.on_the_phone(WRITES, second))
    third = await first.open_again()
    await first.on_the_phone(WRITES, third)
    await first.page.close()
    await asyncio.sleep(AWAY_S)
    await first.context.set_offline(False)
    await asyncio.gather(first.arrived(second), first.arrived(third))


@scenario("the device has forgotten who joined")
async def forgotten(place: Place) -> None:
    """Its cookies are gone while texts wait: whoever comes in anew from this device brings them along."""
    phone = await place.join(place.steady.url, Ideas())
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
    await phone.context.set_offline(False)
    await phone.page.get_by_role("button", name="Gå med").click()
    await phone.is_in()
    await phone.arrived()


async def one_bar(place: Place, kind: str) -> None:
    """300 ms ± 100, 5 % loss, 256 kbit/s: slow, and otherwise as always."""
    phone = await place.join(f"http://localhost:{place.bar.port}", ACTIVITIES[kind]())
    if kind == "group":
        await half_typed_when_the_step_ends(phone)
    await phone.write_all()
    await phone.arrived()
    if kind == "collect":
        for states in [(await phone.diary())[f"Skriven {n}"] for n in range(1, WRITES + 1)]:
            told(states, "Granskas")
    await phone.page.reload()
    await phone.arrived()


for _kind in ACTIVITIES:
    scenario(f"one bar of signal: {_kind}")(partial(one_bar, kind=_kind))
