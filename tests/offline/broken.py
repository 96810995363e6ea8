"""What breaks beside the network: the server, the tab, the whole browser, a second tab, and one bar of signal."""

import asyncio
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

from playwright.async_api import BrowserContext, Error, WebSocket, expect

from tests.e2e.conftest import FLAGS, PHONE, chromium
from tests.offline.diary import DIARY
from tests.offline.phone import PATIENCE_MS, Phone
from tests.offline.timeline import Place, scenario
from tests.offline.without_network import half_typed_when_the_step_ends
from tests.offline.writing import ACTIVITIES, TEXTS, UNREACHED, WRITES, Comments, Ideas, Leftover, mine, network
from tests.support.bad_network import BadNetwork
from tests.support.processes import Process, descendants, running

DEAD_S = 12
AWAY_S = 20
# To one server, as many as Chromium has open at once.
CONNECTIONS = 6
LOOK_MS = 4000
# Chromium writes cookies to the disk this often at least: a browser that is killed before has forgotten who joined.
COOKIES_KEPT_S = 31


@scenario("the server is killed and started again")
async def killed(place: Place) -> None:
    """In each activity: two are written as it dies, the rest while it is gone."""
    phones = await asyncio.gather(*(place.join(place.mortal.url, make()) for make in ACTIVITIES.values()))
    for phone in phones:
        phone.writing.away = UNREACHED
        if isinstance(phone.writing, Leftover):
            await half_typed_when_the_step_ends(phone)
    await asyncio.gather(*(phone.write(1, 2) for phone in phones if phone.writing.times > 1))
    place.mortal.kill()
    await asyncio.gather(
        *(phone.write(*range(min(phone.writing.times, 3), phone.writing.times + 1)) for phone in phones)
    )
    await asyncio.sleep(DEAD_S)
    for phone in phones:
        await expect(network(phone.page)).to_contain_text(UNREACHED.title)
        await expect(network(phone.page)).to_contain_text("Kräver wifi inloggning?")
        await expect(phone.page.get_by_text("utan nät")).to_have_count(0)
    await asyncio.to_thread(place.mortal.start)
    ended = await asyncio.gather(*(phone.arrived() for phone in phones), return_exceptions=True)
    failed = [error for error in ended if isinstance(error, Exception)]
    if failed:
        raise ExceptionGroup("after the server came back", failed)


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


async def open_browser(place: Place, folder: Path, air: BadNetwork) -> Phone:
    async with place.door:
        context = await launch(place, folder, air)
        return await Phone.enter(place.garden, context, Ideas())


async def launch(place: Place, folder: Path, air: BadNetwork) -> BrowserContext:
    url = f"http://localhost:{air.port}"
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


async def only_the_tab_killed(place: Place, kind: str) -> None:
    """Without a network, half way through."""
    air = place.airs.pop()
    phone = await place.join(f"http://localhost:{air.port}", ACTIVITIES[kind]())
    phone.writing.away = UNREACHED
    await phone.keeps_itself()
    air.cut()
    await phone.write(1, 2)
    await phone.on_the_phone(2)
    await phone.crashes()
    await reopened(phone)
    await phone.on_the_phone(2)
    await phone.write(*range(3, WRITES + 1))
    await phone.on_the_phone(WRITES)
    air.mend()
    await phone.arrived(opened_since=True)


async def killed_as_the_answer_comes(place: Place, kind: str) -> None:
    """And there is no network when it is opened again: each text stands there, and none is sent as another."""
    air = place.airs.pop()
    phone = await place.join(f"http://localhost:{air.port}", ACTIVITIES[kind]())
    await phone.keeps_itself()
    for n in range(1, phone.writing.times + 1):
        await phone.write(n)
        await answered(phone, n)
        air.cut()
        await phone.crashes()
        await reopened(phone)
        for text in phone.writing.told_of[:n]:
            await expect(mine(phone.page, text)).to_be_visible()
        air.mend()
        await expect(network(phone.page)).to_have_count(0)
    await phone.arrived()


