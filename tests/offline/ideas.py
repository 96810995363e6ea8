"""While ideas are taken, and what is left of them afterwards."""

import re

from playwright.async_api import Locator, Page, expect

from ideahub.ideas.models import Idea
from tests.offline.garden import somebody
from tests.offline.phone import Phone
from tests.offline.writing import IN_THE_ROOM, TEXTS, WRITES, Writing, mine, network
from tests.support.room import Room

COUNTED = {0: "", 1: "1 idé väntar."}
GONE = "Borttagen"


class Ideas(Writing):
    """Reviewed: they arrive, wait for the leader, and are shown."""

    kind = "collect"

    def __init__(self, state: str = "Granskas", **settings: object) -> None:
        self.state = state
        self.stories = dict.fromkeys(TEXTS, (state,))
        self.settings = settings or {"review": True}

    def prepare(self, room: Room) -> None:
        room.set_up("collect", **self.settings)

    def landmark(self, page: Page) -> Locator:
        return field(page)

    async def write(self, page: Page, n: int) -> None:
        await send(page, f"Skriven {n}")

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(page.get_by_text(self.away.waits)).to_have_count(n)
        await expect(network(page)).to_contain_text(f"{self.away.title} {counted(n)}")
        await expect(network(page)).to_contain_text("Skriv vidare. De skickas av sig själva.")

    async def arrived(self, page: Page) -> None:
        for n in range(1, WRITES + 1):
            await expect(mine(page, f"Skriven {n}")).to_contain_text(self.state)

    def stored(self, room: Room) -> list[str]:
        return written(room)


class Changes(Writing):
    """
    Somebody else's idea is supported, one's own is changed, another taken back and had again, and the support taken back.
    """

    THEIRS = "Lastcyklar och verktyg att låna i tvättstugan"
    ALIKE = "Låna lastcyklar och verktyg i tvättstugan"
    kind = "collect"
    stories = {
        "Egen 1": (IN_THE_ROOM, "borta"),
        "Skriven 2": (IN_THE_ROOM,),
        "Egen 2": (IN_THE_ROOM, GONE, IN_THE_ROOM),
    }

    def prepare(self, room: Room) -> None:
        room.set_up("collect", show_others_after_s=0)
        room.ideas.append(room.capture(room.eva, self.THEIRS))

    def landmark(self, page: Page) -> Locator:
        return field(page)

    async def begin(self, phone: Phone) -> None:
        await phone.is_in()
        for text in ("Egen 1", "Egen 2"):
            await phone.garden.asked(lambda text=text: phone.room.capture(somebody(phone.room), text))  # type: ignore[misc]
            await expect(mine(phone.page, text)).to_contain_text(IN_THE_ROOM)

    async def write(self, page: Page, n: int) -> None:
        match n:
            case 1:
                await field(page).fill(self.ALIKE)
                await page.get_by_role("button", name="Stöd 6").click()
                await expect(page.get_by_role("status").filter(has_text="Du stöder idé 6.")).to_be_visible()
                await field(page).fill("")
            case 2:
                await open_menu(page, "Egen 1")
                await page.get_by_role("button", name="Ändra", exact=True).click()
                await page.get_by_role("dialog").get_by_label("Din idé").fill("Skriven 2")
                await page.get_by_role("dialog").get_by_role("button", name="Spara").click()
                await expect(mine(page, "Skriven 2")).to_be_visible()
            case 3:
                await open_menu(page, "Egen 2")
                await page.get_by_role("button", name="Ta tillbaka", exact=True).click()
                await expect(mine(page, "Egen 2")).to_contain_text(GONE)
            case 4:
                await mine(page, "Egen 2").get_by_role("button", name="Ångra").click()
                await expect(mine(page, "Egen 2")).not_to_contain_text(GONE)
            case 5:
                theirs = await self.in_the_room(page)
                await theirs.get_by_role("button", name="Ta tillbaka stödet för idé 6").click()
                await expect(theirs).not_to_contain_text("Du stöder")
                await of_ones_own(page)

    async def in_the_room(self, page: Page) -> Locator:
        await page.get_by_role("tab", name="Rummets").click()
        return page.get_by_role("listitem").filter(has_text=self.THEIRS)

    async def on_the_phone(self, page: Page, n: int) -> None:
        theirs = await self.in_the_room(page)
        if n < WRITES:
            await expect(theirs).to_contain_text("Du stöder")
            await expect(theirs).to_contain_text(self.away.waits)
        else:
            await expect(theirs).not_to_contain_text("stöder")
        await of_ones_own(page)
        if n > 1:
            await expect(mine(page, "Skriven 2")).to_contain_text("Ändringen väntar")
            await expect(mine(page, "Egen 1")).to_have_count(0)
        if n == 3:
            await expect(mine(page, "Egen 2")).to_contain_text(GONE)
        if n > 3:
            # A withdrawal that has not left the phone is not sent, and then the idea is as it was.
            await expect(mine(page, "Egen 2")).to_contain_text(re.compile(f"{self.away.waits}|{IN_THE_ROOM}"))
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await expect(mine(page, "Egen 1")).to_have_count(0)
        for text in ("Skriven 2", "Egen 2"):
            await expect(mine(page, text)).to_contain_text(IN_THE_ROOM)
        await expect(await self.in_the_room(page)).not_to_contain_text("stöder")
        await of_ones_own(page)

    def stored(self, room: Room) -> list[str]:
        """Their ideas, those withdrawn too, and whom they stand behind."""
        ideas = Idea.objects.filter(author_id=somebody(room).id).order_by("number")
        texts = [f"{idea.text}, tillbakatagen" if idea.withdrawn else idea.text for idea in ideas]
        return [*texts, *(f"stöder {idea.text}" for idea in room.workshop.ideas.filter(supports__gt=0))]

    @property
    def expected(self) -> list[str]:
        return ["Skriven 2", "Egen 2"]

    @property
    def taken(self) -> set[int]:
        """Also without the withdrawal and what would follow it."""
        return {WRITES, WRITES - 2}

    def was_told(self, diary: dict[str, list[str]], *, opened_since: bool) -> None:
        super().was_told(diary, opened_since=opened_since)
        support = diary.get(f"rummet: {self.THEIRS}", [""])
        assert all(state == "" or state.startswith("Du stöder") for state in support), support
        assert support[-1] == "", support


