"""Everything of a run as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.load.bench import Bench
from tests.load.report.goals import Goal


def as_json(bench: Bench, goals: list[Goal], machine: dict[str, str]) -> dict[str, Any]:
    """`rows` are the measurements: figures by name, milliseconds where they end in a percentile."""
    return {
        "machine": machine,
        "asked": asdict(bench.size),
        "seconds": round(bench.seconds, 1),
        "rows": [{**asdict(row), "good": row.good} for row in bench.rows],
        "goals": [goal.as_json() for goal in goals],
        "not_measured": bench.skipped,
    }


def write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
