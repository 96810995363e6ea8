"""What was sent, what was answered, and when it stood on everybody's screen."""

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One command. `sent_at` is when it was last put on the wire, `decisions` how often it was decided, repeats not counted."""

    name: str
    args: Json
    sent_at: float = 0.0
    result: Json | None = None
    decisions: int = 0


@dataclass
class Ledger:
    entries: dict[str, Entry] = field(default_factory=dict)
    ack_s: list[float] = field(default_factory=list)
    screen_s: list[float] = field(default_factory=list)
    delayed: int = 0
    reconnects: int = 0
    cuts: int = 0
    resyncs: int = 0
    unexpected: dict[str, int] = field(default_factory=dict)
    # How far the server's clock is ahead of ours, from the quickest answer to a ping.
    clock_ahead_s: float = 0.0
    best_trip_s: float = float("inf")
    _moments: dict[str, float] = field(default_factory=dict)

    def write(self, command: Json) -> None:
        self.entries[command["id"]] = Entry(command["name"], command["args"])

    def sent(self, command: str) -> None:
        self.entries[command].sent_at = time.time()

    def answered(self, result: Json) -> bool:
        """Files one result; False when the command is to be sent again later."""
        entry = self.entries.get(result["id"])
        if entry is None:
            self.note(f"answer to nothing: {result.get('code', 'ok')}")
            return True
        if not result["ok"] and result["code"] == "too_fast":
            self.delayed += 1
            return False
        self.ack_s.append(time.time() - entry.sent_at)
        entry.decisions += not result.get("repeat", False)
        entry.result = entry.result or result
        return True

    def seen(self, event: Json, *, since: float, own: bool) -> None:
        """An event stands on a screen that has been connected since `since`."""
        thing = event.get("comment") if event["type"] == "comment.added" else event.get("idea")
        if own or event["type"] not in {"idea.captured", "comment.added"} or not isinstance(thing, dict):
            return
        made_at = self._moment(thing["created_at"]) - self.clock_ahead_s
        if made_at > since:
            self.screen_s.append(max(0.0, time.time() - made_at))

    def _moment(self, text: str) -> float:
        if text not in self._moments:
            self._moments[text] = datetime.fromisoformat(text).timestamp()
        return self._moments[text]

    def pong(self, *, sent_at: float, server_time: str) -> None:
        trip = time.time() - sent_at
        if trip < self.best_trip_s:
            self.best_trip_s = trip
            self.clock_ahead_s = datetime.fromisoformat(server_time).timestamp() - (sent_at + trip / 2)

    def note(self, what: str) -> None:
        self.unexpected[what] = self.unexpected.get(what, 0) + 1

    # ---- Reading ---------------------------------------------------------------------------------------------------

    @property
    def acknowledged(self) -> dict[str, int]:
        """How many of each command."""
        return dict(Counter(one.name for one in self.entries.values() if one.result and one.result["ok"]))

    @property
    def unanswered(self) -> int:
        return sum(1 for one in self.entries.values() if one.result is None)

    @property
    def refused(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for entry in self.entries.values():
            if entry.result and not entry.result["ok"]:
                code = entry.result["code"]
                counts[code] = counts.get(code, 0) + 1
        return counts

    def accepted(self, name: str) -> list[Json]:
        """Arguments of the acknowledged commands of a name, in the order they were written."""
        return [one.args for one in self.entries.values() if one.name == name and one.result and one.result["ok"]]
