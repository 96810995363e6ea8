"""One small frame an event to every socket: the product, and what it is measured against, in the same run."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from statistics import median

from tests.load.bench import Bench, Figure, Row, delivery
from tests.load.client.driver import Crowd, Kind, Order
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
SMALLEST_FRAME = 150


def product(bench: Bench, room: Room) -> Row:
    """What each frame costs a process that carries out the commands as well.

    `alone`, for the model: beyond what the command costs where one phone hears it.
    """
    runs = [_hidings(bench, room) for _ in range(bench.size.samples)]
    row = _row(WHOLE, room.installation.database, runs, sockets=len(room.positions))
    if command := bench.row("command", "one phone listens"):
        costs = [_without(one, float(command.figures["us a command"] or 0)) for one in runs]
        row = replace(row, figures={**row.figures, **_spread("us a frame alone", costs)})
    return bench.add(row)


def telling(bench: Bench, room: Room, *, against: Sequence[Yardstick] = yardsticks.ALL) -> None:
    """What it costs a process whose board is at another: it does what the yardsticks do, hears through Redis that there is
    something, and writes it for its sockets; and reads it from the log, which they need not.

    In turns with the yardsticks: what the machine is slow in for a while, it is slow in for all of them.
    """
    with ExitStack() as stack:
        room.led_at = stack.enter_context(room.installation.another())
        stack.callback(_led_here_again, room)
        room.look()
        room.open()
        hide(room, WARM)
        rivals = [rival for one in against if (rival := _started(bench, room, one, stack))]
        rounds = [[_hidings(bench, room), *(rival.run(bench.size.fan_out_s) for rival in rivals)]
                  for _ in range(bench.size.samples)]  # fmt: skip
        ours, *theirs = (list(runs) for runs in zip(*rounds, strict=True))
        bench.add(_row(TELLING, room.installation.database, ours, sockets=len(room.positions)))
        for rival, runs in zip(rivals, theirs, strict=True):
            bench.add(_row(rival.yardstick.name, "–", runs, sockets=rival.sockets, rate=rival.rate))
        for rival, runs in zip(rivals, theirs, strict=True):
            _compared(bench, rival.yardstick, ours, runs)
        for rival in rivals:
            if rival.yardstick is yardsticks.FLOOR:
                _headroom(bench, rival.run(HEADROOM_S, rate=HEADROOM_EVENTS_A_SECOND))


def _led_here_again(room: Room) -> None:
    room.led_at = None
    room.look()
    room.open()


def _hidings(bench: Bench, room: Room) -> Measured:
    return hide(room, int(EVENTS_A_SECOND * bench.size.fan_out_s))


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


# ---- What it is measured against -------------------------------------------------------------------------------------


@dataclass
class Rival:
    """A yardstick that runs, with everybody connected to it."""

    yardstick: Yardstick
    pid: int
    crowd: Crowd
    positions: list[Position]
    sockets: int
    # The number of the next event.
    number: int = 1

    @property
    def rate(self) -> float:
        return TEXTBOOK_EVENTS_A_SECOND if self.yardstick is yardsticks.TEXTBOOK else EVENTS_A_SECOND

    def run(self, seconds: float, *, rate: float | None = None) -> Measured:
        """One event after the other, each from another client."""
        rate = rate or self.rate
        first, self.number = self.number, self.number + int(rate * seconds)
        orders = [
            Order((number - first) / rate, number % len(self.positions), number, _push(self.yardstick, number))
            for number in range(first, self.number)
        ]
        before = cpu_s(self.pid)
        heard = self.crowd.run(orders)
        return Measured(judge(heard, self.positions), cpu_s(self.pid) - before, heard)


def _started(bench: Bench, room: Room, yardstick: Yardstick, stack: ExitStack) -> Rival | None:
    """None, and said so, where it does not run here."""
    log = bench.folder / f"{yardstick.name}.log"
    told = bench.row(NAME, WHOLE)
    size = round(float((told and told.figures["bytes a frame"]) or SMALLEST_FRAME))
    redis, cores = room.installation.redis, bench.cores
    with bench.part(yardstick.title):
        started = stack.enter_context(yardsticks.running(yardstick, redis=redis, size=size, cores=cores, log=log))
        if started is None:
            lacking = "what it needs (a C compiler, Node and its packages) is not on this machine"
            bench.skipped.append(f"{yardstick.title}: {lacking}")
            return None
        process, port = started
        crowd = stack.enter_context(bench.client())
        heard = crowd.connect(yardstick.callers(port, bench.size.phones))
        positions = [Position(0, 0) for _ in range(bench.size.phones)]
        for record in heard.records:
            if record.kind == Kind.OPEN:
                positions[record.client].seq = record.b
        judge(heard, positions)
        return Rival(yardstick, process.pid, crowd, positions, opened(heard, len(positions))[0])
    return None


def _compared(bench: Bench, yardstick: Yardstick, ours: list[Measured], theirs: list[Measured]) -> None:
    """The product's cost of a frame as a multiple: of the middle round, and of what carries out the commands, by the middle costs."""
    pairs = [(our.us_a_frame, their.us_a_frame) for our, their in zip(ours, theirs, strict=True)]
    times = [our / their for our, their in pairs if our and their]
    whole = bench.row(NAME, WHOLE)
    cost = whole.figures["us a frame"] if whole else None
    figures = {
        **_spread("telling alone", times),
        "commands too": float(cost) / median(their for _our, their in pairs if their) if cost and times else None,
    }
    judgements = [one.judgement for one in (*ours, *theirs)]
    valid = all(one.valid for one in judgements)
    bench.add(Row(RATIO, f"against {yardstick.name}", "–", figures, together(judgements), valid))


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
