"""What a socket costs that only stays, and what a command costs that only one phone hears."""

import time

from tests.load.bench import Bench, Row, delivery
from tests.load.cost import resident_kb
from tests.load.product.room import Room
from tests.load.scenarios import fan_out

WARM, COMMANDS = 20, 60
SETTLE_S = 2.0
# So far apart that none is in the other's way while the process grows by what it needs for them.
APART_S = 0.004


def warm_up(bench: Bench, room: Room) -> None:
    """The fan-out's own commands with one phone to hear them: loads everything, and tells what a command costs by itself."""
    everybody, room.phones = room.phones, 1
    room.look()
    room.open()
    fan_out.hide(room, WARM)
    measured = fan_out.hide(room, COMMANDS)
    figures = {"us a command": measured.server_cpu_s * 1e6 / COMMANDS, **delivery(measured)}
    bench.add(Row("command", "one phone listens", room.installation.database, figures, measured.judgement.failures))
    room.close()
    room.phones = everybody
    time.sleep(SETTLE_S)


def memory(bench: Bench, room: Room) -> None:
    """Opens all sockets and looks at what the process has grown by."""
    web = room.installation.web[0].pid
    room.look()
    before = resident_kb(web)
    _heard, inside, refused = room.open(apart_s=APART_S)
    time.sleep(SETTLE_S)
    grown = (resident_kb(web) - before) / max(1, inside)
    figures = {"sockets": inside, "kB a socket": grown, "kB before": before}
    bench.add(Row("memory", "idle socket", room.installation.database, figures, _missing(len(room.positions) - inside)))
    if refused:
        bench.say(f"refused while opening: {dict(refused)}")


def _missing(count: int) -> dict[str, int]:
    return {"sockets refused": count} if count else {}
