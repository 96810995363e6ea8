"""Waking the other processes: «the workshop's seq is now N». Redis only carries this; losing it costs at most a second.

A missing or hanging Redis never fails or delays a write: sending happens on a thread of its own, with short timeouts.
"""

import json
import logging
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from queue import SimpleQueue
from uuid import UUID

import redis
from django.conf import settings

from ideahub.eventlog.models import Event

CHANNEL = "ideahub:wake:"
TIMEOUT_S = 0.25

logger = logging.getLogger(__name__)
_STARTED = secrets.token_hex(8)


def this_process() -> str:
    """A name that no other process has, on this machine or another."""
    return f"{_STARTED}-{os.getpid()}"


@dataclass(frozen=True, slots=True)
class Wake:
    """What is told: the head of the log, whose own view changed, whether hands did, and whether somebody's way in may have ended.

    `fresh` are the events of the commit, for this process alone. `sender` is the process that told it.
    """

    workshop: UUID
    seq: int
    touched: frozenset[UUID] = frozenset()
    hands: bool = False
    access: bool = False
    fresh: tuple[Event, ...] = ()
    sender: str = field(default_factory=this_process)

    def encode(self) -> str:
        body = {
            "seq": self.seq,
            "touched": [str(one) for one in self.touched],
            "hands": self.hands,
            "access": self.access,
        }
        return json.dumps({**body, "sender": self.sender})

    @classmethod
    def decode(cls, workshop: UUID, raw: str | bytes) -> "Wake":
        body = json.loads(raw)
        return cls(
            workshop=workshop,
            seq=int(body["seq"]),
            touched=frozenset(UUID(one) for one in body["touched"]),
            hands=bool(body["hands"]),
            access=bool(body.get("access")),
            sender=str(body.get("sender", "")),
        )


Listener = Callable[[Wake], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Registers a function of this process, called at once on every wake, Redis or not. It must not block."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(wake: Wake) -> None:
    """Tells this process at once and the others through Redis. Never raises for Redis."""
    for listener in _listeners:
        listener(wake)
    _publisher().put(wake)


@cache
def _publisher() -> SimpleQueue[Wake]:
    queue: SimpleQueue[Wake] = SimpleQueue()
    threading.Thread(target=_publish_forever, args=(queue,), name="wake-publisher", daemon=True).start()
    return queue


def _publish_forever(queue: SimpleQueue[Wake]) -> None:
    client = connect()
    while True:
        wake = queue.get()
        try:
            client.publish(f"{CHANNEL}{wake.workshop.hex}", wake.encode())
        except redis.RedisError as error:
            logger.warning("wake_not_published %s", type(error).__name__)
            # Readers look at the head once a second by themselves: what has piled up meanwhile is worth nothing.
            while not queue.empty():
                queue.get_nowait()


def connect() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
