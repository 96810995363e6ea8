"""The goals, each with what was measured. A measurement with a lost event, or limited by the client, meets none."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tests.load.bench import Bench, Row
from tests.load.scenarios.fan_out import RATIO
from tests.load.scenarios.several import WORKSHOPS


@dataclass(frozen=True, slots=True)
class Goal:
    """`measured` None: not measured in this run. `spoiled`: why the measurement does not count."""

    name: str
    measured: float | None
    limit: float
    unit: str = ""
    at_least: bool = False
    spoiled: str = ""

    @property
    def met(self) -> bool | None:
        if self.measured is None:
            return None
        good = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        return good and not self.spoiled

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "met": self.met}


@dataclass(frozen=True, slots=True)
class Look:
    """Finds figures among the rows."""

    rows: list[Row]

    def row(self, scenario: str, what: str, database: str) -> Row | None:
        found = (
            row for row in self.rows if (row.scenario, row.what) == (scenario, what) and database in (row.database, "")
        )
        return next(found, None)

    def rows_like(self, scenario: str, start: str, database: str) -> list[Row]:
        return [
            row for row in self.rows
            if row.scenario == scenario and row.what.startswith(start) and row.database == database
        ]  # fmt: skip


def value(row: Row | None, name: str) -> float | None:
    found = row.figures.get(name) if row else None
    return float(found) if isinstance(found, int | float) else None


def spoiled(*rows: Row | None) -> str:
    reasons = [f"{count} {name}" for row in rows if row for name, count in row.failures.items()]
    if any(row and not row.valid for row in rows):
        reasons.append("the load client was too busy")
    return ", ".join(reasons)


def ratio(name: str, over: tuple[Row | None, str], under: tuple[Row | None, str], limit: float, **more: bool) -> Goal:
    above, below = value(*over), value(*under)
    measured = above / below if above is not None and below else None
    return Goal(name, measured, limit, "×", spoiled=spoiled(over[0], under[0]), **more)


def figure(name: str, row: Row | None, what: str, limit: float, unit: str = "ms", *, at_least: bool = False) -> Goal:
    return Goal(name, value(row, what), limit, unit, at_least, spoiled(row))


def goals(bench: Bench) -> list[Goal]:
    look = Look(bench.rows)
    parts: tuple[Callable[[Look], Iterator[Goal]], ...] = (_fan_out, _votes, _steady, _storms, _several, _idle, _growth)
    return [goal for part in parts for goal in part(look)]


def _fan_out(look: Look) -> Iterator[Goal]:
    for what, words, limit in (
        ("floor", "the C floor", 2.0), ("ws", "Node ws", 1.0), ("socketio", "socket.io", 0.6), ("textbook", "textbook groups", 0.05),
    ):  # fmt: skip
        # The others carry out no command: what they do is compared, hearing of it through Redis and telling.
        row = look.row(RATIO, f"against {what}", "")
        yield figure(f"CPU of a delivered frame, against {words}", row, "telling alone", limit, "×")


def _votes(look: Look) -> Iterator[Goal]:
    for database, ack, screen in (("postgres", 150, 300), ("sqlite", 100, 250)):
        row = look.row("vote burst", "within a second", database)
        yield figure(f"votes within a second, {database}: ack p95", row, "ack p95", ack)
        yield figure(f"votes within a second, {database}: totals on every screen p95", row, "screen p95", screen)


def _steady(look: Look) -> Iterator[Goal]:
    for database in ("postgres", "sqlite"):
        row = look.row("steady", "100 a second", database)
        yield figure(f"100 commands a second, {database}: ack p95", row, "ack p95", 60)
        yield figure(f"100 commands a second, {database}: commit to every screen p95", row, "commit p95", 100)
        yield figure(f"100 commands a second, {database}: commit to every screen p99", row, "commit p99", 250)
    row = look.row("sustained", "one workshop, one daphne", "postgres")
    yield figure(
        "commands a second into one workshop for 20 s, p95 within 250 ms",
        row,
        "commands a second",
        600,
        "/s",
        at_least=True,
    )


def _storms(look: Look) -> Iterator[Goal]:
    for database in ("postgres", "sqlite"):
        join, back = look.row("storm", "join", database), look.row("storm", "comeback", database)
        yield figure(f"join from one address, {database}: last one in step", join, "last in step s", 3, "s")
        yield figure(f"comeback at once after a restart, {database}: last one in step", back, "last in step s", 3, "s")


def _several(look: Look) -> Iterator[Goal]:
    for database in ("postgres", "sqlite"):
        seven, one = look.row("seven", "seven workshops", database), look.row("steady", "100 a second", database)
        for name in ("ack p95", "screen p95"):
            yield ratio(f"seven workshops against one, {database}: {name}", (seven, name), (one, name), 1.2)
    by_count = {
        count: look.row("sustained", f"{WORKSHOPS} workshops, {count} daphne behind Caddy", "") for count in (1, 2, 4)
    }
    for count in (2, 4):
        rate = "commands a second"
        yield ratio(
            f"{count} daphne against one: throughput", (by_count[count], rate), (by_count[1], rate), 1.8, at_least=True
        )


def _idle(look: Look) -> Iterator[Goal]:
    yield figure("memory for an idle socket", look.row("memory", "idle socket", ""), "kB a socket", 45, "kB")


def _growth(look: Look) -> Iterator[Goal]:
    for database in ("postgres", "sqlite"):
        rows = look.rows_like("growth", "", database)
        first, longer, larger = [*rows, None, None, None][:3]
        for name in ("ack p95", "screen p95"):
            yield ratio(f"a long log, {database}: {name}", (longer, name), (first, name), 1.3)
            yield ratio(f"many ideas, {database}: {name}", (larger, name), (longer, name), 1.3)
