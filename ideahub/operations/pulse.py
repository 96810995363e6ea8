"""Whether this process itself keeps up: a rehearsal that does not would blame the service for its own slowness."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, process_time

EVERY_S = 0.05


@dataclass
class Pulse:
    """The worst of all the stretches that were measured. `busy`: the share of a core that was used; `late_s`: by how much the
    slowest twentieth of short waits took longer than asked for."""

    busy: float = 0.0
    late_s: float = 0.0
    _late: list[float] = field(default_factory=list)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """One stretch of what the running loop does."""
        began, used, self._late = monotonic(), process_time(), []
        beating = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            beating.cancel()
            self.busy = max(self.busy, (process_time() - used) / max(monotonic() - began, EVERY_S))
            late = sorted(self._late)
            self.late_s = max(self.late_s, late[int(0.95 * (len(late) - 1))] if late else 0.0)

    async def _beat(self) -> None:
        while True:
            due = monotonic() + EVERY_S
            await asyncio.sleep(EVERY_S)
            self._late.append(monotonic() - due)
