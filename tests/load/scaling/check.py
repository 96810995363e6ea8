"""Holds the model against the product at small scale: synthetic phones, what was predicted beside what the kernel counted."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.load.client.driver import Crowd, crowd
from tests.load.cost import cpu_s, two_sides
from tests.load.product.installation import Installation, installed
from tests.load.product.room import Room, Workshop
from tests.load.scaling.model import Load
from tests.load.scenarios.steady import at_work

SECONDS = 8.0
# The bench seats three boards and a projector in its first workshop.
BOARDS_AND_SCREEN = 4
# Small, and unlike one another: many sockets with few commands, few with many, several workshops.
# The first two give constants that the bench does not tell, the others are what the model is held to.
LOADS = (Load(1, 200, 20), Load(1, 240, 80), Load(4, 60, 15), Load(8, 25, 8))
GIVING = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Cores kept busy, and frames a second to all sockets."""

    load: Load
    measured_web: float
    measured_database: float
    measured_frames: float
    commit_ms: float
    event_bytes: float
    lost: dict[str, int]


def check() -> list[Row]:
    """On PostgreSQL, one daphne. Takes about a minute and a half."""
    cores = two_sides()
    with (
        tempfile.TemporaryDirectory(prefix="ideahub-scaling-") as name,
        installed("postgres", Path(name) / "postgres", cores) as product,
        crowd(cores=set(cores.others)) as client,
        product.serving(),
    ):
        return [_row(product, client, load) for load in LOADS]


def _row(product: Installation, client: Crowd, load: Load) -> Row:
    room = Room(
        product, client, [Workshop.of(one) for one in product.stage(do="open", workshops=load.workshops, ideas=20)]
    )
    room.join(load.phones * load.workshops)
    room.look()
    room.open()
    at_work(room, load.workshops * load.commands_a_s, 2.0)
    postgres = product.database_pid
    before = cpu_s(postgres)
    measured = at_work(room, load.workshops * load.commands_a_s, SECONDS, with_commits=True)
    database = cpu_s(postgres) - before
    room.close()
    sockets = load.phones * load.workshops + BOARDS_AND_SCREEN
    judgement = measured.judgement
    return Row(
        load=load,
        measured_web=measured.server_cpu_s / SECONDS,
        measured_database=database / SECONDS,
        measured_frames=judgement.frames / SECONDS,
        # A commit and the way to it and back: a little more than the commit alone.
        commit_ms=float(judgement.ack.percentile(50) or 0.0),
        event_bytes=measured.client.bytes / max(1.0, load.commands_a_s * SECONDS * sockets),
        lost=judgement.failures,
    )
