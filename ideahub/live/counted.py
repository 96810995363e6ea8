"""What the live path counts as it tells, for Prometheus and for the operations page."""

from collections import deque
from collections.abc import Sequence
from time import monotonic, time

from ideahub import metrics
from ideahub.core.actor import Audience
from ideahub.live.replay import Entry


class Told:
    """What one audience of one workshop was told, and how long that took lately."""

    LATELY_S = 10.0
    MOST_KEPT = 512

    def __init__(self, audience: Audience) -> None:
        self._seconds = metrics.SCREEN_SECONDS.labels(audience.value)
        self._frames = metrics.FRAMES.labels(audience.value)
        self._bytes = metrics.BYTES.labels(audience.value)
        self._lately: deque[tuple[float, float]] = deque(maxlen=self.MOST_KEPT)

    def count(self, entries: Sequence[Entry], *, sockets: int, size: int) -> None:
        """A frame with these events was handed to so many sockets."""
        self._frames.inc(sockets)
        self._bytes.inc(sockets * size)
        now, at = time(), monotonic()
        for entry in entries:
            took = max(0.0, now - entry.event.created_at.timestamp())
            self._seconds.observe(took)
            self._lately.append((at, took))

    def lag_ms(self) -> int | None:
        """The 95th percentile of the last ten seconds; None where nothing was told."""
        since = monotonic() - self.LATELY_S
        lately = sorted(took for at, took in self._lately if at > since)
        return round(lately[int(0.95 * (len(lately) - 1))] * 1000) if lately else None
