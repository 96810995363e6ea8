"""Who does what, and the good-bye."""

from playwright.async_api import Locator, Page, expect

from ideahub.actions.models import ActionItem, Suggestion
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from tests.offline.diary import told
from tests.offline.garden import somebody
from tests.offline.phone import Phone
from tests.offline.writing import TEXTS, WRITES, Diary, Writing, mine, network
from tests.support.room import Room

SUGGESTED, GONE = "Skickat till mötesledaren", "Borttaget"


class Claims(Writing):
    """An action nobody owns says nothing of itself; nor does one with an owner."""

    kind = "commit"
    stories = {f"Åtgärd {n}": ("", "") for n in range(1, WRITES + 1)}

    def prepare(self, room: Room) -> None:
        room.go_to("commit")
        for n in range(1, WRITES + 1):
            room.do(room.ana, "action.create", action=new_id(), title=f"Åtgärd {n}", status="open")

    def landmark(self, page: Page) -> Locator:
        return page.get_by_text("Åtgärd 5", exact=True)

    async def write(self, page: Page, n: int) -> None:
        await action(page, n).get_by_role("button", name="Jag tar den").click()
        await page.get_by_label("Ditt namn").fill(f"Skriven {n}")
        await page.get_by_label("Din e-postadress").fill(f"ben{n}@example.se")
        await page.get_by_role("dialog").get_by_role("button", name="Jag tar den").click()

    async def on_the_phone(self, page: Page, n: int) -> None:
        for one in range(1, n + 1):
            await expect(action(page, one)).to_contain_text(self.away.waits)
            await expect(action(page, one).get_by_role("button")).to_have_count(0)

    async def arrived(self, page: Page) -> None:
        for n in range(1, WRITES + 1):
            await expect(action(page, n)).to_contain_text(f"Skriven {n}")
        await expect(page.get_by_text("Alla åtgärder har en ägare")).to_be_visible()

    def stored(self, room: Room) -> list[str]:
        told = Event.objects.filter(stream_id=room.workshop.id, type="action.updated").order_by("seq")
        owners = (
            ActionItem.objects.filter(workshop=room.workshop).order_by("title").values_list("owner_name", flat=True)
        )
        assert sorted(owners) == TEXTS
        return [event.payload["action"]["owner_name"] for event in told]


class Suggestions(Writing):
    """Two actions are suggested, one of them is taken back and had again, and another is suggested."""

    kind = "commit"
    stories = {"Skriven 1": (SUGGESTED,), "Skriven 2": (GONE, SUGGESTED), "Skriven 5": (SUGGESTED,)}

    def prepare(self, room: Room) -> None:
        room.go_to("commit")

    def landmark(self, page: Page) -> Locator:
        return page.get_by_role("button", name="Föreslå en åtgärd")

    async def write(self, page: Page, n: int) -> None:
        match n:
            case 3:
                await take_back(page, 2)
            case 4:
                await mine(page, "Skriven 2").get_by_role("button", name="Ångra").click()
                await expect(mine(page, "Skriven 2")).not_to_contain_text(GONE)
            case _:
                await self.landmark(page).click()
                await page.get_by_label("Vad ska göras?").fill(f"Skriven {n}")
                await page.get_by_role("button", name="Skicka förslaget").click()
                await expect(mine(page, f"Skriven {n}")).to_be_visible()

    async def on_the_phone(self, page: Page, n: int) -> None:
        for text in (text for text in self.stories if int(text[-1]) <= n):
            state = GONE if (text, n) == ("Skriven 2", 3) else self.away.waits
            await expect(mine(page, text)).to_contain_text(state)
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        for text in self.stories:
            await expect(mine(page, text)).to_contain_text(SUGGESTED)

    def stored(self, room: Room) -> list[str]:
        return suggested(room)

    def was_told(self, diary: Diary, *, opened_since: bool) -> None:
        """Where there was a network the one that is taken back may have arrived before."""
        others = [text for text in self.stories if text != "Skriven 2"]
        for text in others:
            told(diary[text], SUGGESTED, opened_since=opened_since)
        told(where_it_stood(diary["Skriven 2"]), SUGGESTED, GONE, SUGGESTED, opened_since=True)
        assert opened_since or GONE in diary["Skriven 2"], diary["Skriven 2"]

    @property
    def expected(self) -> list[str]:
        return [*self.stories]

    @property
    def taken(self) -> set[int]:
        """Also without the withdrawal and what would follow it, where that has not left the phone."""
        return {WRITES, WRITES - 2}


