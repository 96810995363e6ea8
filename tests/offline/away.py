"""A minute without a network, and a minute without a server, in each activity."""

import asyncio
import time
from functools import partial

from playwright.async_api import Page, expect

from tests.offline.activities import ACTIVITIES
from tests.offline.diary import told
from tests.offline.phone import Phone
from tests.offline.timeline import Place, scenario
from tests.offline.writing import TEXTS, UNREACHED, mine, network

MINUTE_S = 60
LEADER = "Den innehöll ett telefonnummer."
# A text that is half typed as its step ends can be sent for so long: these come last, and go on first.
FOR_A_MINUTE = ("gather", "group")
# Both tabs are written in while the server is gone.
IN_TWO_TABS = ("collect", "collect, for a table", "group", "vote by thumbs", "discuss", "commit, suggested", "close")


@scenario("the server is killed and started again")
async def killed(place: Place) -> None:
    """In each activity: two are written as it dies, the rest while it is gone, in some of them in another tab."""
    kinds = sorted(ACTIVITIES, key=lambda kind: kind in FOR_A_MINUTE)
    both = await asyncio.gather(*(comes(place, kind) for kind in kinds))
    phones = [phone for phone, _ in both]
    for phone in phones:
        phone.writing.away = UNREACHED
    await asyncio.gather(*(phone.write(1, 2) for phone in phones if phone.writing.times > 1))
    place.mortal.kill()
    killed_at = time.monotonic()
    in_haste = both[-len(FOR_A_MINUTE) :]
    await asyncio.gather(*(goes_on(phone, tab) for phone, tab in in_haste))
    await asyncio.gather(*(goes_on(phone, tab) for phone, tab in both[: -len(in_haste)]))
    await asyncio.sleep(killed_at + MINUTE_S - time.monotonic())
    for phone, tab in both:
        for page in [phone.page, *([tab] if tab is not phone.page else [])]:
            await expect(network(page)).to_contain_text(UNREACHED.title)
            await expect(network(page)).to_contain_text("Kräver wifi inloggning?")
            await expect(page.get_by_text("utan nät")).to_have_count(0)
    await asyncio.to_thread(place.mortal.start)
    ended = await asyncio.gather(*(came_back(phone, tab) for phone, tab in both), return_exceptions=True)
    failed = [error for error in ended if isinstance(error, Exception)]
    for kind, error in zip(kinds, ended, strict=True):
        if isinstance(error, Exception):
            error.add_note(kind)
    if failed:
        raise ExceptionGroup("after the server came back", failed)


async def comes(place: Place, kind: str) -> tuple[Phone, Page]:
    """And the tab in which it will go on."""
    phone = await place.join(place.mortal.url, ACTIVITIES[kind]())
    return phone, await phone.open_again() if kind in IN_TWO_TABS else phone.page


async def goes_on(phone: Phone, tab: Page) -> None:
    """With what it had not written before, in the other tab if there is one."""
    times = phone.writing.times
    for n in range(3 if times > 1 else 1, times + 1):
        await phone.writing.write(tab, n)


async def came_back(phone: Phone, tab: Page) -> None:
    await phone.arrived()
    if tab is not phone.page:
        await phone.arrived(tab, opened_since=True)


async def a_minute(place: Place, kind: str) -> None:
    phone = await place.join_with_an_air(ACTIVITIES[kind]())
    await phone.loses_the_network()
    lost_at = time.monotonic()
    for n in range(1, phone.writing.times + 1):
        await phone.write(n)
        await phone.on_the_phone(n)
    await asyncio.sleep(lost_at + MINUTE_S - time.monotonic())
    await phone.on_the_phone(phone.writing.times)
    phone.writing.only_waited(await phone.diary())
    await phone.is_online_again()
    await phone.arrived()
    if kind == "collect":
        await reviewed(phone)
    await phone.page.reload()
    if kind == "collect":
        await expect(mine(phone.page, "Skriven 3")).to_contain_text(LEADER)
    else:
        await phone.arrived()


for _kind in ACTIVITIES:
    scenario(f"a minute without a network: {_kind}")(partial(a_minute, kind=_kind))


async def reviewed(phone: Phone) -> None:
    """The leader shows four and hides one: the phone says so, and never said anything else on the way."""
    room = phone.room
    ids = {idea.text: idea.id for idea in await phone.garden.asked(lambda: list(room.workshop.ideas.all()))}
    hidden = ids.pop("Skriven 3")
    await phone.garden.lead(room, "idea.hide", ideas=[hidden], reason=LEADER)
    await phone.garden.lead(room, "idea.show", ideas=[ids[text] for text in TEXTS if text in ids])
    await expect(mine(phone.page, "Skriven 3")).to_contain_text("Dold")
    await expect(mine(phone.page, "Skriven 3")).to_contain_text(LEADER)
    for text in (text for text in TEXTS if text in ids):
        await expect(mine(phone.page, text)).to_contain_text("Visas i rummet")
    diary = await phone.diary()
    for text in TEXTS:
        told(diary[text], "Granskas", "Visas i rummet" if text in ids else "Dold")
