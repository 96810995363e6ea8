"""The process's own link to Redis for what may be missing for a moment: limits, presence, sightings.

A Redis that is away or hangs costs one call its quarter of a second; then it is left alone for a second and everybody
else is told at once that it is away, so that a room full of phones never waits for it in turn.
"""

from functools import cache
from time import monotonic
from typing import Any

import redis
from django.conf import settings

TIMEOUT_S = 0.25
LEFT_ALONE_S = 1.0


class CarefulPool(redis.ConnectionPool):
    """Connections that are not asked for while Redis is left alone; one caller then tries whether it is back."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.away_until = 0.0

    @property
    def is_away(self) -> bool:
        return self.away_until > 0.0

    def get_connection(self, *args: Any, **options: Any) -> Any:
        now = monotonic()
        if now < self.away_until:
            raise redis.ConnectionError("Redis is left alone for a moment")
        if self.is_away:
            # This caller tries; the others hear that it is away until there is an answer.
            self.away_until = now + LEFT_ALONE_S
        try:
            return super().get_connection(*args, **options)
        except (redis.ConnectionError, redis.TimeoutError):
            self.away_until = monotonic() + LEFT_ALONE_S
            raise

    def release(self, connection: Any) -> None:
        # A connection comes back without its socket when a call on it failed.
        self.away_until = monotonic() + LEFT_ALONE_S if connection._sock is None else 0.0
        super().release(connection)


@cache
def _pool() -> CarefulPool:
    return CarefulPool.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)


@cache
def shared() -> redis.Redis:
    """For calls that are made often and may fail. Raises redis.RedisError, at once while Redis is left alone."""
    return redis.Redis(connection_pool=_pool())


def is_away() -> bool:
    """Whether the last call failed and none has succeeded since."""
    return _pool().is_away
