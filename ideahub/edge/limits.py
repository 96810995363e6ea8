"""How fast somebody may go on: token buckets kept in Redis, taken from atomically by one script.

Keyed on whose they are, never on the address alone: a room of phones shares one. With Redis away nothing is limited
here; the flow guard of each process still is.
"""

import logging
from dataclasses import dataclass

import redis

from ideahub.eventlog.publish import connect

logger = logging.getLogger(__name__)

# KEYS[1]: the bucket. ARGV: rate a second, burst, amount. Returns how many of `amount` were granted. Redis's own clock.
TAKE = """
local now = redis.call('TIME')
local t = now[1] + now[2] / 1000000
local level = tonumber(redis.call('HGET', KEYS[1], 'level'))
local at = tonumber(redis.call('HGET', KEYS[1], 'at'))
local rate, burst, amount = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if level == nil then level = burst else level = math.min(burst, level + (t - at) * rate) end
local granted = math.min(amount, math.floor(level))
redis.call('HSET', KEYS[1], 'level', level - granted, 'at', t)
redis.call('EXPIRE', KEYS[1], math.ceil(burst / rate) + 1)
return granted
"""


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    rate: float
    burst: float

    @property
    def wait_s(self) -> int:
        """Seconds until one more is granted."""
        return max(1, round(1 / self.rate))


COMMANDS = Limit("commands", 20, 60)
IDEAS = Limit("ideas", 10 / 60, 10)
WRONG_CODES = Limit("wrong-codes", 1, 60)

_client: redis.Redis | None = None


def grant(limit: Limit, who: str, amount: int = 1) -> int:
    """How many of `amount` may go on now."""
    global _client
    _client = _client or connect()
    try:
        return int(_client.eval(TAKE, 1, f"ideahub:limit:{limit.name}:{who}", limit.rate, limit.burst, amount))  # type: ignore[arg-type]
    except redis.RedisError as error:
        logger.warning("limits_off %s", type(error).__name__)
        return amount
