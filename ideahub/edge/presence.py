"""How many phones are in a workshop now, read from the processes' leases; 0 while nobody knows."""

import time
from uuid import UUID

import redis

from ideahub.eventlog.publish import connect

LEASE_S = 5
_client: redis.Redis | None = None


def client() -> redis.Redis:
    global _client
    _client = _client or connect()
    return _client


def key_of(workshop: UUID) -> str:
    return f"ideahub:online:{workshop.hex}"


def sum_of(leases: dict[bytes, bytes]) -> int:
    """The live leases' counts; each value is `count:until`."""
    now = time.time()
    return sum(
        int(count) for count, until in (one.decode().split(":") for one in leases.values()) if float(until) > now
    )


def online_now(workshop: UUID) -> int:
    try:
        return sum_of(client().hgetall(key_of(workshop)))  # type: ignore[arg-type]
    except redis.RedisError:
        return 0
