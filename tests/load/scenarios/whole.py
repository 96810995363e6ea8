"""All scenarios in the order that shares what they can: one installation a database, joined phones kept."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.load.bench import Bench
from tests.load.client.driver import Crowd
from tests.load.product.installation import Installation, installed
from tests.load.product.room import Room, Workshop
from tests.load.scenarios import fan_out, growth, idle, several, steady, storms, votes

IDEAS = 100
# What the rest of the run on SQLite takes, once everybody is back.
REST_OF_SQLITE_S = 60


def run(bench: Bench) -> None:
    with bench.part("PostgreSQL", "postgres"):
        on_postgres(bench)
    if bench.has_time_for("SQLite", 60 if bench.size.full else 25):
        with bench.part("SQLite", "sqlite"):
            on_sqlite(bench)


def on_postgres(bench: Bench) -> None:
    with installed("postgres", bench.folder / "postgres", bench.cores) as installation, bench.client() as crowd:
        room = a_room(installation, crowd)
        with bench.part("one workshop", "postgres"):
            at_one_workshop(bench, room)
        with bench.part("comeback", "postgres"):
            after_a_restart(bench, room)
        if bench.size.full:
            together(bench, installation, crowd)


def at_one_workshop(bench: Bench, room: Room) -> None:
    serving = room.installation.serving
    with serving():
        storms.join(bench, room)
        # Into a workshop of its own, so that what follows has no more people in it than it is to have.
        with bench.part("storm", room.installation.database):
            storms.join_at_once(bench, a_room(room.installation, room.crowd))
    # A fresh process: what the join storm left behind in memory would hide what a socket takes.
    with serving():
        idle.warm_up(bench, room)
        idle.memory(bench, room)
        fan_out.product(bench, room)
        with bench.part("telling alone", room.installation.database):
            fan_out.telling(bench, room)
        at_work(bench, room)


def at_work(bench: Bench, room: Room) -> None:
    """The room is open; afterwards it is closed, and there is something to come back to."""
    votes.burst(bench, room)
    steady.steady(bench, room, seconds=bench.size.steady_s)
    # Leaves much to do for the database behind it, so not before the steady load.
    votes.at_once(bench, room)
    storms.leave_something_to_miss(room)
    room.close()


def after_a_restart(bench: Bench, room: Room, *, kept_s: float = 0) -> None:
    """`kept_s`: so much time is left for what comes behind it."""
    with room.installation.serving():
        storms.come_back(bench, room)
        database = room.installation.database
        if bench.has_time_for(f"the most on {database}", kept_s + (65 if bench.size.full else 25)):
            steady.warm_up(room)
            steady.most(bench, room, most_s=40 if bench.size.full else 15, held_s=bench.size.held_s)
        room.close()


def together(bench: Bench, installation: Installation, crowd: Crowd) -> None:
    """What only the full run has time for."""
    if bench.has_time_for("seven workshops", 30):
        with bench.part("seven", "postgres"), installation.serving():
            several.seven(bench, installation, crowd)
    if bench.has_time_for("growth on PostgreSQL", 60):
        with bench.part("growth", "postgres"):
            growth.growth(bench, installation, crowd)
    with bench.part("several processes", "postgres"):
        several.processes(bench, installation, crowd)


def on_sqlite(bench: Bench) -> None:
    with installed("sqlite", bench.folder / "sqlite", bench.cores) as installation, bench.client() as crowd:
        room = a_room(installation, crowd)
        with installation.serving():
            storms.join(bench, room)
            room.look()
            room.open()
            at_work(bench, room)
        if not bench.size.full:
            return
        # The goals first: for the most on SQLite there is none.
        after_a_restart(bench, room, kept_s=REST_OF_SQLITE_S)
        if bench.has_time_for("seven workshops on SQLite", 22):
            with bench.part("seven", "sqlite"), installation.serving():
                several.seven(bench, installation, crowd)
        if bench.has_time_for("growth on SQLite", 42):
            growth.growth(bench, installation, crowd)


@contextmanager
def full_room(bench: Bench, database: str) -> Iterator[Room]:
    """An installation with one daphne and one workshop, everybody in it and on a socket."""
    with ExitStack() as stack:
        installation = stack.enter_context(installed(database, bench.folder / database, bench.cores))
        crowd = stack.enter_context(bench.client())
        stack.enter_context(installation.serving())
        room = a_room(installation, crowd)
        room.join(bench.size.phones)
        room.look()
        room.open()
        yield room


def a_room(installation: Installation, crowd: Crowd) -> Room:
    workshop = Workshop.of(installation.stage(do="open", workshops=1, ideas=IDEAS)[0])
    return Room(installation, crowd, [workshop])
