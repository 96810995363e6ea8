"""Listening to Redis for other processes' wakes: one connection a process, whatever happens to it."""

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

import redis.asyncio as redis
from django.conf import settings

from ideahub.eventlog.publish import CHANNEL, TIMEOUT_S, Wake, this_process

logger = logging.getLogger(__name__)
RETRY_S = 1.0


class WakeListener:
    """Keeps one subscription for the workshops this process watches, and comes back by itself when Redis does."""

    def __init__(self, on_wake: Callable[[Wake], None], *, on_back: Callable[[], None]) -> None:
        self.on_wake = on_wake
        self.on_back = on_back
        self.wanted: set[UUID] = set()
        self.pubsub: redis.client.PubSub | None = None
        self.task: asyncio.Task[None] | None = None
        self.connected = False
        # The loop keeps only weak references to tasks.
        self.leaving: set[asyncio.Future[None]] = set()

    async def watch(self, workshop: UUID) -> None:
        self.wanted.add(workshop)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._run())
        elif self.pubsub is not None and self.connected:
            await self._quietly(self.pubsub.subscribe(_channel(workshop)))

    def unwatch_soon(self, workshop: UUID) -> None:
        self.wanted.discard(workshop)
        if self.pubsub is not None and self.connected:
            leaving = asyncio.ensure_future(self._quietly(self.pubsub.unsubscribe(_channel(workshop))))
            self.leaving.add(leaving)
            leaving.add_done_callback(self.leaving.discard)

    async def _quietly(self, change: "asyncio.Future[None] | object") -> None:
        try:
            await asyncio.wait_for(change, TIMEOUT_S)  # type: ignore[arg-type]
        except (redis.RedisError, TimeoutError, OSError):
            self.connected = False

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (redis.RedisError, TimeoutError, OSError) as error:
                if self.connected:
                    logger.warning("wakes_lost %s", type(error).__name__)
                self.connected = False
            await asyncio.sleep(RETRY_S)

    async def _listen(self) -> None:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=TIMEOUT_S, health_check_interval=0
        )
        try:
            self.pubsub = client.pubsub(ignore_subscribe_messages=True)
            await self.pubsub.subscribe(f"{CHANNEL}process", *[_channel(one) for one in self.wanted])
            self.connected = True
            self.on_back()
            while self.connected:
                message = await self.pubsub.get_message(timeout=1.0)
                if message is not None:
                    self._hear(message)
        finally:
            self.connected = False
            await client.aclose()

    def _hear(self, message: dict[str, bytes]) -> None:
        channel = message["channel"].decode().removeprefix(CHANNEL)
        if channel != "process":
            try:
                wake = Wake.decode(UUID(channel), message["data"])
            except (ValueError, KeyError):
                logger.warning("wake_not_understood")
                return
            # What this process told, it heard when it was told.
            if wake.sender != this_process():
                self.on_wake(wake)


def _channel(workshop: UUID) -> str:
    return f"{CHANNEL}{workshop.hex}"
