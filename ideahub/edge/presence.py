"""What the processes' leases say of a workshop: how many phones are here, and how long things take to reach them."""

import time
from dataclasses import dataclass
from uuid import UUID

import redis

from ideahub.eventlog import link

LEASE_S = 5

client = link.shared


@dataclass(frozen=True, slots=True)
class Lease:
    """One process's word: phones here, and milliseconds from commit to their sockets (p95; None where nothing was told)."""

    phones: int
    until: float
    lag_ms: int | None = None

    def encode(self) -> str:
        return f"{self.phones}:{self.until}:{'' if self.lag_ms is None else self.lag_ms}"

    @classmethod
    def decode(cls, raw: bytes) -> "Lease":
        phones, until, lag = raw.decode().split(":")
        return cls(int(phones), float(until), int(lag) if lag else None)


@dataclass(frozen=True, slots=True)
class Here:
    """All live leases of a workshop together; the slowest process's lag."""

    phones: int = 0
    lag_ms: int | None = None


def key_of(workshop: UUID) -> str:
    return f"ideahub:online:{workshop.hex}"


def sum_of(leases: dict[bytes, bytes]) -> Here:
    now = time.time()
    live = [one for one in map(Lease.decode, leases.values()) if one.until > now]
    lags = [one.lag_ms for one in live if one.lag_ms is not None]
    return Here(sum(one.phones for one in live), max(lags, default=None))


def online_now(workshop: UUID) -> int:
    """Phones connected; 0 while nobody knows."""
    return here_now([workshop])[workshop].phones


def here_now(workshops: list[UUID]) -> dict[UUID, Here]:
    """By workshop, in one round trip; zeros while nobody knows."""
    try:
        return known_here(workshops)
    except redis.RedisError:
        return {one: Here() for one in workshops}


def known_here(workshops: list[UUID]) -> dict[UUID, Here]:
    """The same, for who must not take «nobody knows» for «nobody is here»: raises redis.RedisError."""
    with client().pipeline(transaction=False) as pipe:
        for one in workshops:
            pipe.hgetall(key_of(one))
        return {one: sum_of(leases) for one, leases in zip(workshops, pipe.execute(), strict=True)}
