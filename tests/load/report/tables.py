"""The report as text, within 100 columns."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from tests.load.bench import Bench, Row, shown
from tests.load.report.goals import Goal

WIDTH = 100
HEAD_WIDTH = 7
COLUMNS = {
    "fan-out": (
        "us a frame",
        "us a frame, from to",
        "screen p50",
        "screen p95",
        "screen p99",
    ),
    "fan-out, times": ("telling alone", "telling alone, from to", "commands too"),
    "vote burst": ("ack p50", "ack p95", "ack p99", "screen p50", "screen p95", "screen p99", "votes a second"),
    "steady": ("ack p50", "ack p95", "ack p99", "commit p50", "commit p95", "commit p99"),
    "sustained": ("commands a second", "broke at", "ack p95", "screen p95", "events delivered a second"),
    "storm": ("last in step s", "in step p50", "in step p95", "snapshot kB", "snapshot kB sent"),
    "seven": ("ack p50", "ack p95", "screen p50", "screen p95"),
    "growth": ("ack p50", "ack p95", "screen p50", "screen p95", "us a command"),
    "memory": ("kB a socket", "sockets"),
    "command": ("us a command", "ack p50", "ack p95"),
    "load client": ("frames a second", "us a frame of the client", "frames a second at most"),
}
MARKS = {True: "met", False: "MISSED", None: "not taken"}


def text(bench: Bench, goals: list[Goal], machine: dict[str, str]) -> str:
    return "\n".join([*_machine(machine), *_scenarios(bench), *_goals(bench, goals), *_rest(bench)])


def _machine(machine: dict[str, str]) -> Iterator[str]:
    yield ""
    yield from (f"  {name:<17} {told}"[:WIDTH] for name, told in machine.items())


def _scenarios(bench: Bench) -> Iterator[str]:
    for scenario, columns in COLUMNS.items():
        rows = [row for row in bench.rows if row.scenario == scenario]
        if rows:
            yield f"\n{scenario.upper()}{'  (milliseconds)' if any(' p' in one for one in columns) else ''}"
            yield from table(["", *columns, "client busy"], (_cells(row, columns) for row in rows))
        yield from (f"  ! {row.what}: {count} {name}" for row in rows for name, count in row.failures.items())


def _cells(row: Row, columns: tuple[str, ...]) -> list[str]:
    what = row.what if row.database == "–" else f"{row.what}, {row.database}"
    busy = shown(row.figures.get("client busy")) + ("" if row.valid else " INVALID")
    return [what, *(shown(row.figures.get(name)) for name in columns), busy]


def table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; long heads take several lines."""
    body = list(rows)
    wrapped = [wrap(head, HEAD_WIDTH, break_long_words=False) for head in heads]
    depth = max(len(lines) for lines in wrapped)
    above = [[lines[at] if at < len(lines) else "" for lines in wrapped] for at in range(depth)]
    widths = [max(len(row[column]) for row in [*body, *above]) for column in range(len(heads))]
    yield from (_line(row, widths) for row in [*above, *body])


def _line(cells: list[str], widths: list[int]) -> str:
    first, *others = (
        cell.ljust(width) if number == 0 else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"  {first}  {'  '.join(others)}".rstrip()


def _goals(bench: Bench, goals: list[Goal]) -> Iterator[str]:
    yield "\nGOALS" + ("" if bench.size.as_the_goals_say else f"  (set for 600 phones; these were {bench.size.phones})")
    rows = [_goal(one) for one in goals]
    yield from table(["goal", "measured", "limit", ""], rows)
    yield from (f"  ! {one.name}: {one.spoiled}" for one in goals if one.spoiled)


def _goal(goal: Goal) -> list[str]:
    limit = f"{sign_of(goal)} {figure_with_unit(goal.limit, goal.unit)}"
    return [goal.name, figure_with_unit(goal.measured, goal.unit), limit, MARKS[goal.met]]


def sign_of(goal: Goal) -> str:
    return "≥" if goal.at_least else "≤"


def figure_with_unit(number: float | None, unit: str) -> str:
    return "–" if number is None else f"{shown(round(number, 2))} {unit}".strip()


def _rest(bench: Bench) -> Iterator[str]:
    if bench.skipped:
        yield "\nNOT MEASURED"
        yield from (f"  {one}" for one in bench.skipped)
    yield f"\n  {bench.seconds:.0f} seconds in all"
