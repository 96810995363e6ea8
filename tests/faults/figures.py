"""What an experiment measured beside what it may be at most, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
PASS, SLOW, FAIL, NOT_RUN = "pass", "slow", "fail", "not run"


@dataclass(frozen=True, slots=True)
class Figure:
    """`timed`: depends on how fast and how quiet the machine is. `at_least` turns the limit round. `samples`: how many values stand
    behind it. One without a value never holds, whether there is a limit or not: what was not measured shows nothing."""

    name: str
    value: float | None
    limit: float | None = None
    unit: str = ""
    timed: bool = False
    at_least: bool = False
    samples: int | None = None

    def holds(self, noise: float) -> bool:
        if self.value is None:
            return False
        if self.limit is None:
            return True
        limit = self.limit * noise if self.timed else self.limit
        return self.value >= limit if self.at_least else self.value <= limit

    def __str__(self) -> str:
        value = "–" if self.value is None else f"{self.value:g}"
        unit = f" {self.unit}" if self.unit else ""
        limit = "" if self.limit is None else f" ({'≥' if self.at_least else '≤'} {self.limit:g})"
        behind = "" if self.samples is None else f" of {self.samples}"
        return f"{self.name} {value}{unit}{behind}{limit}"


@dataclass(slots=True)
class Row:
    """One experiment's outcome. `noise`: the factor by which limits of time were widened; `load`: the machine's load average in
    its last minute."""

    number: str
    fault: str
    passes_when: str
    figures: list[Figure] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    why: str = ""
    clients: int = 0
    seconds: float = 0.0
    seed: int = 0
    noise: float = 1.0
    load: float = 0.0
    ran: bool = True

    @property
    def verdict(self) -> str:
        """`slow`: everything is right, something took longer than it may. What never came is not slow, it failed."""
        if not self.ran:
            return NOT_RUN
        missed = [one for one in self.figures if not one.holds(self.noise)]
        if self.violations or any(not one.timed or one.value is None for one in missed):
            return FAIL
        return SLOW if missed else PASS

    def as_json(self) -> Json:
        figures = [
            {"name": one.name, "value": one.value, "limit": one.limit, "unit": one.unit, "timed": one.timed,
             "at_least": one.at_least, "samples": one.samples, "holds": one.holds(self.noise)}
            for one in self.figures
        ]  # fmt: skip
        names = ("number", "fault", "passes_when", "violations", "why", "clients", "seconds", "seed", "noise", "load")
        return {**{name: getattr(self, name) for name in names}, "figures": figures, "verdict": self.verdict}


def share(values: Sequence[float], part: float) -> float | None:
    """The value that `part` of the values do not exceed; None of nothing."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))], 3) if ordered else None


def ratio(value: float | None, base: float | None) -> float | None:
    return round(value / base, 2) if value is not None and base else None


def as_table(rows: Sequence[Row]) -> str:
    lines = ["| # | fault | measured (to reach) | verdict |", "| --- | --- | --- | --- |"]
    for row in rows:
        measured = "; ".join(str(one) for one in row.figures)
        told = f"{measured}; {row.clients} clients, {row.seconds:.0f} s, load {row.load:g}" if row.ran else row.why
        extra = f" {row.why}" if row.ran and row.why else ""
        lines.append(f"| {row.number} | {row.fault} | {told}{extra} | {row.verdict} |")
    return "\n".join(lines)
