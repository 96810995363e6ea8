"""The whole room votes: within one second, all in the same instant, and each phone again as soon as it was answered."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.load.bench import Bench, Figure, Row, delivery
from tests.load.judging import Judgement, together
from tests.load.product.commands import Command, vote
from tests.load.product.room import Measured, Room

NAME = "vote burst"
WITHIN_A_SECOND, AT_ONCE, LOOP = "within a second", "all at once", "in a loop"
TARGETS = 20
# In a loop: no more of a phone than it may send without waiting.
MOST_OF_A_PHONE = 50


def burst(bench: Bench, room: Room) -> Row:
    """Every phone one vote, spread over a second; the worst of several bursts counts."""
    with _voting(room):
        bursts = [_one(room, number, within_s=1.0) for number in range(bench.size.bursts)]
    return _row(bench, room, WITHIN_A_SECOND, bursts)


def at_once(bench: Bench, room: Room) -> None:
    """What prototypes were asked, and no goal asks for. Call after `burst`."""
    first, after = bench.size.bursts, 2 * bench.size.bursts
    with _voting(room):
        bursts = [_one(room, number, within_s=0.0) for number in range(first, after)]
        looped = _looped(room, after, bench.size.loop_s)
    _row(bench, room, AT_ONCE, bursts, with_rate=True)
    _row(bench, room, LOOP, [looped], with_rate=True)


@contextmanager
def _voting(room: Room) -> Iterator[None]:
    steps = room.workshops[0].steps
    room.lead(("activity.start", {"activity": steps["vote"]}))
    yield
    room.lead(("activity.start", {"activity": steps["collect"]}))


def _one(room: Room, number: int, *, within_s: float) -> Measured:
    """Each phone's vote of that number."""
    return room.run(
        room.orders(
            (within_s * phone / room.phones, phone, _ballot(room, phone, number)) for phone in range(room.phones)
        )
    )


def _looped(room: Room, first: int, seconds: float) -> Measured:
    numbers = range(first, first + MOST_OF_A_PHONE)
    ballots = ((0.0, phone, _ballot(room, phone, number)) for phone in range(room.phones) for number in numbers)
    return room.loop(room.orders(ballots), seconds=seconds)


def _ballot(room: Room, phone: int, number: int) -> Command:
    """Round all targets, and round again to take the points back: each vote changes something and the budget lasts."""
    target = room.workshops[0].ideas[(phone + number * 7) % TARGETS]
    return vote(target, points=(number // TARGETS + 1) % 2)


def _row(bench: Bench, room: Room, what: str, runs: list[Measured], *, with_rate: bool = False) -> Row:
    worst = max(runs, key=lambda one: one.judgement.screen.percentile(95) or 0)
    figures: dict[str, Figure] = {"votes": worst.judgement.acked, **delivery(worst)}
    if with_rate:
        figures["votes a second"] = _votes_a_second(worst.judgement)
    failures, valid = together(one.judgement for one in runs), all(one.judgement.valid for one in runs)
    return bench.add(Row(NAME, what, room.installation.database, figures, failures, valid))


def _votes_a_second(judgement: Judgement) -> float | None:
    """From the first that was due to the last answer."""
    return judgement.acked / judgement.acked_within_s if judgement.acked_within_s else None
