"""The app is built anew and put in place of the old one while a text stands unsent, half typed, or is being changed."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, expect

from tests.offline.air import Air, airs
from tests.offline.garden import Web
from tests.offline.ideas import Ideas
from tests.offline.phone import until
from tests.offline.timeline import Place, scenario
from tests.offline.writing import mine
from tests.support.bad_network import BadNetwork, Weather, bad_network
from tests.support.server import ROOT

BUILT = ROOT / "frontend" / "dist"
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration('/j/'))?.waiting)"
IS_NEW = "() => window.isNewBuild === true"
CHANGED = "Skriven 1, nu ändrad"
# Counts how often a page has come to know what stands ready on the device.
LOOKS = """(() => {
  const workers = navigator.serviceWorker;
  const register = workers.register.bind(workers);
  workers.register = async (...asked) => {
    const made = await register(...asked);
    window.looked = (window.looked ?? 0) + 1;
    return made;
  };
})()"""
HAS_LOOKED = "() => window.looked === 2"
# For what it would do then: that it does nothing cannot be waited for.
STARTS_ANEW_S = 3


@scenario("a new build of the app")
async def a_new_build(place: Place) -> None:
    folder = copied(place.garden.folder / "front")
    settings = {
        "DJANGO_SETTINGS_MODULE": "tests.offline.build_settings",
        "FRONT_END_OF_THE_TEST": str(folder),
    }
    web = place.garden.web("builds", **settings)
    async with in_a_thread(bad_network(web.port, Weather())) as way:
        web.ways = way.ports
        await asyncio.to_thread(web.start)
        try:
            await goes_through_it(place, web, folder, airs(way)[0])
        finally:
            await asyncio.to_thread(web.stop)


@asynccontextmanager
async def in_a_thread(network: AbstractContextManager[BadNetwork]) -> AsyncIterator[BadNetwork]:
    """Begins and ends there: all other phones share the loop."""
    way = await asyncio.to_thread(network.__enter__)
    try:
        yield way
    finally:
        await asyncio.to_thread(network.__exit__, None, None, None)


async def goes_through_it(place: Place, web: Web, folder: Path, air: Air) -> None:
    phone = await place.join(air.url, Ideas(state="Visas i rummet", show_others_after_s=0))
    phone.air = air
    await phone.context.add_init_script(LOOKS)
    field = phone.writing.landmark(phone.page)
    await phone.loses_the_network()
    await phone.write(1)
    await field.fill("Skriven 2")
    await asyncio.to_thread(web.kill)
    put_another_build(folder)
    await asyncio.to_thread(web.start)

    await phone.page.reload()
    await phone.on_the_phone(1)
    await expect(field).to_have_value("Skriven 2")

    await phone.is_online_again()
    await expect(mine(phone.page, "Skriven 1")).to_contain_text("Visas i rummet")
    await fetched(phone.page)
    await stays_old(phone.page)
    await expect(field).to_have_value("Skriven 2")
    await phone.page.get_by_role("button", name="Skicka idén").click()
    await expect(mine(phone.page, "Skriven 2")).to_contain_text("Visas i rummet")

    await change_the_first(phone.page)
    other = await phone.open_again()
    await other.wait_for_function(IS_NEW)
    await expect(mine(other, "Skriven 2")).to_contain_text("Visas i rummet")
    assert not await phone.page.evaluate(IS_NEW)
    await phone.page.get_by_role("dialog").get_by_role("button", name="Spara").click()
    await expect(mine(other, CHANGED)).to_contain_text("Visas i rummet")
    await half_changed_is_kept(other)
    assert await place.garden.asked(lambda: phone.writing.stored(phone.room)) == [CHANGED, "Skriven 2"]


async def fetched(page: Page) -> None:
    """The page that is opened next finds the new build on the device, waiting."""
    await page.reload()
    await until(page, WAITS)


async def stays_old(page: Page) -> None:
    """Opened again with something half typed, the old build goes on, from the device: its server has only the new one."""
    await page.reload()
    await expect(mine(page, "Skriven 1")).to_be_visible()
    await page.wait_for_function(HAS_LOOKED)
    await asyncio.sleep(STARTS_ANEW_S)
    assert not await page.evaluate(IS_NEW)
    assert await page.evaluate(WAITS)


async def change_the_first(page: Page) -> None:
    await open_the_change(page, "Skriven 1")
    await page.get_by_role("dialog").get_by_label("Din idé").fill(CHANGED)


async def half_changed_is_kept(page: Page) -> None:
    await open_the_change(page, CHANGED)
    await page.get_by_role("dialog").get_by_label("Din idé").fill("Halvt änd")
    await page.reload()
    await open_the_change(page, "Halvt änd")


async def open_the_change(page: Page, text: str) -> None:
    await page.get_by_role("button", name=re.compile("^Ändra eller ta tillbaka idé")).last.click()
    await page.get_by_role("button", name="Ändra", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_label("Din idé")).to_have_value(text)


def copied(folder: Path) -> Path:
    """As it was built, without what is only the same again, compressed."""
    shutil.copytree(BUILT, folder, ignore=shutil.ignore_patterns("*.gz", "*.br"))
    return folder


def put_another_build(folder: Path) -> None:
    """Each of the phone's files gets another name, as when its content is another, and the old ones are gone."""
    worker = (folder / "sw.js").read_text()
    names = sorted(set(re.findall(r"assets/([\w.-]+-[\w-]{8}\.(?:js|css))", worker)))
    assert names
    others = {name: re.sub(r"-([\w-]{8})\.", lambda found: f"-{found[1][::-1]}.", name) for name in names}
    for path in [path for path in folder.rglob("*") if path.suffix in (".js", ".css", ".json")]:
        text = path.read_text()
        for name, other in others.items():
            text = text.replace(name, other)
        if path.name == "sw.js":
            text = re.sub(r"\b[0-9a-f]{12}\b", lambda found: found[0][::-1], text)
        (path.parent / others.get(path.name, path.name)).write_text(text)
        if path.name in others:
            path.unlink()
    started_with = re.search(r"entry:\W(assets/[\w.-]+)", (folder / "sw.js").read_text())
    assert started_with
    with (folder / started_with[1]).open("a") as script:
        script.write("\nwindow.isNewBuild = true;\n")