class Summary(Writing):
    """Where to mail the summary."""

    kind = "close"
    times = 1
    address = "skriven@example.se"

    def prepare(self, room: Room) -> None:
        room.go_to("close")

    def landmark(self, page: Page) -> Locator:
        return page.get_by_label("E-postadress")

    def stands(self, page: Page) -> Locator:
        return page.get_by_role("heading", name="Tack för att du var med.")

    async def write(self, page: Page, n: int) -> None:
        await self.landmark(page).fill(self.address)
        await page.get_by_role("button", name="Mejla mig").click()

    async def on_the_phone(self, page: Page, n: int) -> None:
        said = page.get_by_role("status").filter(has_text="Skickas när vi når mötet.")
        await expect(said).to_contain_text(f"Till s•••@{self.address.split('@')[1]}")
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_text("Klart. Du får mejlet när mötet är avslutat.")).to_be_visible()

    def stored(self, room: Room) -> list[str]:
        return list(room.workshop.summary_requests.values_list("address", flat=True))

    @property
    def expected(self) -> list[str]:
        return [self.address]


class Farewell(Summary):
    """All that can be done in the close step: what was suggested before is taken back, and the summary is asked for."""

    times = WRITES
    stories = dict.fromkeys(TEXTS[: WRITES - 1], (SUGGESTED, GONE))

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def prepare(self, room: Room) -> None:
        room.go_to("commit")

    async def begin(self, phone: Phone) -> None:
        await expect(phone.page.get_by_role("button", name="Föreslå en åtgärd")).to_be_visible()
        await phone.garden.asked(lambda: self.suggest(phone.room))
        await phone.garden.lead(phone.room, "activity.start", activity=phone.room.steps["close"].id)
        await phone.is_in()
        await expect(mine(phone.page, TEXTS[0])).to_contain_text(SUGGESTED)

    def suggest(self, room: Room) -> None:
        for text in self.stories:
            suggestion = new_id()
            room.do(somebody(room), "action.suggest", suggestion=suggestion, title=text)
            self.texts[str(suggestion)] = text

    async def write(self, page: Page, n: int) -> None:
        if n == WRITES:
            return await super().write(page, n)
        return await take_back(page, n)

    async def on_the_phone(self, page: Page, n: int) -> None:
        for text in self.stories:
            await expect(mine(page, text)).to_contain_text(GONE if int(text[-1]) <= n else SUGGESTED)
        if n == WRITES:
            await super().on_the_phone(page, n)
        else:
            await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        for text in self.stories:
            await expect(mine(page, text)).to_contain_text(GONE)

    def was_told(self, diary: Diary, *, opened_since: bool) -> None:
        for text, ends in self.stories.items():
            told(where_it_stood(diary[text]), *ends, opened_since=opened_since)

    def stored(self, room: Room) -> list[str]:
        """What was taken back, one after the other, and where the summary goes."""
        assert suggested(room) == []
        told = Event.objects.filter(stream_id=room.workshop.id, type="suggestion.withdrawn").order_by("seq")
        return [*(self.texts[event.payload["id"]] for event in told), *super().stored(room)]

    @property
    def expected(self) -> list[str]:
        return [*self.stories, self.address]


def action(page: Page, n: int) -> Locator:
    return page.get_by_role("listitem").filter(has_text=f"Åtgärd {n}")


async def take_back(page: Page, n: int) -> None:
    await mine(page, f"Skriven {n}").get_by_role("button", name="Ta tillbaka").click()
    await expect(mine(page, f"Skriven {n}")).to_contain_text(GONE)


def where_it_stood(states: list[str]) -> list[str]:
    """In another tab it may stand nowhere for a moment as it goes from one list to the other."""
    return [state for state in states if state != "borta"]


def suggested(room: Room) -> list[str]:
    return list(Suggestion.objects.filter(workshop=room.workshop).values_list("title", flat=True))
