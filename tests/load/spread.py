"""Many times in one histogram, so that millions of them cost no memory and no sorting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

STEPS_A_MS = 10
NS_A_STEP = 1_000_000 // STEPS_A_MS


@dataclass
class Spread:
    """Times in milliseconds, kept to a tenth of one."""

    steps: Counter[int] = field(default_factory=Counter)

    def add(self, ms: float) -> None:
        self.steps[int(ms * STEPS_A_MS)] += 1

    def add_since(self, starts_ns: Iterable[int], end_ns: int) -> None:
        """From each of these moments to one end that lies behind them; for millions of times."""
        steps = self.steps
        for start_ns in starts_ns:
            steps[(end_ns - start_ns) // NS_A_STEP] += 1

    @property
    def count(self) -> int:
        return self.steps.total()

    def percentile(self, percent: float) -> float | None:
        """The smallest time that so many percent do not exceed; None where nothing was measured."""
        wanted = self.count * percent / 100
        passed = 0
        for step in sorted(self.steps):
            passed += self.steps[step]
            if passed >= wanted:
                return step / STEPS_A_MS
        return None

    def figures(self) -> dict[str, float | int | None]:
        return {
            "count": self.count, "p50": self.percentile(50), "p95": self.percentile(95), "p99": self.percentile(99),
            "max": self.percentile(100),
        }  # fmt: skip
