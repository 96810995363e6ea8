"""Ending a web process without cutting anybody off.

daphne by itself drops all sockets on SIGTERM without a close frame. Instead: not ready any more, nobody new let in, what
was sent is committed and answered, then each socket gets `bye` and 4412 at its own moment, so that they do not all come
back at once; waiting polls are answered. A second signal ends the process at once.
"""

import asyncio
import logging
import random
import signal
from time import monotonic
from typing import Any

from django.conf import settings
from twisted.internet import reactor as installed_reactor
from twisted.internet.tcp import Port

from ideahub.edge import health
from ideahub.live import sockets
from ideahub.live.patience import until
from ideahub.live.writer import all_written

logger = logging.getLogger(__name__)

# Few sockets need no long spread.
GAP_S = 0.02
LAST_S = 2.0
RETRY_WITHIN_S = 2.0

reactor: Any = installed_reactor
_requests = 0
_draining: "asyncio.Task[None] | None" = None


class CountRequests:
    """Knows how many HTTP requests are being answered, and notes when each arrived."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        global _requests
        _requests += 1
        scope["arrived"] = monotonic()
        try:
            await self.inner(scope, receive, send)
        finally:
            _requests -= 1


def drain_on_sigterm() -> None:
    """Takes the signal over from Twisted once its reactor runs; where none does, nothing is changed."""
    reactor.callWhenRunning(reactor.callLater, 0, _take_over)


def _take_over() -> None:
    signal.signal(signal.SIGTERM, lambda *_: reactor.callFromThread(_begin))


def _begin() -> None:
    global _draining
    if _draining is not None:
        reactor.stop()
        return
    _draining = asyncio.ensure_future(_drain())
    # Whatever happens on the way, the end comes.
    reactor.callLater(settings.DRAIN_S + LAST_S + 1, _stop)
    _draining.add_done_callback(lambda _task: _stop())


def _stop() -> None:
    if reactor.running:
        reactor.stop()


async def _drain() -> None:
    health.say_draining()
    for port in [one for one in reactor.getReaders() if isinstance(one, Port)]:
        port.stopListening()  # type: ignore[no-untyped-call]
    guests = list(sockets.here)
    logger.info("draining sockets=%d", len(guests))
    random.shuffle(guests)
    gap = min(GAP_S, settings.DRAIN_S / max(1, len(guests)))
    async with asyncio.TaskGroup() as farewells:
        for guest in guests:
            farewells.create_task(_see_off(guest))
            await asyncio.sleep(gap)
    await until(lambda: all_written() and not sockets.here and not _requests, most_s=LAST_S)


async def _see_off(guest: sockets.Guest) -> None:
    try:
        await guest.leave(retry_after_s=random.uniform(0, RETRY_WITHIN_S))
    except Exception:
        logger.info("guest_gone", exc_info=True)
