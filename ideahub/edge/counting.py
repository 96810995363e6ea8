"""What becomes of commands, counted and logged alike wherever they came in: their names, ids and outcomes, never what was in them."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from ideahub import metrics
from ideahub.commands import Sent, execute_batch
from ideahub.edge.problems import OUTAGE
from ideahub.protocol.commands import ALL
from ideahub.protocol.frames import Result

KNOWN = frozenset(ALL)
SLOW_S = 1.0
MOST_NAMED = 20
TOO_FAST, UNAVAILABLE = "too_fast", "unavailable"

logger = logging.getLogger(__name__)


def carry_out(workshop: UUID, batch: Sequence[Sent], *, request: HttpRequest, way: str) -> list[Result]:
    """`execute_batch` for commands that came over HTTP, whatever becomes of them counted, and how long it took since `request`
    arrived, also where it waited for a thread. Raises what `execute_batch` raises."""
    if not batch:
        return []
    began = monotonic()
    with counting_outage([one.raw for one in batch]):
        results = execute_batch(workshop, batch)
    count_batch(workshop, batch, results, seconds=monotonic() - began)
    arrived = getattr(request, "scope", {}).get("arrived", began)
    metrics.ACK_SECONDS.labels(way).observe(monotonic() - arrived)
    return results


@contextmanager
def counting_outage(raw: Sequence[dict[str, Any]]) -> Iterator[None]:
    """Around what is read or written for commands: a database error goes on, and has been counted."""
    try:
        yield
    except OUTAGE as error:
        count_undecided(raw, error)
        raise


def count_batch(workshop: UUID, batch: Sequence[Sent], results: Sequence[Result], *, seconds: float) -> None:
    """One transaction's worth, with how long it took."""
    metrics.BATCH_COMMANDS.observe(len(batch))
    metrics.COMMIT_SECONDS.observe(seconds)
    outcomes = ("repeat" if one.repeat else "ok" if one.ok else str(one.code) for one in results)
    names = (str(sent.raw.get("name")) for sent in batch)
    for (name, outcome), times in Counter(zip(names, outcomes, strict=True)).items():
        metrics.count_command(name, outcome, times, known=KNOWN)
    if logger.isEnabledFor(logging.DEBUG):
        decided = {
            "workshop": str(workshop),
            "commands": [str(one.id) for one in results],
            "seconds": round(seconds, 4),
        }
        logger.debug("commands_decided", extra=decided)
    refused = [one for one in results if not one.ok]
    if refused:
        codes = sorted({str(one.code) for one in refused})
        commands = [str(one.id) for one in refused[:MOST_NAMED]]
        logger.info("commands_refused", extra={"workshop": str(workshop), "commands": commands, "codes": codes})
    if seconds > SLOW_S:
        slow = {"workshop": str(workshop), "commands": len(batch), "seconds": round(seconds, 3)}
        logger.warning("batch_was_slow", extra=slow)


def count_too_fast(raw: Iterable[dict[str, Any]]) -> None:
    for one in raw:
        _count(one, TOO_FAST)


def count_undecided(raw: Sequence[dict[str, Any]], error: BaseException) -> None:
    """Nothing could be read or saved, and whoever sent them is told `unavailable`."""
    for one in raw:
        _count(one, UNAVAILABLE)
    logger.error("commands_not_decided", extra={"commands": len(raw), "error": type(error).__name__})


def _count(raw: dict[str, Any], outcome: str) -> None:
    metrics.count_command(str(raw.get("name")), outcome, 1, known=KNOWN)
