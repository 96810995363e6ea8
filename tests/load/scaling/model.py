"""The model: pure arithmetic from measured constants. docs/scaling.md has it in words."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import ceil, exp
from typing import Any

# The hub sends at once when it is idle, then gathers so long: `ideahub/live/hub.py`.
GATHER_S = 0.02
# Beyond this share of a core the queue in front of it grows: where p95 begins to rise.
BUSY_AT_MOST = 0.6
WEB_CORES_A_HOST, DATABASE_CORES = 4, 8
# IDEAHUB_DATABASE_POOL, for each web process; worker, beat and a backup beside them; PostgreSQL's `max_connections` as it comes,
# less what it keeps for its own keepers.
POOL, OTHER_CONNECTIONS, MOST_CONNECTIONS = 12, 10, 97


@dataclass(frozen=True, slots=True)
class Constants:
    """Microseconds of CPU unless said. `frame_us`: to hand one frame to one socket. `batch_us`: a transaction with one command,
    in the web process; `command_us`: each further command in it. `commit_us`: a transaction, in the database's processes."""

    frame_us: float
    batch_us: float
    command_us: float
    commit_us: float
    commit_ms: float
    socket_kb: float
    process_mb: float
    event_bytes: float

    @classmethod
    def of(cls, bench: Mapping[str, Any], checked: Mapping[str, float]) -> "Constants":
        """From what `make bench` wrote, and from what the check measured beside it."""
        rows = {(row["scenario"], row["what"]): row["figures"] for row in bench["rows"]}
        return cls(
            frame_us=float(rows["fan-out", "product"]["us a frame alone"]),
            batch_us=float(rows["command", "one phone listens"]["us a command"]),
            socket_kb=float(rows["memory", "idle socket"]["kB a socket"]),
            process_mb=float(rows["memory", "idle socket"]["kB before"]) / 1000,
            **checked,
        )


@dataclass(frozen=True, slots=True)
class Load:
    """So many workshops at once, all alike: phones in each, and commands a second in each at its busiest."""

    workshops: int
    phones: int
    commands_a_s: float

    @property
    def sockets(self) -> int:
        """A board and a projector for each."""
        return self.workshops * (self.phones + 2)


@dataclass(frozen=True, slots=True)
class Need:
    """What that takes. Cores are busy cores; `web_processes` leaves each room for peaks."""

    sockets: int
    frames_a_s: float
    commits_a_s: float
    web_cores: float
    database_cores: float
    web_processes: int
    web_gb: float
    network_mbit_s: float
    connections: int
    wakes_a_s: float
    first: str

    def rows(self) -> list[tuple[str, str]]:
        return [(one.name, _shown(getattr(self, one.name))) for one in fields(self)]


def commits_a_s(commands_a_s: float, commit_ms: float) -> float:
    """Transactions of one workshop: while one commits the next batch gathers."""
    return gathered_a_s(commands_a_s, commit_ms / 1000)


def frames_a_s(commits_a_s: float) -> float:
    """Frames that one socket gets: after each the hub gathers for a while, so that they grow slower than commits do."""
    return gathered_a_s(commits_a_s, GATHER_S)


def gathered_a_s(come_a_s: float, gather_s: float) -> float:
    """Of what comes at random moments and goes on at once, or together with all that came while the last was under way.

    From one to the next it takes `gather_s`, and where nothing came meanwhile the wait for what comes next.
    """
    return 1 / (gather_s + exp(-come_a_s * gather_s) / come_a_s)


def web_cores(load: Load, at: Constants) -> float:
    """Cores that the web processes keep busy."""
    commits = commits_a_s(load.commands_a_s, at.commit_ms)
    told = frames_a_s(commits) * load.sockets * at.frame_us
    further = load.workshops * (load.commands_a_s - commits) * at.command_us
    return (told + load.workshops * commits * at.batch_us + further) / 1e6


def need(load: Load, at: Constants) -> Need:
    commits = load.workshops * commits_a_s(load.commands_a_s, at.commit_ms)
    web, database = web_cores(load, at), commits * at.commit_us / 1e6
    processes = max(1, ceil(web / BUSY_AT_MOST))
    return Need(
        sockets=load.sockets,
        frames_a_s=frames_a_s(commits / load.workshops) * load.sockets,
        commits_a_s=commits,
        web_cores=web,
        database_cores=database,
        web_processes=processes,
        web_gb=(processes * at.process_mb * 1000 + load.sockets * at.socket_kb) / 1e6,
        network_mbit_s=load.commands_a_s * load.sockets * at.event_bytes * 8 / 1e6,
        connections=connections(processes),
        wakes_a_s=commits,
        first=_first(load, database, at),
    )


def connections(processes: int, *, pool: int = POOL) -> int:
    """At the most, to PostgreSQL."""
    return processes * pool + OTHER_CONNECTIONS


def most_processes(*, pool: int = POOL) -> int:
    """So many web processes a PostgreSQL as it comes takes, without a pooler between."""
    return (MOST_CONNECTIONS - OTHER_CONNECTIONS) // pool


def most_commands_a_s(phones: int, at: Constants) -> float:
    """The most that one web process carries in one workshop, by bisection: one core is all that a workshop's hub has there."""
    low, high = 0.0, 100_000.0
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if web_cores(Load(1, phones, middle), at) < 1.0 else (low, middle)
    return low


def _first(load: Load, database: float, at: Constants) -> str:
    """What is used up first: a workshop's own process, the web processes together, or the one database."""
    if load.commands_a_s > BUSY_AT_MOST * most_commands_a_s(load.phones, at):
        return "the process of one workshop"
    return "the database" if database > DATABASE_CORES * BUSY_AT_MOST else "cores for web processes"


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 10 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
