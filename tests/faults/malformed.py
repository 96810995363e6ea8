"""Frames that no client of ours would send: cut short, of the wrong kinds, nested too deeply, in no encoding, too large."""

import json
import random
from typing import Any
from uuid import UUID

Json = dict[str, Any]

NAMES = [
    "idea.capture", "idea.edit", "idea.withdraw", "idea.restore", "idea.support", "vote.set", "vote.done", "comment.add", "hand.raise",
    "idea.show", "idea.move",
    "idea.merge", "cluster.create", "workshop.close", "activity.start", "timer.set", "totals.show", "spotlight.set",
    "action.create", "action.claim", "action.suggest", "suggestion.decline", "suggestion.withdraw",
    "participant.mute", "summary.request", "no.such", "",
    "__class__",
]  # fmt: skip
# For a board, whose word would end the meeting and with it most of what can go wrong.
WITHOUT_END = [name for name in NAMES if name != "workshop.close"]
FIELDS = [
    "idea", "column", "text", "target", "points", "comment", "ideas", "cluster", "title", "ends_at", "paused_s", "email", "ticket",
    "action", "suggestion", "due_on", "done", "participant", "into", "before", "on",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 2**63, 10**400, 1.5, 1e308, "", "x" * 300, "\0", "\ud800", "‮", "2026-13-45", [], {}, [[]], {"": {}},
    "00000000-0000-0000-0000-000000000000", ["x"] * 50, "<script>", "=1+1", "'; --",
]  # fmt: skip
CHARACTERS = '{}[]",:\\ntfu0123456789eE+-.\0 \ud83d'


def frame(dice: random.Random, ids: list[str], names: list[str] = NAMES) -> str | bytes:
    """One frame, bytes for what is no text; about half of them can be read as far as single commands, which are then refused one
    by one."""
    kind = dice.randrange(8)
    if kind < 4:
        return json.dumps({"type": "push", "commands": [_command(dice, ids, names) for _ in range(dice.randint(1, 5))]})
    if kind == 4:
        return json.dumps(
            {"type": dice.choice(["since", "got", "ping", "auth", "hello", 1, None]), "seq": _value(dice, ids)}
        )
    if kind == 5:
        whole = json.dumps({"type": "push", "commands": [_command(dice, ids, names)]})
        at = dice.randrange(len(whole))
        return whole[:at] + dice.choice(CHARACTERS[:-1]) + whole[at + dice.randint(0, 3) :]
    if kind == 6:
        return dice.randbytes(dice.randint(0, 64))
    return "[" * dice.randint(1, 5000)


def commands_in(sent: str | bytes) -> int:
    """How many commands a frame holds that the service has borne: each must be answered."""
    read = json.loads(sent)
    return len(read["commands"]) if read["type"] == "push" else 0


def _command(dice: random.Random, ids: list[str], names: list[str]) -> Any:
    if dice.random() < 0.1:
        return _value(dice, ids)
    args = {dice.choice(FIELDS): _value(dice, ids) for _ in range(dice.randint(0, 4))}
    # Mostly a new one: what has been decided before is only repeated.
    key = str(UUID(int=dice.getrandbits(128), version=4)) if dice.random() < 0.7 else _value(dice, ids)
    command = {"id": key, "name": dice.choice(names), "args": args}
    if dice.random() < 0.2:
        command.pop(dice.choice(list(command)))
    return command


def _value(dice: random.Random, ids: list[str]) -> Any:
    return dice.choice(ids) if ids and dice.random() < 0.3 else dice.choice(VALUES)