async def answered(phone: Phone, n: int) -> None:
    """By the database: the answer is on its way then, or has just come."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while len(await phone.garden.asked(lambda: phone.writing.stored(phone.room))) < n:
            await phone.page.wait_for_timeout(10)


for _kind in ("vote", "discuss", "commit"):
    scenario(f"only the tab is killed: {_kind}")(partial(only_the_tab_killed, kind=_kind))
for _kind in ("collect", "discuss"):
    scenario(f"killed as the answer comes: {_kind}")(partial(killed_as_the_answer_comes, kind=_kind))


@scenario("everything is swallowed, and the page is opened again")
async def swallowed_as_it_opens(place: Place) -> None:
    """Nothing passes and nobody is told; what was open stays dead when something does again, the browser's idle connections too.

    Each of those swallows a call once more, so it is looked at again and again, as people do.
    """
    air = place.airs.pop()
    phone = await place.join(f"http://localhost:{air.port}", Ideas())
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
    phone = await place.join(f"http://localhost:{air.port}", ACTIVITIES[kind]())
    await phone.keeps_itself()
    air.freeze()
    await phone.write_all()
    await expect(network(phone.page)).to_contain_text("Ansluter igen")
    air.lose()
    await phone.arrived()


scenario("everything is swallowed: vote")(partial(swallowed, kind="vote"))


async def two_tabs(place: Place, kind: str) -> None:
    """Both show what either wrote; the first one is closed; the other sends all of it, in the order it was written."""
    first = await place.join(place.steady.url, ACTIVITIES[kind]())
    await first.keeps_itself()
    second = await first.open_again()
    await first.context.set_offline(True)
    await first.write(1, 2)
    await first.on_the_phone(2, second)
    for n in (3, 4):
        await first.writing.write(second, n)
    await first.on_the_phone(4)
    await first.write(WRITES)
    await asyncio.gather(first.on_the_phone(WRITES), first.on_the_phone(WRITES, second))
    third = await first.open_again()
    await first.on_the_phone(WRITES, third)
    await first.page.close()
    await asyncio.sleep(AWAY_S)
    await first.context.set_offline(False)
    await asyncio.gather(first.arrived(second, opened_since=True), first.arrived(third, opened_since=True))


for _kind in ("collect", "vote", "discuss", "commit"):
    scenario(f"two tabs: {_kind}")(partial(two_tabs, kind=_kind))


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
    await expect(phone.page.get_by_text("5 texter väntar på telefonen.")).to_be_visible()
    await phone.page.get_by_role("button", name="Gå med").click()
    await phone.is_in()
    await phone.arrived()


@scenario("the meeting is closed meanwhile")
async def closed_meanwhile(place: Place) -> None:
    """What comes too late stands there with the reason, over a reload, until it is thrown away."""
    phone = await place.join(place.steady.url, Comments())
    await phone.loses_the_network()
    await phone.write_all()
    await phone.garden.lead(phone.room, "workshop.close")
    await phone.context.set_offline(False)
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
    phone = await place.join(place.steady.url, Ideas())
    await phone.loses_the_network()
    await phone.write_all()
    await phone.on_the_phone(WRITES)
    await phone.garden.lead(phone.room, "workshop.close")
    await phone.context.clear_cookies()
    await phone.page.reload()
    await phone.on_the_phone(WRITES)
    await phone.context.set_offline(False)
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
    phone = await place.join(f"http://localhost:{place.bar.port}", ACTIVITIES[kind]())
    if kind == "group":
        await half_typed_when_the_step_ends(phone)
    await phone.write_all()
    await phone.arrived()
    await phone.page.reload()
    await phone.arrived()


for _kind in ACTIVITIES:
    scenario(f"one bar of signal: {_kind}")(partial(one_bar, kind=_kind))
