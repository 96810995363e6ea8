"""`python -m tests.load.scaling [--bench FILE] [--out FILE]`: the model's tables, and the model held against the product.

Takes its constants from what `make bench` wrote and from four small runs of its own (a minute and a half). Exits with 1 if
a run lost anything, or where the model is off by more than half.
"""

import argparse
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tests.load.scaling.check import GIVING, Row, check
from tests.load.scaling.model import Constants, Load, commits_a_s, most_commands_a_s, need, web_cores

ROOT = Path(__file__).resolve().parents[3]
OFF_BY_AT_MOST = 1.5
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
    off = [row for row in rows[GIVING:] if not 1 / OFF_BY_AT_MOST <= _ratio(row, constants) <= OFF_BY_AT_MOST]
    return 1 if off or any(row.lost for row in rows) else 0


def _constants(bench: dict[str, Any], rows: list[Row]) -> Constants:
    """The bench's, and from the first runs here what a transaction costs the database and what a further command costs."""
    calm, busy = rows[:GIVING]
    commits = commits_a_s(calm.load.commands_a_s, calm.commit_ms)
    of_calm = {
        "commit_us": calm.measured_database * 1e6 / commits,
        "commit_ms": calm.commit_ms,
        "event_bytes": calm.event_bytes,
    }
    free = Constants.of(bench, {**of_calm, "command_us": 0.0})
    further = busy.load.commands_a_s - commits_a_s(busy.load.commands_a_s, free.commit_ms)
    left = max(0.0, busy.measured_web - web_cores(busy.load, free))
    return replace(free, command_us=left * 1e6 / further)


def _ratio(row: Row, constants: Constants) -> float:
    return web_cores(row.load, constants) / row.measured_web if row.measured_web else 0.0


def _tell(constants: Constants, rows: list[Row]) -> list[str]:
    return [*_constants_told(constants), *_check_told(constants, rows), *_needs_told(constants)]


def _constants_told(constants: Constants) -> list[str]:
    return ["", "Constants", *(f"  {name:<14}{value:>10,.1f}" for name, value in asdict(constants).items())]


def _check_told(constants: Constants, rows: list[Row]) -> list[str]:
    lines = ["", f"{'workshops × phones, commands/s each':<38}{'web cores: model':>18}{'measured':>10}{'ratio':>7}"]
    for number, row in enumerate(rows):
        load = row.load
        name = f"{load.workshops} × {load.phones}, {load.commands_a_s:g}"
        lost = f"  LOST: {row.lost}" if row.lost else ""
        role = "  gives constants" if number < GIVING else ""
        lines.append(
            f"{name:<38}{web_cores(load, constants):>18.2f}{row.measured_web:>10.2f}{_ratio(row, constants):>7.2f}{role}{lost}"
        )
    return lines


def _needs_told(constants: Constants) -> list[str]:
    loads = [Load(count, PHONES, COMMANDS_A_S) for count in WORKSHOPS] + [Load(1, 600, 100.0)]
    needs = [need(load, constants).rows() for load in loads]
    heads = "".join(f"{f'{one.workshops:,} × {one.phones} at {one.commands_a_s:g}/s':>28}" for one in loads)
    lines = ["", f"{'':<18}{heads}"]
    lines += [f"{row[0][0]:<18}" + "".join(f"{value:>28}" for _name, value in row) for row in zip(*needs, strict=True)]
    most = most_commands_a_s(600, constants)
    return [*lines, "", f"The most commands a second into one workshop with 600 phones, one web process: {most:,.0f}"]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load.scaling", description=__doc__)
    parser.add_argument(
        "--bench", type=Path, default=ROOT / "test-output" / "bench.json", help="what `make bench` wrote"
    )
    parser.add_argument("--out", type=Path, help="writes the constants and the check as JSON")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
