"""`python -m tests.load [--quick]`: measures the product against yardsticks and goals, in at most ten minutes (two)."""

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.load.bench import QUICK, Bench, Size
from tests.load.cost import two_sides
from tests.load.profile import profile
from tests.load.report.chart import svg
from tests.load.report.goals import goals
from tests.load.report.machine import describe
from tests.load.report.markdown import markdown
from tests.load.report.tables import text
from tests.load.report.written import as_json, write
from tests.load.scenarios import whole
from tests.support.out import writable

ROOT = Path(__file__).resolve().parents[2]
LOST, MISSED = 1, 2
# What is written beside the JSON, under the same name.
BESIDE = {".svg", ".md"}
# Each has its steady load.
DATABASES = ("postgres", "sqlite")


def main() -> int:
    """1 when anything was lost or a figure is the client's, 2 when the full run missed a goal or did not take it, else 0."""
    asked = _arguments()
    size = QUICK if asked.quick else Size()
    if asked.phones:
        size = replace(size, phones=asked.phones)
    if asked.steady:
        longer = len(DATABASES) * max(0.0, asked.steady - size.steady_s)
        size = replace(size, steady_s=asked.steady, most_s=size.most_s + longer)
    with tempfile.TemporaryDirectory(prefix="ideahub-bench-") as name:
        bench = Bench(size, Path(name), two_sides())
        if asked.profile:
            print("\n".join(profile(bench, asked.out.with_suffix(".svg"))))
            return 0
        machine = describe(bench)
        try:
            whole.run(bench)
        except KeyboardInterrupt:
            bench.skipped.append("what came after it was broken off")
    reached = goals(bench)
    write(asked.out, as_json(bench, reached, machine))
    asked.out.with_suffix(".svg").write_text(svg(bench, reached))
    asked.out.with_suffix(".md").write_text(markdown(bench, reached, machine))
    print(text(bench, reached, machine))
    print(f"  {asked.out}, and beside it the chart as .svg and the tables as .md")
    if not all(row.good for row in bench.rows):
        return LOST
    return MISSED if size.full and size.as_the_goals_say and any(goal.met is not True for goal in reached) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200 phones, at most two minutes")
    parser.add_argument("--profile", action="store_true", help="only a profile of the web process under steady load")
    parser.add_argument("--phones", type=int, metavar="N", help="fewer than the goals speak of, on a small machine")
    parser.add_argument(
        "--steady", type=float, metavar="SECONDS", help="how long the steady load lasts (the goal: 300)"
    )
    parser.add_argument(
        "--out", type=writable, default=ROOT / "test-output" / "bench.json", help="JSON; the chart is put beside it"
    )
    asked = parser.parse_args()
    if not asked.profile and asked.out.suffix in BESIDE:
        parser.error(f"{asked.out} is where the chart or the tables go: name the JSON file")
    return asked


if __name__ == "__main__":
    sys.exit(main())
