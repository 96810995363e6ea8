"""A network that goes away and comes back, by Chromium's own switch and a way that is cut beside it."""

import asyncio
import re

from playwright.async_api import expect

from tests.offline.diary import WAITS, in_order, told
from tests.offline.endings import Summary
from tests.offline.ideas import AtTheClose, Ideas
from tests.offline.talk import Comments
from tests.offline.timeline import Place, scenario
from tests.offline.votes import Votes
from tests.offline.writing import TEXTS, WRITES, mine

SHORT_S = 8
MANY = 13
# All that the device has written down.
KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("ideahub");
  asked.onsuccess = () => {
    const all = asked.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
})"""


@scenario("the step ends meanwhile")
async def the_step_ends_meanwhile(place: Place) -> None:
    """Written in time, sent after the end: they count by the rule for late ones."""
    phone = await place.join_with_an_air(Ideas(show_others_after_s=0, grace_s=5))
    await phone.loses_the_network()
    await phone.write_all()
    await phone.garden.lead(phone.room, "activity.start", activity=phone.room.steps["group"].id)
    await asyncio.sleep(SHORT_S)
    await phone.on_the_phone(WRITES)
    phone.writing.only_waited(await phone.diary())
    await phone.is_online_again()
    await expect(phone.page.get_by_text("Dina idéer 6, 7, 8, 9, 10 ligger här")).to_be_visible()
    await phone.is_once_with_the_server()


@scenario("an idea half written when the close step begins")
async def half_written_at_the_close(place: Place) -> None:
    """It can still be sent from there, and the page says that it waits."""
    phone = await place.join_with_an_air(AtTheClose())
    await phone.loses_the_network()
    await phone.write(1)
    for _ in ("as it was sent", "after a reload"):
        await phone.on_the_phone(1)
        await expect(phone.page.get_by_text("1 text är inte skickad. Håll sidan öppen.")).to_be_visible()
        await phone.page.reload()
    await phone.is_online_again()
    await expect(phone.page.get_by_role("heading", name="Vill du ha sammanfattningen?")).to_be_visible()
    await phone.is_once_with_the_server()


@scenario("an address is refused after the page was opened again")
async def a_refused_address(place: Place) -> None:
    """It is on the device while it waits and not longer; the page that saw it refused has it in its field, to be mended."""
    summary = Summary()
    summary.address = "skriven@example..se"
    phone = await place.join_with_an_air(summary)
    await phone.loses_the_network()
    await phone.write(1)
    for _ in ("as it was sent", "after a reload"):
        await phone.on_the_phone(1)
        await phone.page.reload()
    await phone.on_the_phone(1)
    await phone.is_online_again()
    await expect(phone.page.get_by_text("Skriv adressen så här: namn@exempel.se.")).to_be_visible()
    await expect(summary.landmark(phone.page)).to_have_value(summary.address)
    assert await phone.page.evaluate(KEPT) == []
    await summary.landmark(phone.page).fill(Summary.address)
    await phone.page.get_by_role("button", name="Mejla mig").click()
    await summary.arrived(phone.page)
    assert await phone.garden.asked(lambda: summary.stored(phone.room)) == [Summary.address]


@scenario("received, and held back for now")
async def received(place: Place) -> None:
    """Others see nothing yet: the phone says when it was received, and not that it is shown."""
    phone = await place.join_with_an_air(Ideas(state="Mottagen", show_others_after_s=600))
    await phone.loses_the_network()
    await phone.write_all()
    await phone.on_the_phone(WRITES)
    await asyncio.sleep(SHORT_S)
    await phone.is_online_again()
    await phone.arrived()
    await expect(mine(phone.page, "Skriven 1")).to_contain_text(re.compile(r"Mottagen \d\d\.\d\d"))


@scenario("more than the server takes at once")
async def more_than_the_pace(place: Place) -> None:
    """Ten ideas a minute: the ones beyond wait on the phone and go by themselves, in their order."""
    phone = await place.join_with_an_air(Ideas(state="Visas i rummet", show_others_after_s=0))
    await phone.loses_the_network()
    for n in range(1, MANY + 1):
        await phone.write(n)
    await phone.on_the_phone(MANY)
    await phone.is_online_again()
    for n in range(1, MANY + 1):
        await expect(mine(phone.page, f"Skriven {n}")).to_contain_text("Visas i rummet")
    stored = await phone.garden.asked(lambda: phone.writing.stored(phone.room))
    assert stored == [f"Skriven {n}" for n in range(1, MANY + 1)]
    diary = await phone.diary()
    for text in stored:
        told(diary[text], "Visas i rummet")


@scenario("refused, with the text kept")
async def refused(place: Place) -> None:
    """The room's rule leaves place for three. What was refused says why, outlives a reload, and goes when there is place."""
    phone = await place.join_with_an_air(Ideas(state="Visas i rummet", max_ideas_per_person=3, show_others_after_s=0))
    await phone.loses_the_network()
    await phone.write_all()
    await phone.on_the_phone(WRITES)
    await phone.is_online_again()
    for _ in ("as it came", "after a reload"):
        for text in TEXTS[:3]:
            await expect(mine(phone.page, text)).to_contain_text("Visas i rummet")
        for text in TEXTS[3:]:
            await expect(mine(phone.page, text)).to_contain_text("Idén kom inte fram. Texten är sparad.")
            await expect(mine(phone.page, text)).to_contain_text("Du har skickat alla idéer du kan i det här steget.")
        await phone.page.reload()
    await phone.garden.asked(lambda: phone.room.set_up("collect", max_ideas_per_person=10))
    for text in TEXTS[3:]:
        await mine(phone.page, text).get_by_role("button", name="Skicka igen").click()
    await phone.writing.arrived(phone.page)
    assert await phone.garden.asked(lambda: phone.writing.stored(phone.room)) == TEXTS
    diary = await phone.diary()
    for text in TEXTS[:3]:
        told(diary[text], "Visas i rummet")
    for text in TEXTS[3:]:
        # Its card is a file of its own: after a reload it comes a moment later than the rest.
        told(
            list(dict.fromkeys(state for state in diary[text] if state != "borta")),
            "Idén kom inte fram",
            "Visas i rummet",
        )


