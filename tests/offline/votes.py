"""A vote in each of its models."""

from playwright.async_api import Locator, Page, expect

from ideahub.voting.models import Ballot, Vote
from tests.offline.diary import WAITS, in_order
from tests.offline.writing import PROPOSALS, WRITES, Diary, Writing, network
from tests.support.room import Room


class Answers(Writing):
    """
    `truths`: what stands of each, one after the other, from when it is given: no answer of the server makes it come or go. `unsent`:
    what waits, after each.
    """

    kind = "vote"
    has = "Mötet har dina svar som de står här."
    unsent: tuple[str, ...] = ()
    settings: dict[str, object] = {}
    truths: dict[str, tuple[str, ...]] = {}

    def prepare(self, room: Room) -> None:
        room.go_to("vote", **self.settings)

    async def reached_tab(self, page: Page, n: int) -> None:
        await expect(sent(page)).to_contain_text(self.unsent[n - 1])

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(network(page)).to_contain_text(self.away.lead)
        await expect(sent(page)).to_contain_text(f"{self.away.waits} · {self.unsent[n - 1]}Räknas om det kommer fram")

    async def arrived(self, page: Page) -> None:
        await expect(sent(page)).to_have_text(self.has)

    def only_waited(self, diary: Diary) -> None:
        for said in diary["mötet"]:
            assert said.startswith(WAITS), diary["mötet"]

    def stored(self, room: Room) -> list[str]:
        votes = {vote.target: vote for vote in Vote.objects.filter(activity__workshop=room.workshop)}
        titles = zip(PROPOSALS, room.ideas, strict=True)
        given = [(title, votes[idea]) for title, idea in titles if idea in votes]
        said = [f"{title}: {told}" for title, vote in given if (told := self.told_as(vote))]
        done = Ballot.objects.filter(activity__workshop=room.workshop, done=True)
        return [*said, *("klar" for _ in done)]

    def told_as(self, vote: Vote) -> str:
        return str(vote.points or "")

    def was_told(self, diary: Diary, *, opened_since: bool) -> None:
        for what, truth in self.truths.items():
            assert in_order(diary[what], truth), diary[what]
            assert diary[what][-1] == truth[-1], diary[what]
            if not opened_since:
                assert diary[what][0] == truth[0], diary[what]
        self.was_told_of_the_meeting(diary["mötet"])

    def was_told_of_the_meeting(self, said: list[str]) -> None:
        """That something waits or that the meeting has all, and at last that it has."""
        assert all(one == self.has or one.startswith(WAITS) for one in said), said
        assert said[-1] == self.has, said


class Votes(Answers):
    """Three on the first proposal, one of them taken back, one on the second: in another order the end is another."""

    settings = {"votes_per_person": 10, "max_per_target": 3}
    told = {"Förslag 1": ("", "1", "2", "3", "2"), "Förslag 2": ("", "1"), "Förslag 3": ("",)}
    left = tuple(f"{n} röster kvar" for n in (10, 9, 8, 7, 8, 7))
    has = "Mötet har dina röster som de står här."
    unsent = (*["Röster på 1 förslag"] * 4, "Röster på 2 förslag")
    truths = {**told, "kvar": left}

    def landmark(self, page: Page) -> Locator:
        return page.get_by_role("button", name="Lägg en röst på Förslag 5")

    async def write(self, page: Page, n: int) -> None:
        target, verb = ("Förslag 2", "Lägg en röst på") if n == WRITES else ("Förslag 1", "Lägg en röst på")
        if n == WRITES - 1:
            target, verb = "Förslag 1", "Ta bort en röst från"
        await page.get_by_role("button", name=f"{verb} {target}").click()

    async def on_the_phone(self, page: Page, n: int) -> None:
        await super().on_the_phone(page, n)
        await expect(page.get_by_text(self.left[n])).to_be_visible()

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        await expect(page.get_by_text("7 röster kvar")).to_be_visible()
        for title, points in (("Förslag 1", "2"), ("Förslag 2", "1")):
            await expect(page.get_by_role("group", name=f"Röster på {title}").get_by_role("status")).to_contain_text(
                points
            )

    @property
    def expected(self) -> list[str]:
        return ["Förslag 1: 2", "Förslag 2: 1"]


