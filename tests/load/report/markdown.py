"""The report as Markdown, ready for docs/measurements.md."""

from collections.abc import Iterator

from tests.load.bench import Bench, shown
from tests.load.report.goals import Goal
from tests.load.report.tables import COLUMNS, MARKS, figure_with_unit, sign_of


def markdown(bench: Bench, goals: list[Goal], machine: dict[str, str]) -> str:
    parts = [*_machine(machine), "", *_goals(goals)]
    for scenario, columns in COLUMNS.items():
        parts += ["", *_scenario(bench, scenario, columns)]
    parts += [f"\nNot measured: {one}." for one in bench.skipped]
    return "\n".join(parts) + "\n"


def _machine(machine: dict[str, str]) -> Iterator[str]:
    yield from ("| | |", "| --- | --- |")
    yield from (f"| {name} | {told} |" for name, told in machine.items())


def _goals(goals: list[Goal]) -> Iterator[str]:
    yield from ("| goal | measured | limit | |", "| --- | --- | --- | --- |")
    for goal in goals:
        mark = MARKS[goal.met] + (f" ({goal.spoiled})" if goal.spoiled else "")
        measured, limit = figure_with_unit(goal.measured, goal.unit), figure_with_unit(goal.limit, goal.unit)
        yield f"| {goal.name} | {measured} | {sign_of(goal)} {limit} | {mark} |"


def _scenario(bench: Bench, scenario: str, columns: tuple[str, ...]) -> Iterator[str]:
    rows = [row for row in bench.rows if row.scenario == scenario]
    if not rows:
        return
    yield f"| {scenario} | {' | '.join(columns)} | lost |"
    yield "| --- |" + " --- |" * (len(columns) + 1)
    for row in rows:
        cells = " | ".join(shown(row.figures.get(name)) for name in columns)
        lost = ", ".join(f"{count} {name}" for name, count in row.failures.items()) or "nothing"
        yield f"| {row.what}, {row.database} | {cells} | {lost} |"
