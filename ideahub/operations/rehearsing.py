"""One rehearsal from the copy to the verdict, in a worker's process."""

import asyncio
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from ideahub.commands import Sent, execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.demo.simulation.door import Door, NoWayIn
from ideahub.operations.domain import claim_rehearsal, end_abandoned, end_rehearsal, keep_on, make_copy
from ideahub.operations.models import Rehearsal
from ideahub.operations.phones import Phones
from ideahub.operations.verdict import Figures
from ideahub.workshops.models import Workshop

LOOK_S = 1.0

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


def rehearse_due() -> int:
    """Runs what waits, one after the other; ends what a killed worker left. Returns how many ran."""
    end_abandoned(now())
    ran = 0
    while (rehearsal := claim_rehearsal(now())) is not None:
        asyncio.run(_Run(rehearsal).go())
        ran += 1
    return ran


class _Run:
    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.problem = ""

    async def go(self) -> None:
        figures: Figures | None = None
        try:
            copy = await _aside(make_copy, self.rehearsal)
            figures = await self._play(copy)
        except NoWayIn as error:
            logger.warning("rehearsal_found_no_way_in", extra={"rehearsal": str(self.rehearsal.pk), "why": str(error)})
            self.problem = self.problem or "unreachable"
        finally:
            problem = self.problem or ("" if figures else "broke")
            await _aside(end_rehearsal, self.rehearsal.pk, figures=figures, problem=problem, now=now())

    async def _play(self, copy: Workshop) -> Figures | None:
        await self._lead(copy, "workshop.open")
        await self._start(copy, "collect")
        phones = Phones(Door(settings.REHEARSAL_URL, copy.code, origin=settings.PUBLIC_URL), self.rehearsal.phones)
        looking = asyncio.create_task(self._look_after(phones))
        playing = asyncio.create_task(self._through_the_steps(phones, copy))
        try:
            await asyncio.wait({looking, playing}, return_when=asyncio.FIRST_COMPLETED)
            if not playing.done():
                self.problem = looking.result()
                return None
            await playing
            return await _aside(_figures, phones, copy)
        finally:
            looking.cancel()
            playing.cancel()
            await asyncio.gather(looking, playing, return_exceptions=True)
            await phones.leave()

    async def _through_the_steps(self, phones: Phones, copy: Workshop) -> None:
        await phones.door.card()
        if await phones.fill_room():
            await self._start(copy, "vote")
            await phones.vote()
            await phones.compare()

    async def _look_after(self, phones: Phones) -> str:
        """Tells how it goes once a second, until there is a reason to stop; returns it."""
        before = ""
        while True:
            reason = await _aside(keep_on, self.rehearsal.pk, progress=phones.progress, now=now())
            if reason and (reason != "unknown" or before == "unknown"):
                return reason
            before = reason
            await asyncio.sleep(LOOK_S)

    async def _start(self, copy: Workshop, kind: str) -> None:
        step = await _aside(_first, copy, kind)
        await self._lead(copy, "activity.start", activity=str(step))

    async def _lead(self, copy: Workshop, name: str, **args: str) -> None:
        assert self.rehearsal.asked_by_id is not None
        sent = Sent(
            Actor(Audience.STAFF, self.rehearsal.asked_by_id), {"id": str(new_id()), "name": name, "args": args}
        )
        (result,) = await _aside(execute_batch, copy.pk, [sent])
        if not result.ok:
            raise NoWayIn(f"{name}: {result.code}")


def _first(copy: Workshop, kind: str) -> UUID:
    found = copy.activities.filter(kind=kind).order_by("position").first()
    assert found is not None
    return found.pk


def _figures(phones: Phones, copy: Workshop) -> Figures:
    ideas = {str(key): points for key, points in copy.ideas.values_list("id", "points")}
    return phones.figures(totals=ideas, kept=set(ideas))


async def _aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Database work on a thread beside the loop."""

    def do() -> T:
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.to_thread(do)
