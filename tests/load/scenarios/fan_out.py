"""One small frame an event to every socket: the product, and what it is measured against, in the same run."""

from dataclasses import replace
from statistics import median

from tests.load.bench import Bench, Figure, Row, delivery
from tests.load.client.driver import Kind, Order
from tests.load.cost import cpu_s
from tests.load.judging import Position, judge, opened, together
from tests.load.product.room import Measured, Room
from tests.load.yardsticks import running as yardsticks
from tests.load.yardsticks.running import Yardstick

NAME, RATIO = "fan-out", "fan-out, times"
WHOLE, TELLING = "product", "product, led elsewhere"
WARM = 20
EVENTS_A_SECOND = 20
# At 20 a second it falls behind for good; its cost for a frame is the same at 2.
TEXTBOOK_EVENTS_A_SECOND = 2
HEADROOM_EVENTS_A_SECOND = 400
HEADROOM_S = 2


def product(bench: Bench, room: Room) -> Row:
    """What each frame costs a process that carries out the commands as well.

    `alone`, for the model: beyond what the command costs where one phone hears it.
    """
    runs = _runs(bench, room)
    row = _row(WHOLE, room.installation.database, runs, sockets=len(room.positions))
    if command := bench.row("command", "one phone listens"):
        costs = [_without(one, float(command.figures["us a command"] or 0)) for one in runs]
        row = replace(row, figures={**row.figures, **_spread("us a frame alone", costs)})
    return bench.add(row)


def telling(bench: Bench, room: Room) -> Row:
    """What it costs a process whose board is at another: it does what the yardsticks do, hears through Redis that there is
    something, and writes it for its sockets; and reads it from the log, which they need not.
    """
    with room.installation.another() as room.led_at:
        room.look()
        room.open()
        hide(room, WARM)
        row = _row(TELLING, room.installation.database, _runs(bench, room), sockets=len(room.positions))
    room.led_at = None
    room.look()
    room.open()
    return bench.add(row)


def _runs(bench: Bench, room: Room) -> list[Measured]:
    return [hide(room, int(EVENTS_A_SECOND * bench.size.fan_out_s)) for _ in range(bench.size.samples)]


def _without(run: Measured, command_us: float) -> float:
    return max(0.0, run.server_cpu_s * 1e6 - command_us * run.judgement.sent) / max(1, run.judgement.frames)


def _spread(name: str, costs: list[float]) -> dict[str, Figure]:
    """The middle one, and between which they lie."""
    return {name: median(costs), f"{name}, from to": f"{min(costs):.3g}–{max(costs):.3g}"} if costs else {name: None}


def hide(room: Room, count: int) -> Measured:
    """The board puts ideas out of sight one by one: to phones and projector the smallest event that there is."""
    workshop = room.workshops[0]
    ideas = room.installation.stage(do="ideas", workshop=workshop.id, column=workshop.column, count=count)
    hidings = [("idea.hide", {"ideas": [idea]}) for idea in ideas]
    return room.run(room.orders((n / EVENTS_A_SECOND, room.boards[0], one) for n, one in enumerate(hidings)))


def against(bench: Bench, *, redis: str, size: int) -> None:
    """Each yardstick by itself, with frames of `size` bytes."""
    for yardstick in yardsticks.ALL:
        if bench.has_time_for(yardstick.title, 12 + bench.size.samples * bench.size.fan_out_s):
            _one(bench, yardstick, redis=redis, size=size)
    compared(bench)


def compared(bench: Bench) -> None:
    """The product's cost of a frame as a multiple of each other's."""
    for yardstick in yardsticks.ALL:
        theirs = _cost(bench, yardstick.name)
        ours = {"telling alone": _cost(bench, TELLING), "commands too": _cost(bench, WHOLE)}
        figures = {name: cost / theirs for name, cost in ours.items() if cost and theirs}
        if figures:
            bench.add(Row(RATIO, f"against {yardstick.name}", "–", figures))


def _cost(bench: Bench, what: str) -> float | None:
    row = bench.row(NAME, what)
    found = row.figures.get("us a frame") if row else None
    return float(found) if isinstance(found, float | int) else None


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

        seconds = bench.size.fan_out_s
        runs = [run(rate, seconds, 1 + sample * int(rate * seconds)) for sample in range(bench.size.samples)]
        bench.add(_row(yardstick.name, "–", runs, sockets=opened(heard, len(positions))[0], rate=rate))
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


def _row(what: str, database: str, runs: list[Measured], *, sockets: int, rate: float = EVENTS_A_SECOND) -> Row:
    """Times and the rest are those of the run whose cost is the middle one."""
    known = sorted(runs, key=lambda one: one.us_a_frame or 0.0)
    middle = known[len(known) // 2]
    costs = [one.us_a_frame for one in runs if one.us_a_frame is not None]
    figures = {
        "sockets": sockets, "events a second": rate, "bytes a frame": middle.client.bytes / max(1, middle.client.frames),
        **delivery(middle), **_spread("us a frame", costs), "samples": len(costs),
    }  # fmt: skip
    judgements = [one.judgement for one in runs]
    return Row(NAME, what, database, figures, together(judgements), all(one.valid for one in judgements))
