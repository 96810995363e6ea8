"""Several workshops at once, on one process and on more behind Caddy."""

from tests.load.bench import Bench, Row, delivery
from tests.load.client.driver import Crowd
from tests.load.cost import everywhere
from tests.load.product.installation import Installation
from tests.load.product.room import Room, Workshop
from tests.load.scenarios.steady import COMMANDS_A_SECOND, at_work, most, warm_up

SEVEN = 7
SECONDS = 8.0
# Caddy keeps a workshop's sockets on one process, so that more processes need more workshops.
WORKSHOPS = 16
MOST_S = 30.0


def seven(bench: Bench, installation: Installation, crowd: Crowd) -> Row:
    """All phones spread over seven workshops, together as many commands as one workshop had. The server must be running."""
    room = _room(bench, installation, crowd, SEVEN)
    room.look()
    room.open()
    warm_up(room)
    measured = at_work(room, COMMANDS_A_SECOND, SECONDS)
    room.close()
    figures = {"commands a second": COMMANDS_A_SECOND, **delivery(measured)}
    judgement = measured.judgement
    return bench.add(
        Row("seven", "seven workshops", installation.database, figures, judgement.failures, judgement.valid)
    )


def processes(bench: Bench, installation: Installation, crowd: Crowd) -> None:
    """The most that one, two and four daphne behind Caddy carry, all workshops together. The server must not be running.

    Nothing is kept apart on cores of its own here: with two cores, processes, proxy, database and clients share them.
    """
    room: Room | None = None
    kept, installation.cores = installation.cores, everywhere()
    for count in (1, 2, 4):
        if not bench.has_time_for(f"{count} daphne behind Caddy", MOST_S + 20):
            break
        with installation.serving(count, behind_proxy=True):
            room = room or _room(bench, installation, crowd, WORKSHOPS)
            room.look()
            room.open()
            most(bench, room, what=f"{WORKSHOPS} workshops, {count} daphne behind Caddy", most_s=MOST_S)
            room.close()
    installation.cores = kept


def _room(bench: Bench, installation: Installation, crowd: Crowd, count: int) -> Room:
    workshops = [Workshop.of(one) for one in installation.stage(do="open", workshops=count, ideas=100)]
    room = Room(installation, crowd, workshops)
    room.join(bench.size.phones)
    return room
