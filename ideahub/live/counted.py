"""What the live path counts as it works, for Prometheus and for the operations page."""

import logging
from collections import deque
from collections.abc import Sequence
from time import monotonic, time
from uuid import UUID

from ideahub import metrics
from ideahub.commands import Sent
from ideahub.core.actor import Audience
from ideahub.live.replay import Entry
from ideahub.protocol.commands import ALL
from ideahub.protocol.frames import Result

KNOWN = frozenset(ALL)
SLOW_S = 1.0
MOST_NAMED = 20

logger = logging.getLogger(__name__)


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


def count_batch(workshop: UUID, batch: Sequence[Sent], results: Sequence[Result], *, seconds: float) -> None:
    """Also logs which commands were refused and why: their ids and codes, never what was in them."""
    metrics.BATCH_COMMANDS.observe(len(batch))
    metrics.COMMIT_SECONDS.observe(seconds)
    for sent, result in zip(batch, results, strict=True):
        outcome = "repeat" if result.repeat else "ok" if result.ok else str(result.code)
        metrics.count_command(str(sent.raw.get("name")), outcome, known=KNOWN)
    refused = [one for one in results if not one.ok]
    if refused:
        codes = sorted({str(one.code) for one in refused})
        commands = [str(one.id) for one in refused[:MOST_NAMED]]
        logger.info("commands_refused", extra={"workshop": str(workshop), "commands": commands, "codes": codes})
    if seconds > SLOW_S:
        slow = {"workshop": str(workshop), "commands": len(batch), "seconds": round(seconds, 3)}
        logger.warning("batch_was_slow", extra=slow)
