"""How fast somebody may go on: token buckets kept in Redis, taken from atomically by one script.

Keyed on whose they are, not on the address: a room of phones shares one. Only those who name codes and prove nothing have nothing else
to be known by; what is rationed for them, and who never waits, stands in `ideahub.edge.knocking`. With Redis away each process
keeps to the same limits by itself.
"""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from threading import Lock
from time import monotonic
from typing import NamedTuple, cast

import redis

from ideahub.eventlog import link

logger = logging.getLogger(__name__)

# Buckets that a process remembers itself; the one not asked for longest makes room, and is full when it is asked again.
MOST_KEPT = 20_000

# KEYS: buckets. ARGV: whether only the first that has any left is asked, then for each rate a second, burst, amount. Returns for
# each how many of `amount` were granted and how many are left. Redis's own clock.
TAKE = """
local now = redis.call('TIME')
local t = now[1] + now[2] / 1000000
local first, told = ARGV[1] == 'first', {}
for i, key in ipairs(KEYS) do
  local rate, burst, amount = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  local bucket = redis.call('HMGET', key, 'level', 'at')
  local level, at = tonumber(bucket[1]), tonumber(bucket[2])
  if level == nil then level = burst else level = math.min(burst, level + (t - at) * rate) end
  local whole = math.max(0, math.floor(level))
  local granted = math.min(amount, whole)
  if granted > 0 or bucket[1] then
    redis.call('HSET', key, 'level', level - granted, 'at', t)
    redis.call('EXPIRE', key, math.ceil(burst / rate) + 1)
  end
  told[2 * i - 1], told[2 * i] = granted, whole - granted
  if first and whole > 0 then break end
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


class Ask(NamedTuple):
    limit: Limit
    who: str
    amount: int


DAY_S = 24 * 3600

COMMANDS = Limit("commands", 20, 60)
IDEAS = Limit("ideas", 10 / 60, 10)
# On top of what the phone that writes for a table may send by itself.
TABLE_IDEAS = Limit("table-ideas", 30 / 60, 30)
# Wrong codes: of a device that was given a stock of its own, and of all others behind an address together.
OWN_CODES = Limit("own-codes", 3 / DAY_S, 3)
WRONG_CODES = Limit("wrong-codes", 1, 60)
# Verdicts on codes, right or wrong, for an address that has spent its wrong ones.
KNOCKS = Limit("knocks", 9, 30)
# Devices behind an address that are given a stock of their own: a full room at once.
NEW_DEVICES = Limit("new-devices", 1 / 6, 600)


class OwnBuckets:
    """The same rule in this process's memory, for while Redis is away."""

    def __init__(self) -> None:
        # By name and whose: how much was left, and when.
        self._kept: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, asked: Sequence[Ask], *, only_first: bool) -> list[tuple[int, int]]:
        """For each, how many of its amount are granted and how many are left; with `only_first` up to the first that had any."""
        told: list[tuple[int, int]] = []
        with self._lock:
            for one in asked:
                told.append(self._take_one(one))
                if only_first and sum(told[-1]) > 0:
                    break
        return told

    def _take_one(self, asked: Ask) -> tuple[int, int]:
        limit, now, key = asked.limit, monotonic(), (asked.limit.name, asked.who)
        level, at = self._kept.pop(key, (limit.burst, now))
        level = min(limit.burst, level + (now - at) * limit.rate)
        granted = min(asked.amount, floor(level))
        self._kept[key] = (level - granted, now)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return granted, floor(level - granted)


_own = OwnBuckets()


def grant(limit: Limit, who: str, amount: int = 1) -> int:
    """How many of `amount` may go on now."""
    return grant_all([Ask(limit, who, amount)])[0]


def grant_all(asked: Sequence[Ask]) -> list[int]:
    """For each, how many of its amount may go on now; one exchange with Redis for all of them."""
    return [granted for granted, _left in _take(asked)]


def first_has_left(asked: Sequence[Ask]) -> bool:
    """Whether any has something left. The first that has gives its amount, which may be 0, and the others are not touched."""
    return any(granted or left for granted, left in _take(asked, only_first=True))


def left(limit: Limit, who: str) -> int:
    """How many would be granted now; takes none."""
    return left_of_all([(limit, who)])[0]


def left_of_all(asked: Sequence[tuple[Limit, str]]) -> list[int]:
    return [left for _granted, left in _take([Ask(limit, who, 0) for limit, who in asked])]


def _take(asked: Sequence[Ask], *, only_first: bool = False) -> list[tuple[int, int]]:
    if not asked:
        return []
    keys = [f"ideahub:limit:{one.limit.name}:{one.who}" for one in asked]
    figures = [figure for one in asked for figure in (one.limit.rate, one.limit.burst, one.amount)]
    try:
        which = "first" if only_first else "each"
        told = cast(list[int], link.shared().eval(TAKE, len(keys), *keys, which, *figures))
    except redis.RedisError as error:
        logger.info("limits_by_process %s", type(error).__name__)
        return _own.take(asked, only_first=only_first)
    return list(zip(told[::2], told[1::2], strict=True))
