"""`python -m tests.load.scaling [--bench FILE] [--out FILE]`: the model's tables, and the model held against the product.

Takes its constants from what `make bench` wrote and from four small runs of its own (a minute and a half). Exits with 1 if
a run lost anything, or where the model is off by more than half in what it is held to.
"""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.load.scaling.check import GIVING, Row, Seen, check
from tests.load.scaling.model import Constants, Load, commits_a_s, most_commands_a_s, most_processes, need, web_cores
from tests.support.out import writable

ROOT = Path(__file__).resolve().parents[3]
# Connections are a limit and no prediction: there may be fewer, never more.
HELD_TO = [name for name in Seen.__annotations__ if name != "connections"]
# A room of 46 at its busiest, and a full arena in one workshop.
WORKSHOPS = (1, 100, 10_000)
PHONES, COMMANDS_A_S = 46, 5.0


def main() -> int:
    asked = _arguments()
    try:
        bench = json.loads(asked.bench.read_text())
    except OSError:
        sys.exit(f"{asked.bench} is missing: run `make bench` first")
    rows = check()
    constants = _constants(bench, rows)
    print("\n".join(_tell(constants, rows)))
    if asked.out:
        asked.out.write_text(
            json.dumps({"constants": asdict(constants), "check": [asdict(row) for row in rows]}, indent=1)
        )
    off = [row for row in rows[GIVING:] if row.is_off(constants, names=HELD_TO)]
    return 1 if off or any(row.lost for row in rows) else 0


def _constants(bench: dict[str, Any], rows: list[Row]) -> Constants:
    """The bench's, and from the first runs here what a transaction costs the database and what a further command costs."""
    calm, busy = rows[:GIVING]
    commits = commits_a_s(calm.load.commands_a_s, calm.commit_ms)
    of_calm = {
        "commit_us": calm.seen.database_cores * 1e6 / commits,
        "commit_ms": calm.commit_ms,
        "event_bytes": calm.event_bytes,
    }
    free = Constants.of(bench, {**of_calm, "command_us": 0.0})
    further = busy.load.commands_a_s - commits_a_s(busy.load.commands_a_s, free.commit_ms)
    left = max(0.0, busy.seen.web_cores - web_cores(busy.load, free))
    return replace(free, command_us=left * 1e6 / further)


def _tell(constants: Constants, rows: list[Row]) -> list[str]:
    return [*_constants_told(constants), *_check_told(constants, rows), *_needs_told(constants)]


def _constants_told(constants: Constants) -> list[str]:
    return ["", "Constants", *(f"  {name:<14}{value:>10,.1f}" for name, value in asdict(constants).items())]


def _check_told(constants: Constants, rows: list[Row]) -> list[str]:
    lines = []
    for number, row in enumerate(rows):
        load, model, ratios = row.load, need(row.load, constants), row.ratios(constants)
        role = ", gives constants" if number < GIVING else ""
        lines += ["", f"{load.workshops} × {load.phones} phones, {load.commands_a_s:g} commands/s each{role}"]
        lines += [f"  LOST: {row.lost}"] if row.lost else []
        lines += [f"  {'':<16}{'model':>10}{'measured':>10}{'ratio':>7}"]
        lines += [
            f"  {name:<16}{getattr(model, name):>10,.2f}{seen:>10,.2f}{ratios[name]:>7.2f}"
            for name, seen in asdict(row.seen).items()
        ]
    return lines


def _needs_told(constants: Constants) -> list[str]:
    loads = [Load(count, PHONES, COMMANDS_A_S) for count in WORKSHOPS] + [Load(1, 600, 100.0)]
    needs = [need(load, constants).rows() for load in loads]
    heads = "".join(f"{f'{one.workshops:,} × {one.phones} at {one.commands_a_s:g}/s':>28}" for one in loads)
    lines = ["", f"{'':<18}{heads}"]
    lines += [f"{row[0][0]:<18}" + "".join(f"{value:>28}" for _name, value in row) for row in zip(*needs, strict=True)]
    most = most_commands_a_s(600, constants)
    return [
        *lines, "", f"The most commands a second into one workshop with 600 phones, one web process: {most:,.0f}",
        f"The most web processes before a PostgreSQL as it comes has no connection left: {most_processes()}",
    ]  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.scaling", description=__doc__)
    parser.add_argument(
        "--bench", type=Path, default=ROOT / "test-output" / "bench.json", help="what `make bench` wrote"
    )
    parser.add_argument("--out", type=writable, help="writes the constants and the check as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
