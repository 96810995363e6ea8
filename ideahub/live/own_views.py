"""Telling phones what concerns only them (`you`) where no answer to a command of theirs tells it."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from ideahub.eventlog.models import Event
from ideahub.live.crowd import Crowd
from ideahub.live.executor import read
from ideahub.live.frame import Frame
from ideahub.live.listener import Listener
from ideahub.snapshot import mine

# What a phone's frequent commands record about its own: their answers bring along what these change. Of all else an answer says nothing,
# even where it names their seq: a command that changes nothing names the last one that there was.
TOLD_BY_ANSWERS = frozenset({"idea.captured", "suggestion.made", "suggestion.withdrawn"})

# `json.dumps` makes one anew for each call.
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def you(me: dict[str, Any]) -> str:
    """A `you` frame with everything in `me` that can change."""
    fields = {key: value for key, value in me.items() if key != "participant"}
    return _json.encode({"type": "you", **fields})


class OwnViews:
    """Whose own view has changed, and by which events."""

    def __init__(self, workshop: UUID, phones: Crowd) -> None:
        self.workshop = workshop
        self.phones = phones
        self.owed: dict[UUID, set[int]] = {}
        # Whose own view changed by what no answer can have told: what others did, raised hands.
        self.moved: set[UUID] = set()

    def owe(self, participant: UUID, seq: int) -> None:
        self.owed.setdefault(participant, set()).add(seq)

    def owe_for(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.concerns is None:
                continue
            if event.type in TOLD_BY_ANSWERS:
                self.owe(event.concerns, event.seq)
            else:
                self.moved.add(event.concerns)

    def owe_everybody(self, seq: int) -> None:
        for one in self.phones.listeners:
            self.owe(one.actor.id, seq)

    async def tell(self) -> bool:
        """Whether somebody is to be looked at again at once."""
        if not (self.owed or self.moved):
            return False
        owed, self.owed = self.owed, {}
        moved, self.moved = self.moved, set()
        due = [one for one in self.phones.listeners if self._is_due(one, owed, moved)]
        if not due:
            return False
        answers = [listener.answers for listener in due]
        try:
            own = await read(mine, self.workshop, list({one.actor.id for one in due}))
        except Exception:
            # Still owed, beside what came meanwhile.
            for participant, seqs in owed.items():
                self.owed.setdefault(participant, set()).update(seqs)
            self.moved |= moved
            raise
        overtaken = False
        for listener, before in zip(due, answers, strict=True):
            if listener.lost:
                # It fetches the snapshot, which may be newer, and is told anew when it asks for what came since.
                continue
            if listener.deciding or listener.answers != before:
                # An answer that came meanwhile, or is about to, may know more than what was read, or less.
                self.moved.add(listener.actor.id)
                overtaken = overtaken or not listener.deciding
            elif found := own.get(listener.actor.id):
                listener.own_seq = max((listener.own_seq, *owed.get(listener.actor.id, ())))
                self.phones.write(listener, Frame(you(found)))
        return overtaken

    def _is_due(self, listener: Listener, owed: dict[UUID, set[int]], moved: set[UUID]) -> bool:
        whose = listener.actor.id
        new = {seq for seq in owed.get(whose, ()) if seq > listener.own_seq and seq not in listener.own_told}
        if not new and whose not in moved:
            return False
        if listener.deciding:
            # The answer that it waits for may bring the view along; if it does not, this is looked at again.
            if new:
                self.owed.setdefault(whose, set()).update(new)
            if whose in moved:
                self.moved.add(whose)
            return False
        return True
