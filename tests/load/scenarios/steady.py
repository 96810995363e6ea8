"""A room at work for a while, and the most that it can be at work."""

import time
from collections.abc import Iterator
from math import sqrt

from tests.load.bench import Bench, Figure, Row, delivery, times
from tests.load.judging import Judgement
from tests.load.product.commands import IDEAS_AMONG, IDEAS_AMONG_MANY, collecting
from tests.load.product.room import Measured, Room

COMMANDS_A_SECOND = 100
MOST_MS = 250
STEP, FINE = 1.35, 7 / 6
FEWEST = 10
# A process that has just started loads and prepares much at the first commands of each kind.
WARM_S = 4.0
# After a step that did not hold: what it left undone is no part of the next one.
REST_S = 2.0


def steady(bench: Bench, room: Room, *, seconds: float) -> Row:
    measured = at_work(room, COMMANDS_A_SECOND, seconds, with_commits=True)
    figures = {
        "seconds": seconds, "commands a second": COMMANDS_A_SECOND, **delivery(measured), **times("commit", measured.judgement),
        "server busy": round(measured.server_cpu_s / measured.client.wall_s, 3),
    }  # fmt: skip
    judgement = measured.judgement
    return bench.add(
        Row("steady", "100 a second", room.installation.database, figures, judgement.failures, judgement.valid)
    )


def at_work(
    room: Room, rate: float, seconds: float, *, with_commits: bool = False, ideas_among: int = IDEAS_AMONG
) -> Measured:
    """Phones of all workshops in turn, evenly: of `ideas_among` commands, one is an idea and the others are comments."""
    mixes = [collecting(one.column, one.ideas, ideas_among=ideas_among) for one in room.workshops]
    return room.run(
        room.orders(
            (number / rate, phone, next(mixes[room.workshop_of(phone)]))
            for number, phone in _in_turn(room.phones, int(rate * seconds), first=int(rate))
        ),
        with_commits=with_commits,
    )


def _in_turn(phones: int, commands: int, *, first: int) -> Iterator[tuple[int, int]]:
    """Each round begins one phone later, so that the ideas, every fourth command, do not all come from the same phones."""
    return ((number, (first + number + number // phones) % phones) for number in range(commands))


Step = tuple[float, Measured]


def warm_up(room: Room, rate: float = FEWEST) -> None:
    at_work(room, rate, WARM_S)


def most(
    bench: Bench,
    room: Room,
    *,
    what: str = "one workshop, one daphne",
    start: float | None = None,
    most_s: float = 60,
    held_s: float = 0,
    closely: bool = False,
) -> Row:
    """From `start` goes up until a step does not hold; where already the first does not, down until one does.

    A step holds when acknowledgements and screens have p95 within the limit and nobody missed anything. With `held_s` the step
    found must then hold for so long as well, or the one below it; `closely` takes longer steps and halves what lies between.
    Warm the room up before.
    """
    end, rate = bench.seconds + most_s, start or float(bench.size.sustained_from)
    held: Step | None = None
    failed: Step | None = None
    while FEWEST <= rate <= bench.size.sustained_most and bench.seconds < end:
        measured = _step(bench, room, rate, bench.size.closely_s if closely else bench.size.sustained_s)
        if _holds(measured):
            held = (rate, measured)
        else:
            failed = (rate, measured)
        if held and failed:
            break
        rate = rate * STEP if held else rate / STEP
    if closely and held and failed:
        held, failed = _bisected(bench, room, held, failed, end)
    if held and held_s:
        held = _lasting(bench, room, held[0], held_s)
    return bench.add(_most_row(what, room.installation.database, held, failed))


def _step(bench: Bench, room: Room, rate: float, seconds: float) -> Measured:
    """Whoever was lost on the way is back before the next one."""
    measured = at_work(room, rate, seconds, ideas_among=IDEAS_AMONG_MANY)
    holds = _holds(measured)
    bench.say(f"  {rate:.1f} a second for {seconds:.0f} s: {_told(measured)}{'' if holds else '  does not hold'}")
    if not holds:
        time.sleep(REST_S)
    if not _all_there(measured):
        room.look()
        room.open()
    return measured


def _bisected(bench: Bench, room: Room, held: Step, failed: Step, end: float) -> tuple[Step, Step]:
    """The most that held and the least that did not, a sixth apart at the most where there was time for it."""
    while failed[0] / held[0] > FINE and bench.seconds < end:
        rate = sqrt(held[0] * failed[0])
        measured = _step(bench, room, rate, bench.size.closely_s)
        if _holds(measured):
            held = (rate, measured)
        else:
            failed = (rate, measured)
    return held, failed


def _lasting(bench: Bench, room: Room, rate: float, seconds: float) -> Step | None:
    """The rate, or the next below it that holds for so long."""
    while rate >= FEWEST:
        measured = _step(bench, room, rate, seconds)
        if _holds(measured):
            return rate, measured
        rate /= STEP
    return None


def _all_there(measured: Measured) -> bool:
    judgement = measured.judgement
    return not (judgement.lost_clients or judgement.resyncs or judgement.gaps)


def _most_row(what: str, database: str, held: Step | None, failed: Step | None) -> Row:
    shown = held or failed
    figures: dict[str, Figure] = {
        "commands a second": round(held[0], 1) if held else 0,
        **(delivery(shown[1]) if shown else {}),
        "events delivered a second": _delivered_a_second(shown[1].judgement) if shown else None,
    }
    if failed:
        figures["broke at"] = round(failed[0], 1)
        figures["because"] = ", ".join(failed[1].judgement.failures) or f"p95 over {MOST_MS} ms"
    valid = all(one[1].judgement.valid for one in (held, failed) if one)
    return Row("sustained", what, database, figures, {}, valid)


def _delivered_a_second(judgement: Judgement) -> float | None:
    """Each command's event counts once a screen."""
    return judgement.screen.count / judgement.seconds if judgement.seconds else None


def _holds(measured: Measured) -> bool:
    judgement = measured.judgement
    slowest = max(judgement.ack.percentile(95) or 0, judgement.screen.percentile(95) or 0)
    return judgement.complete and slowest <= MOST_MS


def _told(measured: Measured) -> str:
    judgement = measured.judgement
    return f"ack p95 {judgement.ack.percentile(95)}  screen p95 {judgement.screen.percentile(95)}  {judgement.failures or ''}"