class Thumbs(Answers):
    """Up, down, up instead, the first one taken back, and done."""

    settings = {"model": "thumb"}
    unsent = ("Svar på 1 förslag", *["Svar på 2 förslag"] * 3, "Svar på 2 förslag · Klar")
    answered = tuple(f"{n} av 5 svar" for n in (0, 1, 2, 2, 1, 1))
    truths = {
        "Förslag 1": ("", "Tumme upp", ""),
        "Förslag 2": ("", "Tumme ner", "Tumme upp"),
        "Förslag 3": ("",),
        "kvar": answered,
    }

    def landmark(self, page: Page) -> Locator:
        return self.thumbs(page, 5)

    def thumbs(self, page: Page, proposal: int) -> Locator:
        return page.get_by_role("group", name=f"Vad tycker du om Förslag {proposal}?")

    async def write(self, page: Page, n: int) -> None:
        if n == WRITES:
            return await done(page)
        proposal, thumb = [(1, "Tumme upp"), (2, "Tumme ner"), (2, "Tumme upp"), (1, "Tumme upp")][n - 1]
        await self.thumbs(page, proposal).get_by_role("button", name=thumb).click()
        await expect(page.get_by_text(self.answered[n], exact=True)).to_be_visible()
        return None

    async def on_the_phone(self, page: Page, n: int) -> None:
        await super().on_the_phone(page, n)
        await self.stand(page, n)

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        await self.stand(page, WRITES)

    async def stand(self, page: Page, n: int) -> None:
        await expect(page.get_by_text(self.answered[n], exact=True)).to_be_visible()
        if n == WRITES:
            await expect(page.get_by_text("Du är klar.")).to_be_visible()
            await expect(self.thumbs(page, 2).get_by_role("button", pressed=True)).to_have_accessible_name("Tumme upp")

    @property
    def expected(self) -> list[str]:
        return ["Förslag 2: 1", "klar"]


class Cards(Answers):
    """
    For, against, one of them changed, one passed over, and one taken back. The deck lies in another order on each phone, so
    what was given is known only as it is.
    """

    settings = {"model": "agree"}
    unsent = ("Svar på 1 förslag", *["Svar på 2 förslag"] * 2, *["Svar på 3 förslag"] * 2)
    POINTS = {"Håller med": 1, "Håller inte med": -1, "Hoppa över": 0}

    def __init__(self) -> None:
        self.given: dict[str, str] = {}
        self.truths = {f"kort: {title}": ("",) for title in PROPOSALS}

    def landmark(self, page: Page) -> Locator:
        return page.locator("section.cd")

    def pressed(self, page: Page) -> Locator:
        return page.get_by_role("region", name="Dina svar").get_by_role("button", pressed=True)

    async def title(self, page: Page) -> str:
        return (await page.locator("section.cd h2").inner_text()).strip()

    async def write(self, page: Page, n: int) -> None:
        match n:
            case 1 | 2 | 4:
                while await self.pressed(page).count():
                    await self.pressed(page).click()
                await self.answer(page, {1: "Håller med", 2: "Håller inte med", 4: "Hoppa över"}[n])
            case 3:
                await self.back_to_answered(page)
                before = await self.pressed(page).inner_text()
                await self.answer(page, "Håller inte med" if before == "Håller med" else "Håller med")
            case 5:
                await self.back_to_answered(page)
                title = await self.title(page)
                await page.get_by_role("button", name="Ta bort mitt svar").click()
                await expect(self.pressed(page)).to_have_count(0)
                del self.given[title]
                self.truths[f"kort: {title}"] += ("",)

    async def answer(self, page: Page, answer: str) -> None:
        title = await self.title(page)
        answers = page.get_by_role("group", name=title)
        await answers.get_by_role("button", name=answer, exact=True).click()
        self.given[title] = answer
        self.truths[f"kort: {title}"] += (answer,)

    async def back_to_answered(self, page: Page) -> None:
        while not await self.pressed(page).count():
            await page.get_by_role("button", name="Förra", disabled=False).click()

    async def on_the_phone(self, page: Page, n: int) -> None:
        await super().on_the_phone(page, n)
        await self.stands_answered(page)

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        await self.stands_answered(page)

    async def stands_answered(self, page: Page) -> None:
        answer = self.given.get(await self.title(page))
        await expect(self.pressed(page)).to_have_text([answer] if answer else [])

    def told_as(self, vote: Vote) -> str:
        return "" if vote.points is None else str(vote.points)

    @property
    def expected(self) -> list[str]:
        return [f"{title}: {self.POINTS[self.given[title]]}" for title in PROPOSALS if title in self.given]

    def was_told(self, diary: Diary, *, opened_since: bool) -> None:
        """Not all cards have been on top, and one that is left at once was not seen answered."""
        for what, truth in self.truths.items():
            assert in_order(diary.get(what, []), truth), diary[what]
        self.was_told_of_the_meeting(diary["mötet"])


