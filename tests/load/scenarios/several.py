"""Several workshops at once, on one process and on more behind Caddy."""

from tests.load.bench import Bench, Row, delivery
from tests.load.client.driver import Crowd
from tests.load.cost import everywhere
from tests.load.product.installation import Installation
from tests.load.product.room import Room, Workshop
from tests.load.product.share import share_of_a_core
from tests.load.scenarios.steady import COMMANDS_A_SECOND, at_work, most, warm_up

SEVEN = 7
SECONDS = 8.0
# Caddy keeps a workshop's sockets on one process, so that more processes need more workshops.
WORKSHOPS = 16
MOST_S = 50.0
# Each process has so much of a core, so that four of them at work, proxy, database and clients fit on two cores. At less a process waits
# for its share longer than a command takes.
SHARE = 0.35
FIRST_RATE, MORE = 30.0, 1.5
# So that each workshop has had some of each kind of command before its process is held to its share.
WARM_RATE = 4 * WORKSHOPS


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

    Each daphne is held to the same share of a core where the system allows it: on few cores it is otherwise the machine
    that is used up, by proxy, database and clients as well.
    """
    room: Room | None = None
    kept, installation.cores = installation.cores, everywhere()
    rate = FIRST_RATE
    for count in (1, 2, 4):
        if not bench.has_time_for(f"{count} daphne behind Caddy", MOST_S + 20):
            break
        with installation.serving(count, behind_proxy=True) as pids:
            room = room or _room(bench, installation, crowd, WORKSHOPS)
            room.look()
            room.open()
            warm_up(room, WARM_RATE)
            with share_of_a_core(pids, SHARE) as held:
                what = f"{WORKSHOPS} workshops, {count} daphne behind Caddy"
                row = most(bench, room, what=what, start=rate, most_s=MOST_S, closely=True)
            row.figures["cores each"] = SHARE if held else "what is free"
            # More processes carry more: nearer to where they stop than where these did.
            rate = max(rate, MORE * float(row.figures["commands a second"] or 0))
            room.close()
    installation.cores = kept


def _room(bench: Bench, installation: Installation, crowd: Crowd, count: int) -> Room:
    workshops = [Workshop.of(one) for one in installation.stage(do="open", workshops=count, ideas=100)]
    room = Room(installation, crowd, workshops)
    room.join(bench.size.phones)
    return room