class ForATable(Writing):
    """The pen of a table is taken, two are written with it, it is put down, and one is written for oneself."""

    kind = "collect"
    stories = dict.fromkeys(("Skriven 2", "Skriven 3", "Skriven 5"), (IN_THE_ROOM,))

    def prepare(self, room: Room) -> None:
        room.set_up("collect", show_others_after_s=0, tables=3)

    def landmark(self, page: Page) -> Locator:
        return page.get_by_role("region", name="Skriva för ett bord")

    async def write(self, page: Page, n: int) -> None:
        match n:
            case 1:
                await self.landmark(page).get_by_role("button", name="Välj bord").click()
                await page.get_by_role("dialog").get_by_role("button", name="Bord 2").click()
                await expect(self.landmark(page)).to_contain_text("Du skriver för bord 2")
                await expect(page.get_by_role("dialog")).to_have_count(0)
            case 4:
                await self.landmark(page).get_by_role("button", name="Sluta skriva").click()
                await expect(self.landmark(page)).not_to_contain_text("Du skriver för bord 2")
            case _:
                await send(
                    page, f"Skriven {n}", placeholder="Din idé, en mening räcker" if n == WRITES else "Bordets idé"
                )

    async def on_the_phone(self, page: Page, n: int) -> None:
        if n < 4:
            await expect(self.landmark(page)).to_contain_text("Du skriver för bord 2")
        else:
            await expect(self.landmark(page)).not_to_contain_text("Du skriver för bord 2")
        ideas = [text for text in self.stories if int(text[-1]) <= n]
        for text in ideas:
            await expect(mine(page, text)).to_contain_text(self.away.waits)
        await expect(network(page)).to_contain_text(f"{self.away.title} {counted(len(ideas))}".rstrip())

    async def arrived(self, page: Page) -> None:
        for text in self.stories:
            await expect(mine(page, text)).to_contain_text(IN_THE_ROOM)
        await expect(self.landmark(page)).to_contain_text("Skriver ni tillsammans vid ett bord?")

    def stored(self, room: Room) -> list[str]:
        ideas = room.workshop.ideas.filter(text__startswith="Skriven").order_by("number")
        return [f"{idea.text}, bord {idea.table}" if idea.table else idea.text for idea in ideas]

    @property
    def expected(self) -> list[str]:
        return ["Skriven 2, bord 2", "Skriven 3, bord 2", "Skriven 5"]


class Leftover(Writing):
    """The step of the ideas ended under the pen: this is all that can be written in the step after it."""

    kind = "group"
    times = 1
    step = "group"

    def prepare(self, room: Room) -> None:
        room.set_up("collect", grace_s=60, show_others_after_s=0)

    def landmark(self, page: Page) -> Locator:
        return field(page)

    def stands(self, page: Page) -> Locator:
        return page.get_by_role("heading", name="Nu förs idéerna ihop")

    async def begin(self, phone: Phone) -> None:
        await phone.is_in()
        await field(phone.page).fill(TEXTS[0])
        # From the end of the step it can be sent for a minute.
        await phone.keeps_itself()
        await phone.garden.lead(phone.room, "activity.start", activity=phone.room.steps[self.step].id)
        await expect(anyway(phone.page)).to_be_visible()

    async def write(self, page: Page, n: int) -> None:
        await anyway(page).click()
        await expect(anyway(page)).to_have_count(0)

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(network(page)).to_contain_text(f"{self.away.title} {counted(n)}")
        await expect(anyway(page)).to_have_count(0)

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_text("Din idé 6 ligger här")).to_be_visible()

    def stored(self, room: Room) -> list[str]:
        return written(room)


class Gathered(Leftover):
    """The same where everybody waits again."""

    kind = step = "gather"

    def stands(self, page: Page) -> Locator:
        return page.get_by_role("heading", name="Du är med. Fundera så länge.")

    async def arrived(self, page: Page) -> None:
        await expect(self.stands(page)).to_be_visible()
        await expect(page.get_by_text(TEXTS[0])).to_have_count(0)


class AtTheClose(Leftover):
    """The same, and the page says that it waits."""

    step = "close"


def field(page: Page) -> Locator:
    return page.get_by_placeholder("Din idé, en mening räcker")


def anyway(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Skicka ändå"))


async def send(page: Page, text: str, *, placeholder: str = "Din idé, en mening räcker") -> None:
    await page.get_by_placeholder(placeholder).fill(text)
    await page.get_by_role("button", name="Skicka idén").click()
    await expect(mine(page, text)).to_be_visible()


async def open_menu(page: Page, text: str) -> None:
    await mine(page, text).get_by_role("button", name=re.compile("^Ändra eller ta tillbaka idé")).click()


async def of_ones_own(page: Page) -> None:
    await page.get_by_role("tab", name="Mina").click()


def counted(n: int) -> str:
    return COUNTED.get(n, f"{n} idéer väntar.")


def written(room: Room) -> list[str]:
    ideas = Idea.objects.filter(workshop=room.workshop, text__startswith="Skriven").order_by("number")
    return list(ideas.values_list("text", flat=True))
