"""Everybody at once: a room that joins, and a room that comes back after a restart."""

import time

from tests.load.bench import Bench, Row
from tests.load.judging import MOST_BUSY
from tests.load.product.commands import capture
from tests.load.product.door import Entry
from tests.load.product.room import Room, in_step_after_s
from tests.load.spread import Spread

MISSED = 10


def join(bench: Bench, room: Room) -> Row:
    """As the goal has it: within ten seconds."""
    return _join(bench, room, "join", bench.size.join_s)


def join_at_once(bench: Bench, room: Room) -> Row:
    """As prototypes were asked: all in the same instant."""
    return _join(bench, room, "join, all at once", 0.0)


def _join(bench: Bench, room: Room, what: str, over_s: float) -> Row:
    """Card, join, snapshot, socket, from one address; how long each phone took until it was in step."""
    cpu, start = time.process_time(), time.monotonic()
    entries = room.join(bench.size.phones, over_s=over_s, at_once=bench.size.phones, whole_way=True)
    # What a client needs here it needs on Python: 60 phones a second are few.
    busy = (time.process_time() - cpu) / (time.monotonic() - start)
    inside = [entry for entry in entries if isinstance(entry, Entry)]
    refused = [entry for entry in entries if isinstance(entry, str)]
    spread = Spread()
    for entry in inside:
        spread.add(entry.seconds * 1000)
    figures = {
        "phones": len(entries), "over s": over_s, "in step p50": spread.percentile(50),
        "in step p95": spread.percentile(95), "last in step s": (spread.percentile(100) or 0) / 1000,
        "snapshot kB": max((entry.snapshot_bytes for entry in inside), default=0) / 1000,
        "snapshot kB sent": max((entry.snapshot_bytes_sent for entry in inside), default=0) / 1000,
        "client busy": round(busy, 3), **({"why": refused[0]} if refused else {}),
    }  # fmt: skip
    failures = {"phones refused": len(refused)} if refused else {}
    return bench.add(Row("storm", what, room.installation.database, figures, failures, busy <= MOST_BUSY))


def come_back(bench: Bench, room: Room) -> Row:
    """All sockets at the same moment, each having missed some ideas while it was away. Call right after a restart."""
    heard, inside, refused = room.open(behind=MISSED, apart_s=0, within_s=30)
    figures = {
        "sockets": inside, "events missed": MISSED, "last in step s": in_step_after_s(heard),
        "client busy": round(heard.busy, 3),
    }  # fmt: skip
    missing = len(room.positions) - inside
    failures = {"sockets refused": missing} if missing else {}
    if refused:
        bench.say(f"refused: {dict(refused)}")
    return bench.add(Row("storm", "comeback", room.installation.database, figures, failures, heard.busy <= MOST_BUSY))


def leave_something_to_miss(room: Room) -> None:
    """Call before the restart, while sockets are open."""
    room.lead(*(capture(room.workshops[0].column) for _ in range(MISSED)))
    room.look()
