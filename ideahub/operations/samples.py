"""How the last half hour went, a sample every ten seconds, kept in Redis: losing it loses a curve on a page."""

import json
import logging
import time
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import redis

from ideahub.edge.presence import client

EVERY_S = 10
MOST_KEPT = 180
KEY = "ideahub:operations:samples"
WORST_KEY = "ideahub:operations:worst:{:%Y-%m-%d}"
A_DAY_S = 26 * 3600

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sample:
    """Of the whole installation. `at` is a Unix time; `lag_ms` is None where nothing was told."""

    at: float
    phones: int
    meetings: int
    lag_ms: int | None
    mail: int


def keep(sample: Sample, today: datetime) -> None:
    """The newest first. Beyond half an hour they fall off; the day's worst lag is kept beside them."""
    worst = WORST_KEY.format(today)
    with client().pipeline(transaction=False) as pipe:
        pipe.lpush(KEY, json.dumps(asdict(sample)))
        pipe.ltrim(KEY, 0, MOST_KEPT - 1)
        if sample.lag_ms is not None:
            pipe.zadd(worst, {"lag_ms": sample.lag_ms}, gt=True)
            pipe.expire(worst, A_DAY_S)
        pipe.execute()


def recent() -> list[Sample]:
    """The oldest first; none while Redis is away or nobody samples."""
    try:
        rows = client().lrange(KEY, 0, MOST_KEPT - 1)
    except redis.RedisError:
        return []
    since = time.time() - EVERY_S * MOST_KEPT
    found = [Sample(**json.loads(row)) for row in reversed(rows)]  # type: ignore[arg-type]
    return [one for one in found if one.at > since]


def worst_lag_ms(today: datetime) -> int | None:
    try:
        worst = client().zscore(WORST_KEY.format(today), "lag_ms")
    except redis.RedisError:
        return None
    return None if worst is None else int(worst)  # type: ignore[arg-type]


def thinned(samples: list[Sample], points: int = 30) -> list[Sample]:
    """At most so many, each the highest of its share: a peak must not fall between two points."""
    if len(samples) <= points:
        return samples
    size = len(samples) / points
    return [_highest(samples[int(n * size) : int((n + 1) * size)]) for n in range(points)]


def _highest(part: list[Sample]) -> Sample:
    lags = [one.lag_ms for one in part if one.lag_ms is not None]
    return replace(
        part[-1],
        phones=max(one.phones for one in part),
        meetings=max(one.meetings for one in part),
        lag_ms=max(lags, default=None),
        mail=max(one.mail for one in part),
    )
