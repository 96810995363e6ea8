"""Commands one after the other in this process, as the writer carries them out, and what that took."""

import cProfile
import pstats
from collections.abc import Callable
from itertools import count, cycle
from time import process_time
from uuid import UUID

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.commands import Sent
from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.live import executor, writer
from tests.support.room import Room, command, open_room

PHONES, IDEAS = 20, 100
Make = Callable[[Actor], Sent]


def measure(database: str, *, profile: str | None, times: int, voters: int, batches: int) -> None:
    """Prints a line a kind. CPU is the whole process's, the client of the database included; SQLite's work is in it too."""
    call_command("migrate", verbosity=0)
    room = _full_room(voters)
    for name, step in {"capture": "collect", "comment": "collect", "vote": "vote"}.items():
        room.go_to(step, **({"comments": True} if step == "collect" else {"votes_per_person": 50}))
        make = _kinds(room)[name]
        if profile is None:
            print(f"{database}: {name}: {_statements(room, make)} statements, {_lone(room, make, times):.2f} ms of CPU")
        elif profile == name:
            _profile(room, make, times)
    if profile is None:
        print(f"{database}: {voters} votes in a batch: {_batch(room, _kinds(room)['vote'], batches):.0f} ms of CPU")


def _full_room(voters: int) -> Room:
    room = open_room(comments=True)
    room.crowd = [room.join(f"T{number}") for number in range(voters)]
    room.ideas = [room.capture(room.ana, f"Idé {number}") for number in range(IDEAS)]
    return room


def _kinds(room: Room) -> dict[str, Make]:
    column, ideas, points = room.columns[0].id, cycle(room.ideas), count()
    return {
        "capture": lambda who: command(who, "idea.capture", idea=new_id(), column=column, text="Solceller på taket"),
        "comment": lambda who: command(who, "comment.add", comment=new_id(), idea=next(ideas), text="Bra tanke"),
        "vote": lambda who: command(who, "vote.set", target=next(ideas), points=(next(points) // IDEAS + 1) % 2),
    }


def _carry_out(workshop: UUID, batch: list[Sent]) -> None:
    results, _own = executor._clean(writer._execute, workshop, batch)
    assert all(result.ok for result in results), results


def _statements(room: Room, make: Make) -> int:
    """Of a command after which nothing is read or prepared for the first time."""
    _carry_out(room.workshop.id, [make(room.crowd[0])])
    with CaptureQueriesContext(connection) as queries:
        writer._execute(room.workshop.id, [make(room.crowd[0])])
    return len(queries)


def _lone(room: Room, make: Make, times: int) -> float:
    batches = [[make(who)] for who, _ in zip(cycle(room.crowd[:PHONES]), range(times), strict=False)]
    began = process_time()
    for batch in batches:
        _carry_out(room.workshop.id, batch)
    return (process_time() - began) * 1000 / times


def _batch(room: Room, make: Make, batches: int) -> float:
    taken = []
    for _ in range(batches):
        batch = [make(who) for who in room.crowd]
        began = process_time()
        for at in range(0, len(batch), writer.MOST_IN_A_BATCH):
            _carry_out(room.workshop.id, batch[at : at + writer.MOST_IN_A_BATCH])
        taken.append((process_time() - began) * 1000)
    return sorted(taken)[batches // 2]


def _profile(room: Room, make: Make, times: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        writer._execute(room.workshop.id, [make(room.crowd[0])])
    for query in queries:
        print(query["sql"][:300])
    _lone(room, make, 50)
    with cProfile.Profile() as profile:
        _lone(room, make, times)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(90)
