"""What the clients of one process write down: commands and answers, frames, when a link was lost and made up for."""

import random
import time
from dataclasses import asdict
from typing import Any

from ideahub.demo.simulation.ledger import Ledger
from tests.faults.history import OK, REFUSED, Asked, Frame

Json = dict[str, Any]
FRAMES_REMEMBERED = 256


class Book:
    """Shared by all clients of a process."""

    def __init__(self) -> None:
        self.asked: dict[str, Asked] = {}
        self.frames: list[Frame] = []
        self.known: dict[tuple[str, str, str, int, int, int], int] = {}
        self.lately: dict[tuple[int, str, str, str], tuple[Json, int]] = {}
        self.ids: dict[str, set[str]] = {}
        self.acks: list[tuple[float, float]] = []
        self.screens: list[tuple[float, float]] = []
        self.gaps: list[tuple[str, float, float]] = []
        self.closes: list[tuple[float, str]] = []
        self.online: list[tuple[float, int]] = []
        self.notes: dict[str, int] = {}

    def number_of(self, frame: Json, workshop: str, audience: str, epoch: str) -> int:
        """The number of a distinct frame; a frame that many clients got is the same object and is looked at once."""
        place = (id(frame), workshop, audience, epoch)
        held = self.lately.get(place)
        if held is not None and held[0] is frame:
            return held[1]
        seqs = [event["seq"] for event in frame["events"]]
        key = (workshop, audience, epoch, frame["after"], frame["upto"], hash(tuple(seqs)))
        if key not in self.known:
            self.known[key] = len(self.frames)
            self.frames.append(Frame(workshop, audience, frame["after"], frame["upto"], seqs, epoch))
            for event in frame["events"]:
                self.saw(workshop, [event[part] for part in ("idea", "cluster", "into", "from") if event.get(part)])
        if len(self.lately) > FRAMES_REMEMBERED:
            self.lately.clear()
        self.lately[place] = (frame, self.known[key])
        return self.known[key]

    def saw(self, workshop: str, things: list[Any]) -> None:
        ids = self.ids.setdefault(workshop, set())
        ids.update(one if isinstance(one, str) else one["id"] for one in things)

    def note(self, what: str) -> None:
        self.notes[what] = self.notes.get(what, 0) + 1

    def as_json(self) -> Json:
        return {
            "asked": [asdict(one) for one in self.asked.values()],
            "frames": [asdict(one) for one in self.frames],
            "ids": {workshop: sorted(ids) for workshop, ids in self.ids.items()},
            "acks": self.acks,
            "screens": self.screens,
            "gaps": self.gaps,
            "closes": self.closes,
            "online": self.online,
            "notes": self.notes,
        }


class Page(Ledger):
    """One client's ledger, written through into the book. `watches`: its screen is one of those that are timed."""

    def __init__(self, book: Book, client: str, workshop: str, actor: str, *, watches: bool) -> None:
        super().__init__()
        self.book, self.client, self.workshop, self.actor, self.watches = book, client, workshop, actor, watches

    def write(self, command: Json) -> None:
        super().write(command)
        self.book.asked[command["id"]] = Asked(
            command["id"], self.client, self.workshop, self.actor, command["name"], command["args"], time.time()
        )

    def answered(self, result: Json) -> bool:
        decided = super().answered(result)
        asked = self.book.asked.get(result["id"])
        if asked is None or not decided:
            return decided
        asked.answered_at = time.time()
        # From the moment it was written, also where it had to be sent again.
        self.book.acks.append((round(asked.answered_at, 3), round(asked.answered_at - asked.asked_at, 4)))
        asked.outcome, asked.code = (OK, None) if result["ok"] else (REFUSED, result["code"])
        asked.answers.append(str(result["seq"]) if result["ok"] else result["code"])
        asked.repeats += bool(result.get("repeat"))
        asked.decisions += not result.get("repeat", False)
        return decided

    def seen(self, event: Json, *, since: float, own: bool) -> None:
        if not self.watches:
            return
        before = len(self.screen_s)
        super().seen(event, since=since, own=own)
        self.book.screens += [(round(time.time(), 3), round(one, 4)) for one in self.screen_s[before:]]

    def note(self, what: str) -> None:
        self.book.note(what)


def dice_of(seed: int, client: str) -> random.Random:
    return random.Random(f"{seed}:{client}")
