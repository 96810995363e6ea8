"""While an idea is talked about."""

from playwright.async_api import Locator, Page, expect

from ideahub.ideas.models import Comment
from ideahub.workshops.models import Participant
from tests.offline.writing import TEXTS, Diary, Writing, mine, network
from tests.support.room import Room

SEEN = "Mötesledaren ser det."


class Comments(Writing):
    kind = "discuss"
    stories = dict.fromkeys(TEXTS, ("",))

    def prepare(self, room: Room) -> None:
        room.go_to("discuss", comments=True)
        room.do(room.ana, "spotlight.set", idea=room.ideas[0])

    def landmark(self, page: Page) -> Locator:
        return page.get_by_label("Din kommentar")

    async def write(self, page: Page, n: int) -> None:
        await self.landmark(page).fill(f"Skriven {n}")
        await page.get_by_role("button", name="Skicka kommentaren").click()
        await expect(mine(page, f"Skriven {n}")).to_be_visible()

    async def on_the_phone(self, page: Page, n: int) -> None:
        for one in self.written(n):
            await expect(mine(page, one)).to_contain_text(self.away.waits)
        await expect(network(page)).to_contain_text(self.away.lead)

    def written(self, n: int) -> list[str]:
        return TEXTS[:n]

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_role("listitem").filter(has_text="Skriven")).to_have_text(self.written(self.times))

    def stored(self, room: Room) -> list[str]:
        comments = Comment.objects.filter(idea__workshop=room.workshop)
        return list(comments.values_list("text", flat=True))


class Hands(Comments):
    """A hand goes up, down and up again, with a comment each time in between."""

    stories = {"Skriven 2": ("",), "Skriven 4": ("",)}

    def dock(self, page: Page) -> Locator:
        return page.get_by_role("region", name="Räck upp handen")

    async def write(self, page: Page, n: int) -> None:
        if n % 2 == 0:
            return await super().write(page, n)
        now, then = ("Ta ner handen", "Räck upp handen") if n == 3 else ("Räck upp handen", "Ta ner handen")
        await self.dock(page).get_by_role("button", name=now).click()
        await expect(self.dock(page).get_by_role("button", name=then)).to_be_visible()
        return None

    async def on_the_phone(self, page: Page, n: int) -> None:
        await super().on_the_phone(page, n)
        if n in (1, 2, 5):
            await expect(self.dock(page)).to_contain_text(self.away.waits)
        await expect(self.dock(page)).not_to_contain_text(SEEN)

    def written(self, n: int) -> list[str]:
        return [text for text in self.stories if int(text[-1]) <= n]

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        await expect(self.dock(page)).to_contain_text("Du är nummer 1 i kön")
        await expect(self.dock(page)).to_contain_text(SEEN)

    def stored(self, room: Room) -> list[str]:
        raised = Participant.objects.filter(workshop=room.workshop, hand_raised_at__isnull=False)
        return [*super().stored(room), *("handen uppe" for _ in raised)]

    @property
    def expected(self) -> list[str]:
        return [*self.stories, "handen uppe"]

    def only_waited(self, diary: Diary) -> None:
        super().only_waited(diary)
        assert not [state for state in diary["handen"] if SEEN in state], diary["handen"]
