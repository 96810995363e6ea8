"""Django's cache in Redis, which the limits on signing in count in.

While Redis is away each process counts in its own memory: nobody is kept out, and nobody gets more than the limit for each
process. What was counted before is still in Redis when that is back.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


class Plain:
    """JSON instead of pickle: whoever can write to Redis cannot run code here."""

    def dumps(self, value: Any) -> str:
        return json.dumps(value)

    def loads(self, stored: bytes) -> Any:
        return json.loads(stored)


def _patient(name: str) -> Callable[..., Any]:
    shared, own = getattr(RedisCache, name), getattr(LocMemCache, name)

    def call(self: "SharedCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return shared(self, *args, **kwargs)
        except RedisError as error:
            logger.warning("limits_for_each_process %s", type(error).__name__)
            return own(self.own, *args, **kwargs)

    return call


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.own = LocMemCache("while-redis-is-away", {})

    add, get, set, touch, delete = (_patient(name) for name in ("add", "get", "set", "touch", "delete"))
    has_key, incr, clear = (_patient(name) for name in ("has_key", "incr", "clear"))
    get_many, set_many, delete_many = (_patient(name) for name in ("get_many", "set_many", "delete_many"))
