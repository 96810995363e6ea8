"""Holding this process's lease on how many are here. Nothing is promised of presence."""

import os
import secrets
import time
from uuid import UUID

import redis

from ideahub.edge.presence import LEASE_S, Lease, client, key_of, sum_of

_process = f"{os.getpid()}-{secrets.token_hex(4)}"


def count_everywhere(workshop: UUID, here: int, lag_ms: int | None = None) -> int:
    """Renews this process's lease and sums all live ones; with Redis away, what this process knows."""
    key = key_of(workshop)
    try:
        with client().pipeline(transaction=False) as pipe:
            pipe.hset(key, _process, Lease(here, time.time() + LEASE_S, lag_ms).encode())
            pipe.expire(key, LEASE_S * 4)
            pipe.hgetall(key)
            return sum_of(pipe.execute()[2]).phones
    except redis.RedisError:
        return here
