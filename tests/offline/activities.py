"""Each activity of the protocol, with all that somebody with a phone can write in it."""

from playwright.async_api import Locator, Page, expect

from tests.offline.endings import Claims, Farewell, Suggestions
from tests.offline.ideas import Changes, ForATable, Ideas, Leftover
from tests.offline.talk import Comments, Hands
from tests.offline.votes import Cards, Ratings, Thumbs, Votes
from tests.offline.writing import Writing, network
from tests.support.room import Room


class Waiting(Writing):
    """Nothing can be written before it begins: the screen says what is so."""

    kind = "gather"
    times = 0

    def prepare(self, room: Room) -> None:
        room.go_to("gather")

    def landmark(self, page: Page) -> Locator:
        return page.get_by_role("heading", name="Du är med. Fundera så länge.")

    async def write(self, page: Page, n: int) -> None:
        raise AssertionError("there is nothing to write")

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(self.landmark(page)).to_be_visible()
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await expect(self.landmark(page)).to_be_visible()

    def stored(self, room: Room) -> list[str]:
        return []


ACTIVITIES: dict[str, type[Writing]] = {
    "gather": Waiting,
    "collect": Ideas, "collect, changed and supported": Changes, "collect, for a table": ForATable,
    "group": Leftover,
    "vote": Votes, "vote by thumbs": Thumbs, "vote by cards": Cards, "vote by two scales": Ratings,
    "discuss": Comments, "discuss, with a hand up": Hands,
    "commit": Claims, "commit, suggested": Suggestions,
    "close": Farewell,
}  # fmt: skip
