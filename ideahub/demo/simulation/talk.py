"""What the phones of one process say about ideas, in whichever steps take comments."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ideahub.demo.simulation.client import Client

Json = dict[str, Any]


@dataclass(slots=True)
class Remark:
    """`at` is when `phone` says it; None until a phone sees the idea in a step that takes comments."""

    idea: str
    text: str
    at: float | None = None
    phone: Client | None = None


class Talk:
    """Each remark is made once, some while after a phone saw its idea; what a step had no time for is for the next one."""

    def __init__(self, remarks: Sequence[Remark], say: Callable[[Client, Remark], None], dice: random.Random) -> None:
        self.unsaid, self.say, self.dice = list(remarks), say, dice
        self.within_s: float | None = None

    def begin(self, within_s: float | None) -> None:
        """Another step: what is seen in it is said `within_s`; None where it takes no comments."""
        self.within_s = within_s
        for remark in self.unsaid:
            remark.at = remark.phone = None

    @property
    def is_due(self) -> bool:
        """Whether something will be said without anything more happening."""
        return any(remark.at is not None for remark in self.unsaid)

    def go_on(self, phones: Sequence[Client]) -> None:
        """Says what it is time for."""
        if self.within_s is None or not phones:
            return
        now = time.monotonic()
        for remark in list(self.unsaid):
            if remark.phone is None:
                self._plan(remark, self.dice.choice(phones), now)
            elif remark.at is not None and remark.at <= now:
                self.unsaid.remove(remark)
                self.say(remark.phone, remark)

    def _plan(self, remark: Remark, phone: Client, now: float) -> None:
        known: Json | None = phone.state.ideas.get(remark.idea) if phone.state else None
        if known and known["status"] == "shown" and self.within_s is not None:
            remark.phone, remark.at = phone, now + self.dice.uniform(0, self.within_s)
