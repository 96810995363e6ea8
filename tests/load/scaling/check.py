"""Holds the model against the product at small scale: synthetic phones, what was predicted beside what was counted."""

import re
import tempfile
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import httpx
import psycopg

from tests.load.client.driver import Crowd, crowd
from tests.load.cost import cpu_s, resident_kb, two_sides
from tests.load.product.commands import collecting
from tests.load.product.installation import Installation, installed
from tests.load.product.room import Measured, Room, Workshop
from tests.load.scaling.model import Constants, Load, need

SECONDS = 8.0
OFF_BY_AT_MOST = 1.5
# The bench seats three boards and a projector in its first workshop.
BOARDS_AND_SCREEN = 4
# Small, and unlike one another: many sockets with few commands, few with many, several workshops.
# The first two give constants that the bench does not tell, the others are what the model is held to.
LOADS = (Load(1, 200, 20), Load(1, 240, 80), Load(4, 60, 15), Load(8, 25, 8))
GIVING = 2
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'ideahub %'"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model predicts, by the same names: of one web process, the kernel's and the product's own counts."""

    web_cores: float
    database_cores: float
    frames_a_s: float
    commits_a_s: float
    web_gb: float
    network_mbit_s: float
    connections: int


@dataclass(frozen=True, slots=True)
class Row:
    load: Load
    seen: Seen
    commit_ms: float
    event_bytes: float
    lost: dict[str, int]

    def ratios(self, at: Constants) -> dict[str, float]:
        """The model's figure by what was seen; connections are the most there may be."""
        model = need(self.load, at)
        return {name: getattr(model, name) / seen if seen else 0.0 for name, seen in asdict(self.seen).items()}

    def is_off(self, at: Constants, *, names: Collection[str]) -> bool:
        """Whether any of these is wrong by more than half, or there were more connections than there may be."""
        ratios = self.ratios(at)
        wrong = any(not 1 / OFF_BY_AT_MOST <= ratios[name] <= OFF_BY_AT_MOST for name in names)
        return wrong or ratios["connections"] < 1


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
    _at_work(room, load, 2.0)
    used, commits = cpu_s(product.database_pid), _commits(product)
    measured = _at_work(room, load, SECONDS)
    used, commits = cpu_s(product.database_pid) - used, _commits(product) - commits
    memory, connections = sum(resident_kb(process.pid) for process in product.web), _connections(product)
    room.close()
    sockets = load.phones * load.workshops + BOARDS_AND_SCREEN
    judgement = measured.judgement
    # The model seats a board and a projector in each workshop.
    as_modelled = load.sockets / sockets / SECONDS
    return Row(
        load=load,
        seen=Seen(
            web_cores=measured.server_cpu_s / SECONDS,
            database_cores=used / SECONDS,
            frames_a_s=judgement.frames * as_modelled,
            commits_a_s=commits / SECONDS,
            web_gb=memory / 1e6,
            network_mbit_s=measured.client.bytes * 8 / 1e6 * as_modelled,
            connections=connections,
        ),
        # A commit and the way to it and back: a little more than the commit alone.
        commit_ms=float(judgement.ack.percentile(50) or 0.0),
        event_bytes=measured.client.bytes / max(1.0, load.commands_a_s * SECONDS * sockets),
        lost=judgement.failures,
    )


def _at_work(room: Room, load: Load, seconds: float) -> Measured:
    """At moments that have nothing to do with one another, as people write and as the model has it; even ones never come together."""
    dice, mixes = Random(1), [collecting(one.column, one.ideas) for one in room.workshops]
    moments = sorted(dice.uniform(0, seconds) for _ in range(int(load.workshops * load.commands_a_s * seconds)))
    # Each round begins one phone later, so that the ideas do not all come from the same phones.
    phones = ((number + number // room.phones) % room.phones for number in range(len(moments)))
    return room.run(
        room.orders(
            (at, phone, next(mixes[room.workshop_of(phone)])) for at, phone in zip(moments, phones, strict=True)
        ),
        with_commits=True,
    )


def _commits(product: Installation) -> int:
    """Transactions with commands so far, as the web process tells Prometheus."""
    told = httpx.get(f"{product.origin}/metrics").raise_for_status().text
    found = re.search(r"^ideahub_batch_commands_count (\S+)$", told, re.MULTILINE)
    return int(float(found[1])) if found else 0


def _connections(product: Installation) -> int:
    with psycopg.connect(product.env["IDEAHUB_DATABASE_URL"]) as link:
        (count,) = link.execute(CONNECTIONS).fetchone() or (0,)
    return int(count)
