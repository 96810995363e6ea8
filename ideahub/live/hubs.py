"""All hubs of one process: found by workshop, woken by commits here and, through Redis, by those of other processes."""

import asyncio
from time import monotonic
from uuid import UUID

from prometheus_client import REGISTRY

from ideahub.eventlog import publish
from ideahub.live.connections import Connections
from ideahub.live.hub import Hub
from ideahub.live.wakes import WakeListener


class Hubs:
    """All hubs of one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.open: dict[UUID, Hub] = {}
        self.wakes = WakeListener(self._wake, on_back=self._back)
        publish.listen(self._wake_from_any_thread)

    async def of(self, workshop: UUID) -> Hub:
        hub = self.open.get(workshop)
        if hub is None or hub.task.done():
            hub = self.open[workshop] = Hub(workshop, hears_others=lambda: self.wakes.connected)
            hub.task.add_done_callback(lambda _task: self._forget(hub))
            await self.wakes.watch(workshop)
        # Whoever asked is about to come: it must not end meanwhile.
        hub.wanted_at = monotonic()
        return hub

    def _forget(self, hub: Hub) -> None:
        if self.open.get(hub.workshop) is hub:
            del self.open[hub.workshop]
            self.wakes.unwatch_soon(hub.workshop)

    def _wake(self, message: publish.Wake) -> None:
        if hub := self.open.get(message.workshop):
            hub.wake(message)

    def _back(self) -> None:
        for hub in self.open.values():
            hub.hears_again()

    def _wake_from_any_thread(self, message: publish.Wake) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake, message)


_hubs: Hubs | None = None


def hubs() -> Hubs:
    """The hubs of the running loop."""
    global _hubs
    if _hubs is None or _hubs.loop is not asyncio.get_running_loop():
        _hubs = Hubs()
    return _hubs


def open_hubs() -> list[Hub]:
    """Those of this process, from any thread."""
    return list(_hubs.open.values()) if _hubs else []


REGISTRY.register(Connections(open_hubs))
