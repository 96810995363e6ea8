"""One run of the bench: what was asked, what was measured so far, and how much time is left."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.load.client.driver import Crowd, crowd
from tests.load.cost import Cores
from tests.load.judging import Judgement
from tests.load.product.room import Measured

Figure = float | int | str | None


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked of the product; the quick run asks for the same with fewer and for less long."""

    phones: int = 600
    # Of each of the samples that a cost is taken from.
    fan_out_s: float = 4.0
    samples: int = 3
    steady_s: float = 15.0
    join_s: float = 10.0
    sustained_s: float = 4.0
    held_s: float = 20.0
    # Where the most is looked for closely, each step.
    closely_s: float = 6.0
    sustained_from: int = 600
    sustained_most: int = 1600
    bursts: int = 2
    loop_s: float = 3.0
    ideas_grown: int = 10_000
    events_grown: int = 1_000_000
    most_s: float = 595.0
    # Whether the parts are in that a quick run has no time for.
    full: bool = True

    @property
    def as_the_goals_say(self) -> bool:
        return self.phones >= 600


QUICK = Size(
    phones=200,
    fan_out_s=2.0,
    samples=2,
    steady_s=6.0,
    join_s=3.0,
    sustained_s=2.0,
    held_s=4.0,
    sustained_from=250,
    sustained_most=600,
    bursts=1,
    loop_s=1.5,
    most_s=105.0,
    full=False,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. `failures` counts what got lost; a row that is not `valid` was limited by the load client."""

    scenario: str
    what: str
    database: str
    figures: Mapping[str, Figure]
    failures: dict[str, int] = field(default_factory=dict)
    valid: bool = True

    @property
    def good(self) -> bool:
        return self.valid and not self.failures


@dataclass
class Bench:
    size: Size
    folder: Path
    cores: Cores
    started: float = field(default_factory=time.monotonic)
    rows: list[Row] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @contextmanager
    def client(self) -> Iterator[Crowd]:
        with crowd(cores=set(self.cores.others)) as client:
            yield client

    def has_time_for(self, what: str, seconds: float) -> bool:
        """Whether so many seconds are left; what is left out is said in the report."""
        if self.size.most_s - self.seconds >= seconds:
            return True
        self.skipped.append(what)
        self.say(f"left out, no time: {what}")
        return False

    @contextmanager
    def part(self, name: str, database: str = "–") -> Iterator[None]:
        """What breaks in here is told as a failure of this part, and the rest goes on."""
        try:
            yield
        except (RuntimeError, OSError, EOFError, subprocess.SubprocessError) as error:
            self.add(Row(name, "broke", database, {"why": str(error)[-300:]}, {"part broken": 1}))

    def say(self, text: str) -> None:
        print(f"  {self.seconds:4.0f} s  {text}", flush=True)

    def add(self, row: Row) -> Row:
        self.rows.append(row)
        told = "  ".join(f"{name} {shown(value)}" for name, value in row.figures.items())
        wrong = "".join(f"  FAILED: {count} {name}" for name, count in row.failures.items())
        self.say(
            f"{row.scenario}, {row.what} ({row.database}): {told}{wrong}{'' if row.valid else '  INVALID: client busy'}"
        )
        return row

    def row(self, scenario: str, what: str) -> Row | None:
        """The first such measurement."""
        return next((row for row in self.rows if row.scenario == scenario and row.what == what), None)


def shown(value: Figure) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def delivery(measured: Measured) -> dict[str, Figure]:
    """The figures that every run through the product has."""
    judgement = measured.judgement
    return {
        **times("ack", judgement), **times("screen", judgement), "us a frame": measured.us_a_frame,
        "client busy": round(judgement.client_busy, 3), "client late ms": round(judgement.late_ms, 1),
    }  # fmt: skip


def times(name: str, judgement: Judgement) -> dict[str, Figure]:
    """Milliseconds from the moment a command was due: to its `ack`, or to a `screen`; `commit`: from its transaction."""
    spread: Any = getattr(judgement, name)
    return {f"{name} p{percent}": spread.percentile(percent) for percent in (50, 95, 99)}
