"""What people write in each activity, how their phone must show it on the way, and where the server keeps it."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from ideahub.actions.models import ActionItem
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.ideas.models import Comment, Idea
from ideahub.voting.models import Vote
from tests.offline.diary import in_order, told
from tests.support.room import Room, open_room


@dataclass(frozen=True)
class Away:
    """What the phone says while the meeting is not reached: of the network, beside a text, and where no text waits."""

    title: str
    waits: str
    lead: str


OFFLINE = Away("Du är utan nät.", "Väntar på nät", "Det du gör skickas när nätet är tillbaka.")
UNREACHED = Away("Vi når inte mötet.", "Väntar på kontakt", "Det du gör skickas när vi når det igen.")

WRITES = 5
PROPOSALS = [f"Förslag {n}" for n in range(1, WRITES + 1)]
TEXTS = [f"Skriven {n}" for n in range(1, WRITES + 1)]


class Writing(ABC):
    """
    One activity as somebody with a phone takes part in it. `times`: how often they write. `told_of`: what the screen tells a story
    of, each in a card of its own; `ends`: the states that it goes through, beside being under way.
    """

    kind: str
    times = WRITES
    told_of: Sequence[str] = ()
    ends: tuple[str, ...] = ("",)
    away = OFFLINE

    def make_room(self) -> Room:
        room = open_room()
        room.set_up("collect", comments=True, grace_s=0)
        room.ideas = [room.capture(room.eva, title) for title in PROPOSALS]
        self.prepare(room)
        return room

    @abstractmethod
    def prepare(self, room: Room) -> None: ...

    @abstractmethod
    def landmark(self, page: Page) -> Locator:
        """What stands there once the phone is in."""

    @abstractmethod
    async def write(self, page: Page, n: int) -> None: ...

    @abstractmethod
    async def on_the_phone(self, page: Page, n: int) -> None:
        """Without a network, after `n` were written: all of it stands there, and says that it has not left."""

    @abstractmethod
    async def arrived(self, page: Page) -> None:
        """All of it is with the server, and says what has become of it."""

    @abstractmethod
    def stored(self, room: Room) -> list[str]:
        """What the server has, in its order."""

    @property
    def expected(self) -> list[str]:
        return TEXTS[: self.times]

    def was_told(self, diary: dict[str, list[str]], *, opened_since: bool) -> None:
        """At every moment as it was. Raises AssertionError with the diary."""
        for text in self.told_of:
            before, *_ = ends = self.ends
            if opened_since and before == "" and len(ends) > 1 and diary[text].count("") == 1:
                ends = ends[1:]
            told(diary[text], *ends)


class Ideas(Writing):
    """Reviewed: they arrive, wait for the leader, and are shown."""

    kind = "collect"
    told_of = tuple(TEXTS)

    def __init__(self, state: str = "Granskas", **settings: object) -> None:
        self.state = state
        self.ends = (state,)
        self.settings = settings or {"review": True}

    def prepare(self, room: Room) -> None:
        room.set_up("collect", **self.settings)

    def landmark(self, page: Page) -> Locator:
        return page.get_by_placeholder("Din idé, en mening räcker")

    async def write(self, page: Page, n: int) -> None:
        await self.landmark(page).fill(f"Skriven {n}")
        await page.get_by_role("button", name="Skicka idén").click()
        await expect(mine(page, f"Skriven {n}")).to_be_visible()

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(page.get_by_text(self.away.waits)).to_have_count(n)
        count = "1 idé väntar." if n == 1 else f"{n} idéer väntar."
        await expect(network(page)).to_contain_text(f"{self.away.title} {count}")
        await expect(network(page)).to_contain_text("Skriv vidare. De skickas av sig själva.")

    async def arrived(self, page: Page) -> None:
        for n in range(1, WRITES + 1):
            await expect(mine(page, f"Skriven {n}")).to_contain_text(self.state)

    def stored(self, room: Room) -> list[str]:
        ideas = Idea.objects.filter(workshop=room.workshop, text__startswith="Skriven").order_by("number")
        return list(ideas.values_list("text", flat=True))


class Leftover(Writing):
    """The step of the ideas ended under the pen: this is all that can be written while groups are made."""

    kind = "group"
    times = 1

    def prepare(self, room: Room) -> None:
        room.set_up("collect", grace_s=60, show_others_after_s=0)

    def landmark(self, page: Page) -> Locator:
        return page.get_by_placeholder("Din idé, en mening räcker")

    async def write(self, page: Page, n: int) -> None:
        await page.get_by_role("button", name=re.compile("^Skicka ändå")).click()
        await expect(page.get_by_role("button", name=re.compile("^Skicka ändå"))).to_have_count(0)

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(network(page)).to_contain_text(f"{self.away.title} 1 idé väntar.")

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_text("Din idé 6 ligger här")).to_be_visible()

    def stored(self, room: Room) -> list[str]:
        return Ideas().stored(room)


class Votes(Writing):
    """Three on the first proposal, one of them taken back, one on the second: in another order the end is another."""

    kind = "vote"
    told = {"Förslag 1": ("", "1", "2", "3", "2"), "Förslag 2": ("", "1"), "Förslag 3": ("",)}
    left = tuple(f"{n} röster kvar" for n in (10, 9, 8, 7, 8, 7))

    def prepare(self, room: Room) -> None:
        room.go_to("vote", votes_per_person=10, max_per_target=3)

    def landmark(self, page: Page) -> Locator:
        return page.get_by_role("button", name="Lägg en röst på Förslag 5")

    async def write(self, page: Page, n: int) -> None:
        target, verb = ("Förslag 2", "Lägg en röst på") if n == WRITES else ("Förslag 1", "Lägg en röst på")
        if n == WRITES - 1:
            target, verb = "Förslag 1", "Ta bort en röst från"
        await page.get_by_role("button", name=f"{verb} {target}").click()

    async def on_the_phone(self, page: Page, n: int) -> None:
        await expect(page.get_by_text(self.left[n])).to_be_visible()
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_text("7 röster kvar")).to_be_visible()
        for title, points in (("Förslag 1", "2"), ("Förslag 2", "1")):
            await expect(page.get_by_role("group", name=f"Röster på {title}").get_by_role("status")).to_contain_text(
                points
            )

    def stored(self, room: Room) -> list[str]:
        votes = Vote.objects.filter(activity__workshop=room.workshop, points__gt=0)
        given = {vote.target: vote.points for vote in votes}
        return [f"{title}: {given[idea]}" for title, idea in zip(PROPOSALS, room.ideas, strict=True) if idea in given]

    @property
    def expected(self) -> list[str]:
        return ["Förslag 1: 2", "Förslag 2: 1"]

    def was_told(self, diary: dict[str, list[str]], *, opened_since: bool) -> None:
        """A vote stands there from when it is placed, and no answer and no reload makes it come or go."""
        for what, truth in {**self.told, "kvar": self.left}.items():
            assert in_order(diary[what], truth), diary[what]
            assert diary[what][-1] == truth[-1], diary[what]
            if not opened_since:
                assert diary[what][0] == truth[0], diary[what]


class Comments(Writing):
    kind = "discuss"
    told_of = tuple(TEXTS)

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
        for one in TEXTS[:n]:
            await expect(mine(page, one)).to_contain_text(self.away.waits)
        await expect(network(page)).to_contain_text(self.away.lead)

    async def arrived(self, page: Page) -> None:
        await expect(page.get_by_role("listitem").filter(has_text="Skriven")).to_have_text(TEXTS)

    def stored(self, room: Room) -> list[str]:
        comments = Comment.objects.filter(idea__workshop=room.workshop)
        return list(comments.values_list("text", flat=True))


class Claims(Writing):
    """An action nobody owns says nothing of itself; nor does one with an owner."""

    kind = "commit"
    told_of = tuple(f"Åtgärd {n}" for n in range(1, WRITES + 1))
    ends = ("", "")

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


class Summary(Writing):
    """The one thing that is asked for in the close step: where to mail the summary."""

    kind = "close"
    times = 1
    address = "skriven@example.se"

    def prepare(self, room: Room) -> None:
        room.go_to("close")

    def landmark(self, page: Page) -> Locator:
        return page.get_by_label("E-postadress")

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


def mine(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=re.compile(rf"{re.escape(text)}\b"))


def action(page: Page, n: int) -> Locator:
    return page.get_by_role("listitem").filter(has_text=f"Åtgärd {n}")


def network(page: Page) -> Locator:
    """What the phone says of the network; not there while all is well."""
    return page.get_by_role("region", name="Nätet")


ACTIVITIES: dict[str, type[Writing]] = {
    "collect": Ideas, "group": Leftover, "vote": Votes, "discuss": Comments, "commit": Claims,
    "close": Summary,
}  # fmt: skip
