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


def you(me: dict[str, Any]) -> str:
    """A `you` frame with everything in `me` that can change."""
    fields = {key: value for key, value in me.items() if key != "participant"}
    return json.dumps({"type": "you", **fields}, ensure_ascii=False, separators=(",", ":"))


class OwnViews:
    """Whose own view has changed, and up to which seq they are to know it."""

    def __init__(self, workshop: UUID, phones: Crowd) -> None:
        self.workshop = workshop
        self.phones = phones
        self.owed: dict[UUID, int] = {}
        # Whose own view changed without the log moving on: raised hands.
        self.moved: set[UUID] = set()

    def owe(self, participant: UUID, seq: int) -> None:
        self.owed[participant] = max(seq, self.owed.get(participant, 0))

    def owe_for(self, events: Iterable[Event]) -> None:
        for event in events:
            if event.concerns is not None:
                self.owe(event.concerns, event.seq)

    def owe_everybody(self, seq: int) -> None:
        for one in self.phones.listeners:
            self.owe(one.actor.id, seq)

    async def tell(self) -> None:
        if not (self.owed or self.moved):
            return
        owed, self.owed = self.owed, {}
        moved, self.moved = self.moved, set()
        due = [one for one in self.phones.listeners if self._is_due(one, owed, moved)]
        if not due:
            return
        try:
            own = await read(mine, self.workshop, list({one.actor.id for one in due}))
        except Exception:
            # Still owed, beside what came meanwhile.
            self.owed = owed | self.owed
            self.moved |= moved
            raise
        for listener in due:
            if found := own.get(listener.actor.id):
                listener.own_seq = max(listener.own_seq, owed.get(listener.actor.id, 0))
                self.phones.write(listener, Frame(you(found)))

    def _is_due(self, listener: Listener, owed: dict[UUID, int], moved: set[UUID]) -> bool:
        seq = owed.get(listener.actor.id, 0)
        if listener.own_seq >= seq and listener.actor.id not in moved:
            return False
        if listener.deciding:
            # The answer that it waits for brings the view along; if it does not, this is looked at again.
            if listener.own_seq < seq:
                self.owe(listener.actor.id, seq)
            if listener.actor.id in moved:
                self.moved.add(listener.actor.id)
            return False
        return True
