"""Whether work costs more as there is more of it: ideas on the board, events in the log."""

from tests.load.bench import Bench, Row, delivery
from tests.load.client.driver import Crowd
from tests.load.product.installation import Installation
from tests.load.product.room import Room, Workshop
from tests.load.scenarios.steady import at_work

NAME = "growth"
PHONES = 100
COMMANDS_A_SECOND = 50
WARM_S, SECONDS = 1.0, 6.0
IDEAS, EVENTS = 100, 1_000


def growth(bench: Bench, installation: Installation, crowd: Crowd) -> None:
    """The same load on a workshop as it is, with a long log, and with many ideas too.

    Written past the service, so it starts anew each time: a process that runs would read a million events as news.
    """
    room = Room(installation, crowd, [Workshop.of(installation.stage(do="open", workshops=1, ideas=IDEAS)[0])])
    workshop, size = room.workshops[0], bench.size
    with installation.serving():
        room.join(min(PHONES, size.phones))
    installation.stage(do="events", workshop=workshop.id, count=EVENTS)
    _measure(bench, room, f"{IDEAS:,} ideas, {EVENTS:,} events")
    installation.stage(do="events", workshop=workshop.id, count=size.events_grown - EVENTS)
    _measure(bench, room, f"{IDEAS:,} ideas, {size.events_grown:,} events")
    installation.stage(do="ideas", workshop=workshop.id, column=workshop.column, count=size.ideas_grown - IDEAS)
    _measure(bench, room, f"{size.ideas_grown:,} ideas, {size.events_grown:,} events")


def _measure(bench: Bench, room: Room, what: str) -> Row:
    with room.installation.serving():
        room.look()
        room.open()
        at_work(room, COMMANDS_A_SECOND, WARM_S)
        measured = at_work(room, COMMANDS_A_SECOND, SECONDS)
        room.close()
    judgement = measured.judgement
    figures = {"us a command": measured.server_cpu_s * 1e6 / max(1, judgement.sent), **delivery(measured)}
    return bench.add(Row(NAME, what, room.installation.database, figures, judgement.failures, judgement.valid))