class Ratings(Answers):
    """What the first one gives, what it takes, the one changed, the other taken back, and done."""

    settings = {"model": "scale"}
    unsent = (*["Svar på 1 förslag"] * 4, "Svar på 1 förslag · Klar")
    rated = (("–", "–"), ("4", "–"), ("4", "2"), ("3", "2"), ("3", "–"), ("3", "–"))
    truths = {"kort: Förslag 1": tuple(" ".join(both) for both in rated[:-1])}

    def landmark(self, page: Page) -> Locator:
        return page.locator("section.pc")

    async def to_the_first(self, page: Page) -> None:
        """Each phone has an order of its own."""
        title, previous = self.landmark(page).get_by_text("Förslag 1"), page.get_by_role("button", name="Förra")
        while not await title.count() and await previous.get_attribute("aria-disabled") != "true":
            await previous.click()
        while not await title.count():
            await page.get_by_role("button", name="Nästa").click()

    async def write(self, page: Page, n: int) -> None:
        if n == WRITES:
            while not await page.get_by_role("button", name="Klar").count():
                await page.get_by_role("button", name="Nästa").click()
            return await done(page)
        await self.to_the_first(page)
        axis, number = [("Nytta", 4), ("Insats", 2), ("Nytta", 3), ("Insats", 2)][n - 1]
        rating = page.get_by_role("radiogroup", name=axis).get_by_role("radio", name=str(number))
        await rating.click()
        await expect(rating).to_be_checked(checked=n != 4)
        return None

    async def on_the_phone(self, page: Page, n: int) -> None:
        await super().on_the_phone(page, n)
        await self.stand(page, n)

    async def arrived(self, page: Page) -> None:
        await super().arrived(page)
        await self.stand(page, WRITES)

    async def stand(self, page: Page, n: int) -> None:
        await self.to_the_first(page)
        for axis, number in zip(("Nytta", "Insats"), self.rated[n], strict=True):
            checked = page.get_by_role("radiogroup", name=axis).get_by_role("radio", checked=True)
            await expect(checked).to_have_text([number] if number != "–" else [])

    def told_as(self, vote: Vote) -> str:
        return " ".join(str(one or "–") for one in (vote.points, vote.effort))

    @property
    def expected(self) -> list[str]:
        return ["Förslag 1: 3 –", "klar"]


def sent(page: Page) -> Locator:
    """Whether the meeting has the votes, in words."""
    return page.locator(".dock .sent")


async def done(page: Page) -> None:
    await page.get_by_role("button", name="Klar", exact=True).click()
    await expect(page.get_by_text("Du är klar.")).to_be_visible()
