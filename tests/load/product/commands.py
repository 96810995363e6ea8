"""Frames with commands, as phones and boards send them."""

import json
import random
from collections.abc import Iterator
from itertools import count
from typing import Any
from uuid import uuid4

from uuid_utils import uuid7

TEXT = "Samåkning till träningen, med en lista som alla kan se"
COMMENT = "Det gör vi redan i Lillby"
IDEAS_AMONG = 4
# A phone may write ten ideas a minute: at one command a second from each, every seventh is the most.
IDEAS_AMONG_MANY = 8
Command = tuple[str, dict[str, Any]]


class Numbered:
    """Gives each command an id whose last twelve digits are its index, by which its answer is known again."""

    def __init__(self) -> None:
        self.head = str(uuid4())[:23]
        self.next = count(1)

    def push(self, name: str, args: dict[str, Any]) -> tuple[int, str]:
        """The index, and the frame."""
        index = next(self.next)
        command = {"id": f"{self.head}-{index:012x}", "name": name, "args": args}
        return index, json.dumps({"type": "push", "commands": [command]}, ensure_ascii=False, separators=(",", ":"))


def capture(column: str) -> Command:
    return "idea.capture", {"idea": str(uuid7()), "column": column, "text": TEXT}


def comment(idea: str) -> Command:
    return "comment.add", {"comment": str(uuid7()), "idea": idea, "text": COMMENT}


def vote(target: str, points: int = 1) -> Command:
    return "vote.set", {"target": target, "points": points}


def collecting(column: str, ideas: list[str], *, ideas_among: int = IDEAS_AMONG) -> Iterator[Command]:
    """What comes from a room that collects: of four, one is a new idea, three are comments on ideas that are there."""
    dice = random.Random(1)
    for number in count():
        yield capture(column) if number % ideas_among == 0 else comment(dice.choice(ideas))
