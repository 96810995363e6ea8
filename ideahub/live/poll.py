"""The HTTP fallback's long poll: the same hub, the same frames, one answer a request."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from ideahub.core.actor import Actor
from ideahub.edge.identity import (
    NO_SUCH_WORKSHOP,
    NOT_JOINED,
    Stranger,
    Unknown,
    credentials_of,
    identify,
    workshop_by_code,
)
from ideahub.edge.knocking import verdict
from ideahub.edge.log_context import about
from ideahub.edge.problems import problem
from ideahub.live import sockets
from ideahub.live.executor import read
from ideahub.live.frame import Frame
from ideahub.live.hub import Hub
from ideahub.live.hubs import hubs
from ideahub.live.listener import Listener
from ideahub.live.position import position
from ideahub.snapshot import mine

MOST_WAIT_S = 25.0
Body = dict[str, Any]


async def events(request: HttpRequest, code: str) -> HttpResponse:
    """`GET …/events/?since=SEQ&epoch=E&wait=S`."""
    workshop = await read(workshop_by_code, code)
    if workshop is None:
        return await read(verdict, request, wrong=problem(404, "not_found", NO_SUCH_WORKSHOP))
    about(workshop.id)
    try:
        actor = await read(lambda: identify(workshop, credentials_of(request)))
    except Stranger:
        return await read(verdict, request, wrong=problem(404, "not_found", NO_SUCH_WORKSHOP))
    except Unknown:
        return await read(verdict, request, wrong=problem(401, "not_joined", NOT_JOINED))
    since, wait = position(request.GET.get("since", "")), _seconds(request.GET.get("wait", "0"))
    if since is None or wait is None:
        field = "since" if since is None else "wait"
        return problem(400, "invalid", _("Uppgiften «%(field)s» saknas eller är fel.") % {"field": field}, field=field)
    hub = await hubs().of(workshop.id)
    return await _poll(hub, actor, since=since, epoch=request.GET.get("epoch"), wait=min(wait, MOST_WAIT_S))


def _seconds(raw: str) -> float | None:
    try:
        wait = float(raw)
    except ValueError:
        return None
    return wait if isfinite(wait) and wait >= 0 else None


def _concerns(frame: Body) -> bool:
    """Whether the queue of speakers moved for somebody who stands in it, or who leads it."""
    return frame["type"] == "hands" and ("place" in frame or frame["hands"] is not None)


class Mailbox:
    """Collects the frames of one poll until there is something to answer with."""

    unsent = 0

    def __init__(self) -> None:
        self.frames: list[Body] = []
        self.something = asyncio.Event()
        # Its caller has been told how everything stands and waits for what is new.
        self.waits = False

    def pass_on(self, wire: bytes) -> int:
        return 0

    def straight(self, *, until: Callable[[], None]) -> None:
        """Each frame is looked at."""

    def write_rest(self, frame: Frame, sent: int) -> None:
        self.write(frame)

    def write(self, *told: Frame) -> None:
        for frame in (json.loads(one.text) for one in told):
            self.frames.append(frame)
            if frame["type"] in {"resync", "you"} or frame.get("events") or (self.waits and _concerns(frame)):
                self.something.set()

    def deafen(self) -> None:
        """Nothing is read from there."""

    async def close(self, code: int) -> None:
        self.something.set()

    async def leave(self, *, retry_after_s: float) -> None:
        """Answers with what there is."""
        self.something.set()

    def last(self, kind: str) -> Body | None:
        return next((frame for frame in reversed(self.frames) if frame["type"] == kind), None)

    def body(self, since: int) -> Body:
        """All `events` frames as one, with what else was told beside it."""
        told = [frame for frame in self.frames if frame["type"] == "events"]
        body: Body = {
            "type": "events",
            "after": since,
            "upto": told[-1]["upto"] if told else since,
            "events": [event for frame in told for event in frame["events"]],
        }
        for kind, key in (("online", "count"), ("hands", None), ("fair", None), ("you", None)):
            if frame := self.last(kind):
                body[kind] = frame[key] if key else {k: v for k, v in frame.items() if k != "type"}
        return body


async def _poll(hub: Hub, actor: Actor, *, since: int, epoch: str | None, wait: float) -> HttpResponse:
    box = Mailbox()
    listener = Listener(actor, box, by_poll=True)
    sockets.here.add(box)
    try:
        await hub.attach(listener, since=since, epoch=epoch)
        box.waits = True
        if wait:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(box.something.wait(), wait)
    finally:
        hub.detach(listener)
        sockets.here.discard(box)
    if box.last("resync"):
        return JsonResponse({"code": "resync"}, status=409)
    body = box.body(since)
    if actor.participant and "you" not in body:
        body["you"] = (await read(mine, hub.workshop, [actor.participant])).get(actor.participant)
    response = JsonResponse(body)
    response["Cache-Control"] = "no-store"
    return response
