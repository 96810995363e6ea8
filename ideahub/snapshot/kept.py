"""The part of a snapshot that everybody of an audience has in common: built once per (epoch, seq, audience), kept compressed."""

import json
import zlib
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from uuid import UUID

from ideahub.core.actor import Audience
from ideahub.eventlog.queries import Head, head
from ideahub.snapshot.whole import Json, build

MOST_KEPT = 64
MOST_DOORS = 1024
# For so long after its snapshot was last asked for something is kept of a workshop; then it goes with the next that is asked for.
KEPT_S = 300.0
# While so many ask within a second, they get what was built at most a second ago: events after it follow on the socket.
CROWD, CROWD_WITHIN_S = 8, 1.0

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Shared:
    """The part that everybody of an audience has in common: the JSON text without its closing brace, also deflated."""

    head: Head
    text: bytes
    deflated: bytes
    checksum: int
    built_at: float = field(default_factory=monotonic)


@dataclass(frozen=True, slots=True)
class Door:
    """Where those wait who ask for the same; `asked`: when the last of them came."""

    one_at_a_time: Lock = field(default_factory=Lock)
    asked: deque[float] = field(default_factory=lambda: deque(maxlen=CROWD))


_kept: OrderedDict[tuple[UUID, Audience], Shared] = OrderedDict()
_kept_lock = Lock()
_doors: OrderedDict[tuple[UUID, Audience], "Door"] = OrderedDict()


def shared(workshop: UUID, audience: Audience) -> Shared:
    """The snapshot without `me`, `online`, `hands` and `server_time`."""
    now_at = head(workshop)
    with _kept_lock:
        door = _door(workshop, audience)
        if found := _find(workshop, audience, now_at, _is_crowd(door.asked)):
            return found
    # Many who ask at once wait for the first one's work instead of repeating it.
    with door.one_at_a_time:
        now_at = head(workshop)
        with _kept_lock:
            found = _find(workshop, audience, now_at, _is_crowd(door.asked))
        return found or _keep(workshop, audience)


def _door(workshop: UUID, audience: Audience) -> Door:
    """That of who asks now. Those at which nobody has been for long go."""
    now = monotonic()
    door = _doors.setdefault((workshop, audience), Door())
    door.asked.append(now)
    _doors.move_to_end((workshop, audience))
    while len(_doors) > MOST_DOORS or now - next(iter(_doors.values())).asked[-1] > KEPT_S:
        left, _ = _doors.popitem(last=False)
        _kept.pop(left, None)
    return door


def _is_crowd(asked: deque[float]) -> bool:
    return len(asked) == CROWD and asked[-1] - asked[0] < CROWD_WITHIN_S


def _find(workshop: UUID, audience: Audience, at: Head, crowd: bool) -> Shared | None:
    """The one kept for this audience, if it is of this moment or, in a crowd, of the last."""
    found = _kept.get((workshop, audience))
    if found is None or found.head.epoch != at.epoch:
        return None
    if found.head.seq < at.seq and not (crowd and monotonic() - found.built_at < CROWD_WITHIN_S):
        return None
    _kept.move_to_end((workshop, audience))
    return found


def _keep(workshop: UUID, audience: Audience) -> Shared:
    built = _compress(build(workshop, audience))
    with _kept_lock:
        _kept[(workshop, audience)] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return built


def _compress(body: Json) -> Shared:
    text = "".join(_open_json(body)).encode()
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = squeeze.compress(text) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return Shared(Head(body["epoch"], body["seq"]), text, deflated, zlib.crc32(text))


def _open_json(body: Json) -> Iterator[str]:
    """Without the closing brace. Item by item: as a whole, thousands of ideas would keep the event loop from its turn."""
    for number, (key, value) in enumerate(body.items()):
        yield f'{"," if number else "{"}"{key}":'
        if isinstance(value, list):
            yield f"[{','.join(map(to_json, value))}]"
        else:
            yield to_json(value)


def with_own(common: Shared, own: Json) -> bytes:
    """The whole snapshot as JSON; `own` holds what is not the same for everybody."""
    return common.text + b"," + _tail(own)


def with_own_gzipped(common: Shared, own: Json) -> bytes:
    """The same as one gzip member: the shared part is not compressed again, the caller's own is put behind it."""
    tail = b"," + _tail(own)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = zlib.crc32(tail, common.checksum)
    size = len(common.text) + len(tail)
    trailer = checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + common.deflated + squeeze.compress(tail) + squeeze.flush() + trailer


def _tail(own: Json) -> bytes:
    return to_json(own).encode()[1:]
