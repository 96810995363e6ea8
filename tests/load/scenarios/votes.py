"""The whole room votes within one second."""

from tests.load.bench import Bench, Row, delivery
from tests.load.judging import together
from tests.load.product.commands import vote
from tests.load.product.room import Measured, Room

NAME = "vote burst"
TARGETS = 20
WITHIN_S = 1.0
QUIET_S = 3.0


def burst(bench: Bench, room: Room) -> Row:
    """Every phone one vote; the worst of several bursts counts."""
    workshop = room.workshops[0]
    room.lead(("activity.start", {"activity": workshop.steps["vote"]}))
    bursts = [_one(room, number) for number in range(bench.size.bursts)]
    room.lead(("activity.start", {"activity": workshop.steps["collect"]}))
    worst = max(bursts, key=lambda one: one.judgement.screen.percentile(95) or 0)
    failures = together(one.judgement for one in bursts)
    figures = {"votes": room.phones, **delivery(worst)}
    valid = all(one.judgement.valid for one in bursts)
    return bench.add(Row(NAME, "within a second", room.installation.database, figures, failures, valid))


def _one(room: Room, number: int) -> Measured:
    ideas = room.workshops[0].ideas
    return room.run(
        room.orders(
            (WITHIN_S * phone / room.phones, phone, vote(ideas[(phone + number * 7) % TARGETS]))
            for phone in range(room.phones)
        )
    )
