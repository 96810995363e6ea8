"""What it is to take part in an activity with a phone: what is written, how the phone must show it, and where the server keeps it."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.async_api import Locator, Page

from tests.offline.diary import WAITS, told
from tests.support.room import Room, open_room

if TYPE_CHECKING:
    from tests.offline.phone import Phone


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
IN_THE_ROOM = "Visas i rummet"
# True as soon as somebody does it, whatever the network is like.
AT_ONCE = ("borta", "Borttaget")
Diary = dict[str, list[str]]


class Writing(ABC):
    """
    One activity as somebody with a phone takes part in it. `times`: how often they write. `stories`: the states that each text, in a
    card of its own, goes through beside being under way; "borta" is taken away.
    """

    kind: str
    times = WRITES
    stories: dict[str, tuple[str, ...]] = {}
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

    def stands(self, page: Page) -> Locator:
        """What stands there when it is opened again, whatever was written before."""
        return self.landmark(page)

    async def begin(self, phone: "Phone") -> None:
        """Once in: what this person has done before, as far as anything is needed."""
        await phone.is_in()

    @abstractmethod
    async def write(self, page: Page, n: int) -> None: ...

    async def reached_tab(self, page: Page, n: int) -> None:  # noqa: B027  most show it at once
        """The first `n`, that another tab wrote or this one, stand on it, as far as what comes next depends on them."""

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

    @property
    def taken(self) -> set[int]:
        """How many commands the server may have taken."""
        return {self.times}

    def only_waited(self, diary: Diary) -> None:
        """Nothing was said to have arrived. Raises AssertionError with the diary."""
        for text, ends in self.stories.items():
            known = {*WAITS, *ends[:-1], *(state for state in ends if state in AT_ONCE)}
            assert set(diary[text]) <= known, diary[text]

    def was_told(self, diary: Diary, *, opened_since: bool) -> None:
        """At every moment as it was. Raises AssertionError with the diary."""
        for text, ends in self.stories.items():
            told(diary.get(text, []), *ends, opened_since=opened_since)


def mine(page: Page, text: str) -> Locator:
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=re.compile(rf"{re.escape(text)}\b"))


def network(page: Page) -> Locator:
    """What the phone says of the network; not there while all is well."""
    return page.get_by_role("region", name="Nätet")
