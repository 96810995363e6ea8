"""Contract cases: the state before, a frame, the state after, as the server itself makes them for each audience.

Who sent the command that the case is about has it there too, with its result, under `sent`.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID

from ideahub import snapshot
from ideahub.commands import Sent, execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Stream
from ideahub.live.hands import RaisedHands
from ideahub.live.replay import Entry, frame
from ideahub.protocol import state
from ideahub.protocol.frames import Result
from ideahub.visibility import hands_seen_by
from ideahub.workshops.domain import raised_hands
from tests.contract.stories import STORIES, Stage
from tests.contract.stories.stage import Story
from tests.support.room import command, make_draft, make_user
from tests.support.undoing import undone

FOLDER = Path(__file__).parent / "cases"
Case = dict[str, Any]

# In the order of the pattern's groups: an id, an epoch, a moment, a join code, a QR address.
VOLATILE = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})"
    r"|(?P<epoch>\"[0-9a-f]{32}\")"
    r"|(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"
    r"|(?P<code>\"\d{6}\")"
    r"|(?P<link>https?://[^\"]+/q/[\w-]+)"
)


def cases() -> Iterator[Case]:
    """Every case there should be, made by running its story. Wants a database."""
    clock = _clock()
    with (
        patch("ideahub.eventlog.log.clock_now", lambda: next(clock)),
        patch("ideahub.workshops.joining.now", lambda: next(clock)),
    ):
        yield from _opening()
        yield from _told_stories()


def _clock() -> Iterator[datetime]:
    """Moments a second apart, so that no two of a case are the same in one run and not in the next."""
    start = now()
    return (start + timedelta(seconds=second) for second in count())


def _told_stories() -> Iterator[Case]:
    """Each on the stage as it was set, which takes longer than most stories."""
    stage = Stage.set()
    for name, tell in STORIES.items():
        with undone():
            made = list(_told(name, tell, deepcopy(stage)))
        yield from made


def _told(name: str, tell: Story, stage: Stage) -> Iterator[Case]:
    story = tell(stage)
    next(story)
    before = [_look(stage.room.workshop.id, asker) for asker in _askers(stage.room.ben.id)]
    said = len(stage.room.said)
    next(story, None)
    yield from _cases(name, stage.room.workshop.id, before, stage.room.said[said:])


def _askers(participant: UUID) -> list[Actor]:
    """One of each audience."""
    return [Actor(one, participant if one is Audience.PARTICIPANT else new_id()) for one in Audience]


class Look(NamedTuple):
    """What somebody has: the state without what is theirs alone, and that."""

    asker: Actor
    state: Case
    own: Case | None


def _look(workshop: UUID, asker: Actor) -> Look:
    """A whole snapshot as an audience has it, with the asker's own place among those who want to speak."""
    common = snapshot.build(workshop, asker.audience)
    hands = hands_seen_by(asker, raised_hands(workshop))
    moment = to_wire(now().replace(year=2026, month=1, day=1, hour=0, minute=0, second=0, microsecond=0))
    state = {**common, "server_time": moment, "online": 2, "hands": hands, "me": None}
    return Look(asker, state, snapshot.mine(workshop, [asker.id]).get(asker.id) if asker.participant else None)


def _opening() -> Iterator[Case]:
    workshop = make_draft(kinds=("gather", "collect"))
    sent = command(Actor(Audience.STAFF, make_user(workshop, name="ana").id), "workshop.open")
    before = [_look(workshop.id, asker) for asker in _askers(new_id())]
    results = execute_batch(workshop.id, [sent])
    yield from _cases("the workshop is opened", workshop.id, before, [(sent, *results)])


def _cases(name: str, workshop: UUID, before: list[Look], said: list[tuple[Sent, Result]]) -> Iterator[Case]:
    """One for each audience, also where it is told nothing: the range still moves. The projector where it differs."""
    room: Case = {}
    for look in before:
        case = _case(look, workshop, _look(workshop, look.asker))
        if look.asker.audience is Audience.PROJECTOR and case == room:
            continue
        if look.asker.audience is Audience.PARTICIPANT:
            room = case
        yield settled({"name": name, "audience": look.asker.audience.value, **_sent(look.asker, said), **case})


def _sent(asker: Actor, said: list[tuple[Sent, Result]]) -> Case:
    ours = [(sent, result) for sent, result in said if sent.actor.audience is asker.audience]
    return {"sent": {"command": ours[0][0].raw, "result": told(ours[0][1])}} if ours else {}


def told(result: Result) -> Case:
    """As it stands in an `ack`."""
    return result.model_dump(mode="json", exclude_none=True)


def _case(before: Look, workshop: UUID, after: Look) -> Case:
    """What logs nothing is told by the hands, or by `you` to the one participant whom it concerns."""
    first, last = before.state, after.state
    if last["hands"] != first["hands"] and last["seq"] == first["seq"]:
        case = {"before": first, "frame": _hands(after.asker, workshop), "after": last}
    else:
        case = {"before": first, "frame": _events(after, workshop, since=first["seq"]), "after": last}
    if last == first and after.own is not None:
        case |= {"before": {**first, "me": before.own}, "you": after.own, "after": {**last, "me": after.own}}
    for one in ("before", "after"):
        state.Snapshot.model_validate(case[one])
    return case


def _hands(asker: Actor, workshop: UUID) -> Case:
    return dict(json.loads(RaisedHands(raised_hands(workshop)).frame(asker).text))


def _events(look: Look, workshop: UUID, *, since: int) -> Case:
    log = Stream.objects.get(pk=workshop).events.filter(seq__gt=since).order_by("seq")
    text, _count = frame(look.asker.audience, map(Entry, log), after=since, upto=look.state["seq"])
    return dict(json.loads(text))


def settled(case: Case) -> Case:
    """The same with every id, moment and code named by the order in which they appear, so that runs compare."""
    known: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        kind = match.lastgroup
        number = sum(1 for value in known if VOLATILE.fullmatch(value) and _kind(value) == kind) + 1
        return known.setdefault(match[0], known.get(match[0]) or _named(kind, number))

    # Sorted, because databases keep the keys of an event in an order of their own.
    text = VOLATILE.sub(name, json.dumps(case, ensure_ascii=False, sort_keys=True))
    named = json.loads(text)
    return {key: named[key] for key in case}


def _kind(value: str) -> str | None:
    match = VOLATILE.fullmatch(value)
    return match.lastgroup if match else None


def _named(kind: str | None, number: int) -> str:
    return {
        "id": f"00000000-0000-7000-8000-{number:012d}",
        "epoch": f'"{number:032d}"',
        "time": f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}.000Z",
        "code": '"428617"',
        "link": "http://localhost:8000/q/qr",
    }[kind or "id"]


def path_of(case: Case) -> Path:
    return FOLDER / f"{case['name'].replace(' ', '_')}.{case['audience']}.json"


def written(case: Case) -> str:
    """One line for each part and each list's item, so that a change can be read."""
    return "{" + ",\n".join(f"{json.dumps(key)}: {_spread(value)}" for key, value in case.items()) + "}\n"


def _spread(value: Any) -> str:
    if isinstance(value, dict) and len(value) > 2:
        return "{" + ",\n ".join(f"{json.dumps(key)}: {_rows(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _rows(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