@scenario("a hand raised without a network")
async def a_hand(place: Place) -> None:
    """Nobody sees it yet, and the phone does not say that somebody does."""
    phone = await place.join_with_an_air(Comments())
    await phone.loses_the_network()
    dock = phone.page.get_by_role("region", name="Räck upp handen")
    await dock.get_by_role("button", name="Räck upp handen").click()
    await expect(dock).to_contain_text("Väntar på nät")
    await expect(dock).not_to_contain_text("Mötesledaren ser det")
    await phone.is_online_again()
    await expect(dock).to_contain_text("Du är nummer 1 i kön")
    await expect(dock).to_contain_text("Mötesledaren ser det.")


@scenario("votes that come too late")
async def votes_too_late(place: Place) -> None:
    """
    The page is opened again since; the result was shown meanwhile. The phone shows none of them and says that they were refused, over a
    reload and the meeting's end, until that is closed.
    """
    phone = await place.join_with_an_air(Votes())
    await phone.loses_the_network()
    await phone.write_all()
    await phone.page.reload()
    await phone.on_the_phone(WRITES)
    await phone.garden.lead(phone.room, "totals.show")
    await phone.is_online_again()
    lost = phone.page.get_by_role("region", name="Röster som inte kom med")
    await expect(lost).to_contain_text("Dina senaste röster på 2 förslag kom inte med.")
    await expect(lost).to_contain_text("Resultatet visas. Det går inte att rösta längre. Inget från dig räknas.")
    await expect(phone.page.get_by_text("Resultatet visas, så röstningen är stängd.")).to_be_visible()
    await expect(phone.page.get_by_role("button", name="Ta bort en röst")).to_have_count(0)
    diary = await phone.diary()
    for proposal, votes in Votes.told.items():
        assert in_order(diary[proposal], [*votes, ""]), diary[proposal]
        assert diary[proposal][-1] == "", diary[proposal]
    assert in_order(diary["kvar"], Votes.left), diary["kvar"]
    assert all(said.startswith(WAITS) for said in diary["mötet"]), diary["mötet"]
    await phone.page.reload()
    await expect(lost).to_contain_text("Inget från dig räknas.")
    await phone.garden.lead(phone.room, "workshop.close")
    await expect(phone.page.get_by_role("heading", name="Tack för att du var med.")).to_be_visible()
    await lost.get_by_role("button", name="Stäng").click()
    await expect(lost).to_have_count(0)
    assert await phone.garden.asked(lambda: phone.writing.stored(phone.room)) == []
