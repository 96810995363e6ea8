"""How fast somebody may go on: token buckets kept in Redis, taken from atomically by one script.

Keyed on whose they are, not on the address: a room of phones shares one. Only those who name codes and prove nothing have nothing else
to be known by; what is rationed for them, and who never waits, stands in `ideahub.edge.knocking`. With Redis away nothing is limited
here; the flow guard of each process still is.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import redis

from ideahub.eventlog import link

logger = logging.getLogger(__name__)

# KEYS: buckets. ARGV: for each rate a second, burst, amount. Returns for each how many of `amount` were granted and how
# many are left. Redis's own clock.
TAKE = """
local now = redis.call('TIME')
local t = now[1] + now[2] / 1000000
local told = {}
for i, key in ipairs(KEYS) do
  local rate, burst, amount = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local bucket = redis.call('HMGET', key, 'level', 'at')
  local level, at = tonumber(bucket[1]), tonumber(bucket[2])
  if level == nil then level = burst else level = math.min(burst, level + (t - at) * rate) end
  local granted = math.max(0, math.min(amount, math.floor(level)))
  redis.call('HSET', key, 'level', level - granted, 'at', t)
  redis.call('EXPIRE', key, math.ceil(burst / rate) + 1)
  told[2 * i - 1], told[2 * i] = granted, math.max(0, math.floor(level - granted))
end
return told
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
# On top of what the phone that writes for a table may send by itself.
TABLE_IDEAS = Limit("table-ideas", 30 / 60, 30)
WRONG_CODES = Limit("wrong-codes", 1, 60)
# Verdicts on codes, right or wrong, for an address that has spent its wrong ones.
KNOCKS = Limit("knocks", 10, 30)


class Ask(NamedTuple):
    limit: Limit
    who: str
    amount: int


def grant(limit: Limit, who: str, amount: int = 1) -> int:
    """How many of `amount` may go on now."""
    return grant_all([Ask(limit, who, amount)])[0]


def grant_all(asked: Sequence[Ask]) -> list[int]:
    """For each, how many of its amount may go on now; one exchange with Redis for all of them."""
    return [granted for granted, _left in _take(asked)]


def left(limit: Limit, who: str) -> int:
    """How many would be granted now; takes none."""
    return _take([Ask(limit, who, 0)])[0][1]


def _take(asked: Sequence[Ask]) -> list[tuple[int, int]]:
    if not asked:
        return []
    keys = [f"ideahub:limit:{one.limit.name}:{one.who}" for one in asked]
    figures = [figure for one in asked for figure in (one.limit.rate, one.limit.burst, one.amount)]
    try:
        told = cast(list[int], link.shared().eval(TAKE, len(keys), *keys, *figures))
    except redis.RedisError as error:
        logger.info("limits_off %s", type(error).__name__)
        return [(one.amount, int(one.limit.burst)) for one in asked]
    return list(zip(told[::2], told[1::2], strict=True))
