"""One small frame an event to every socket: the product, and what it is measured against, in the same run."""

from dataclasses import replace

from tests.load.bench import Bench, Row, delivery
from tests.load.client.driver import Kind, Order
from tests.load.cost import cpu_s
from tests.load.judging import Position, judge, opened
from tests.load.product.room import Measured, Room
from tests.load.yardsticks import running as yardsticks
from tests.load.yardsticks.running import Yardstick

NAME = "fan-out"
EVENTS_A_SECOND = 20
# At 20 a second it falls behind for good; its cost for a frame is the same at 2.
TEXTBOOK_EVENTS_A_SECOND = 2
HEADROOM_EVENTS_A_SECOND = 400
HEADROOM_S = 2


def product(bench: Bench, room: Room) -> Row:
    """What each frame costs with everything that made it; `alone` is without what a command costs that one phone hears."""
    measured = hide(room, int(EVENTS_A_SECOND * bench.size.fan_out_s))
    row = _row("product", room.installation.database, measured, sockets=len(room.positions))
    command, frames = bench.row("command", "one phone listens"), max(1, measured.judgement.frames)
    if command:
        commands_us = float(command.figures["us a command"] or 0) * measured.judgement.sent
        alone = max(0.0, measured.server_cpu_s * 1e6 - commands_us) / frames
        row = replace(row, figures={**row.figures, "us a frame alone": alone})
    return bench.add(row)


def hide(room: Room, count: int) -> Measured:
    """The board puts ideas out of sight one by one: to phones and projector the smallest event that there is."""
    workshop = room.workshops[0]
    ideas = room.installation.stage(do="ideas", workshop=workshop.id, column=workshop.column, count=count)
    hidings = [("idea.hide", {"ideas": [idea]}) for idea in ideas]
    return room.run(room.orders((n / EVENTS_A_SECOND, room.boards[0], one) for n, one in enumerate(hidings)))


def against(bench: Bench, *, redis: str, size: int) -> None:
    """Each yardstick by itself, with frames of `size` bytes."""
    for yardstick in yardsticks.ALL:
        if bench.has_time_for(yardstick.title, 12 + bench.size.fan_out_s):
            _one(bench, yardstick, redis=redis, size=size)


def _one(bench: Bench, yardstick: Yardstick, *, redis: str, size: int) -> None:
    log = bench.folder / f"{yardstick.name}.log"
    rate = TEXTBOOK_EVENTS_A_SECOND if yardstick is yardsticks.TEXTBOOK else EVENTS_A_SECOND
    with (
        yardsticks.running(yardstick, redis=redis, size=size, cores=bench.cores, log=log) as started,
        bench.client() as crowd,
    ):
        if started is None:
            bench.skipped.append(
                f"{yardstick.title}: what it needs (a C compiler, Node and its packages) is not on this machine"
            )
            return
        process, port = started
        heard = crowd.connect(yardstick.callers(port, bench.size.phones))
        positions = [Position(0, 0) for _ in range(bench.size.phones)]
        for record in heard.records:
            if record.kind == Kind.OPEN:
                positions[record.client].seq = record.b
        judge(heard, positions)

        def run(rate: float, seconds: float, first: int) -> Measured:
            numbers = range(first, first + int(rate * seconds))
            orders = [
                Order((number - first) / rate, number % len(positions), number, _push(yardstick, number))
                for number in numbers
            ]
            before = cpu_s(process.pid)
            heard = crowd.run(orders)
            return Measured(judge(heard, positions), cpu_s(process.pid) - before, heard)

        measured = run(rate, bench.size.fan_out_s, 1)
        bench.add(_row(yardstick.name, "–", measured, sockets=opened(heard, len(positions))[0], rate=rate))
        if yardstick is yardsticks.FLOOR:
            _headroom(bench, run(HEADROOM_EVENTS_A_SECOND, HEADROOM_S, 1_000_000))


def _headroom(bench: Bench, measured: Measured) -> None:
    """How fast the load client itself can be: the floor as a server, twenty times as many frames."""
    judgement = measured.judgement
    us = measured.client.cpu_s * 1e6 / max(1, measured.client.frames)
    figures = {
        "frames a second": judgement.frames / max(judgement.seconds, 0.001), "us a frame of the client": us,
        "frames a second at most": 1e6 / us, "client busy": round(judgement.client_busy, 3),
    }  # fmt: skip
    bench.add(Row("load client", "against the floor", "–", figures, judgement.failures))


def _push(yardstick: Yardstick, number: int) -> str:
    return yardstick.push.format(id=f"00000000-0000-4000-8000-{number:012x}")


def _row(what: str, database: str, measured: Measured, *, sockets: int, rate: float = EVENTS_A_SECOND) -> Row:
    judgement = measured.judgement
    figures = {
        "sockets": sockets, "events a second": rate, "bytes a frame": measured.client.bytes / max(1, measured.client.frames),
        **delivery(measured),
    }  # fmt: skip
    return Row(NAME, what, database, figures, judgement.failures, judgement.valid)
