"""The socket's edge: who is asking, what they want, their answer. Rules live elsewhere."""

import asyncio
import logging
import re
from collections.abc import Coroutine
from time import monotonic
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from structlog.contextvars import bind_contextvars

from ideahub.core.actor import LANGUAGES, Actor, Audience
from ideahub.core.clock import now
from ideahub.edge.counting import counting_outage
from ideahub.edge.identity import Credentials, Stranger, Unknown, identify, signed_in
from ideahub.edge.knocking import Knocker, device_in, may_be_told
from ideahub.edge.log_context import about, begin_call
from ideahub.edge.pacing import Pushed
from ideahub.live import sockets
from ideahub.live.arriving import recognising
from ideahub.live.executor import read
from ideahub.live.frame import Frame
from ideahub.live.guard import Intake
from ideahub.live.hub import NOT_JOINED, Hub
from ideahub.live.hubs import hubs
from ideahub.live.listener import Listener
from ideahub.live.outlet import Outlet
from ideahub.live.own_views import you
from ideahub.live.pace import at_their_pace
from ideahub.live.patience import until
from ideahub.live.position import position
from ideahub.live.shown import gatherer
from ideahub.live.writer import Decided, writer_of
from ideahub.protocol import frames
from ideahub.protocol.state import Shared
from ideahub.workshops.models import Workshop

logger = logging.getLogger(__name__)

SUBPROTOCOL = "ideahub.v1"
MALFORMED, NOT_ALLOWED, NO_SUCH, WRONG_SUBPROTOCOL, DRAINING, TOO_FAST = 4400, 4403, 4404, 4409, 4412, 4429
AUTH_WITHIN_S = 5.0
MOST_WAIT_FOR_ANSWERS_S = 2.0
# As the phones write it; written otherwise it is read as any other frame.
GOT = re.compile(r'\{"type": ?"got", ?"seq": ?([0-9]{1,18})\}', re.ASCII)

# The loop keeps only weak references to tasks.
_running: set[asyncio.Task[None]] = set()


async def serve_workshop(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The ASGI application of one socket."""
    begin_call()
    code = str(scope["url_route"]["kwargs"]["code"])
    socket = WorkshopSocket(scope, send, scope["outlet"])
    try:
        while (message := await receive())["type"] != "websocket.disconnect":
            try:
                await (
                    socket.connect(code)
                    if message["type"] == "websocket.connect"
                    else socket.receive(message.get("text") or "", message.get("arrived") or monotonic())
                )
            except DatabaseError as error:
                logger.warning("socket_without_database %s", type(error).__name__)
                await socket.unavailable()
    finally:
        socket.end()


class WorkshopSocket:
    """One phone, board or projector."""

    __slots__ = (
        "address",
        "cookies",
        "deadline",
        "hub",
        "intake",
        "leaving",
        "listener",
        "out",
        "query",
        "send",
        "subprotocols",
        "workshop",
    )

    def __init__(self, scope: dict[str, Any], send: Any, out: Outlet) -> None:
        self.send = send
        self.out = out
        self.intake: Intake | None = scope["intake"]
        self.listener: Listener | None = None
        self.hub: Hub | None = None
        self.workshop: Workshop | None = None
        self.deadline: asyncio.TimerHandle | None = None
        self.address = str((scope.get("client") or ("",))[0])
        # What comes after the goodbye is not begun: the client sends it again elsewhere.
        self.leaving = False
        self.subprotocols = scope["subprotocols"]
        self.query = {key: values[0] for key, values in parse_qs(scope["query_string"].decode("latin1")).items()}
        self.cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin1"))

    async def connect(self, code: str) -> None:
        if SUBPROTOCOL not in self.subprotocols:
            await self.send({"type": "websocket.accept"})
            await self.out.close(WRONG_SUBPROTOCOL)
            return
        await self.send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        sockets.here.add(self)
        # A whole room comes back in one moment, and is looked up together.
        self.workshop, person = await recognising.ask(code, self.cookies)
        try:
            if person is not None and self.query.get("as") in {None, "participant"}:
                await self._enter(Actor(Audience.PARTICIPANT, person.id, person.language))
            else:
                await self._enter(await self._identify(token=None))
        except Stranger:
            await self._turn_away(NO_SUCH)
        except Unknown:
            await self._turn_away(NOT_JOINED)

    async def _turn_away(self, why: int) -> None:
        """Says why; where many codes from that address were wrong, what is said is the same for right ones and wrong ones.

        Only a projector proves itself by a frame; who came as somebody else has nothing more to say.
        """
        told = await read(may_be_told, Knocker(self.address, device_in(self.cookies)), right=False)
        if self.query.get("as") in {"participant", "staff"} or (told and why == NO_SUCH):
            await self.out.close(why if told else TOO_FAST)
            return
        self.deadline = asyncio.get_running_loop().call_later(AUTH_WITHIN_S, self._give_up)

    async def _identify(self, token: str | None) -> Actor:
        """Raises Unknown."""
        wants = self.query.get("as")
        if token is None and wants == "projector":
            raise Unknown if self.workshop else Stranger

        def ask() -> Actor:
            user = None if wants == "participant" else signed_in(self.cookies)
            return identify(self.workshop, Credentials(cookies=self.cookies, user=user, token=token, wants=wants))

        return await read(ask)

    def _give_up(self) -> None:
        soon(self.out.close(NOT_JOINED))

    async def _enter(self, actor: Actor) -> None:
        assert self.workshop is not None
        if self.deadline:
            self.deadline.cancel()
        hub = await hubs().of(self.workshop.id)
        await hub.ready.wait()
        session = self.cookies.get(settings.SESSION_COOKIE_NAME) if actor.audience is Audience.STAFF else None
        listener = Listener(actor.speaking(self.query.get("lang")), self.out, session=session)
        at = hub.cursor.at
        hello = frames.Hello(epoch=at.epoch, seq=at.seq, server_time=now(), audience=actor.audience)
        self.write(hello)
        self.hub, self.listener = hub, listener
        about(hub.workshop)
        bind_contextvars(audience=actor.audience.value)
        logger.info("socket_entered")
        # What proved who it is has done its work.
        self.cookies, self.workshop = {}, None
        since = position(self.query.get("since", ""))
        await hub.attach(listener, since=since, epoch=self.query.get("epoch"))
        if self.intake:
            self.intake.ear = self.hear_at_once
        if since is not None:
            hub.owe_own_view(listener)

    def write(self, message: Shared) -> None:
        self.out.write(Frame(message.model_dump_json()))

    def end(self) -> None:
        sockets.here.discard(self)
        if self.deadline:
            self.deadline.cancel()
        if self.intake:
            self.intake.ear = None
        if self.hub and self.listener:
            self.hub.detach(self.listener)

    def hear_at_once(self, text: str) -> bool:
        """Takes flow credit, which every phone gives again and again, without a turn of the consumer; other frames not."""
        found = GOT.fullmatch(text)
        if found is None or self.hub is None or self.listener is None:
            return False
        self.hub.got(self.listener, int(found[1]))
        return True

    async def receive(self, text: str, arrived: float) -> None:
        if self.leaving:
            return
        try:
            message = frames.read_frame(text)
        except ValueError:
            await self._refuse(MALFORMED, "malformed", _("Meddelandet går inte att läsa."))
            return
        if isinstance(message, frames.Auth):
            await self._auth(message)
        elif self.listener is None or self.hub is None:
            await self._refuse(NOT_JOINED, "not_joined", _("Du är inte med i mötet. Gå med först."))
        else:
            await self._answer(message, self.hub, self.listener, arrived)

    async def _answer(self, message: frames.ClientFrame, hub: Hub, listener: Listener, arrived: float) -> None:
        match message:
            case frames.Push():
                await self._push(message, hub, listener, arrived)
            case frames.Since():
                await hub.catch_up(listener, since=message.seq, epoch=message.epoch)
            case frames.Shown():
                if listener.actor.participant is not None:
                    gatherer().note(hub.workshop, listener.actor.participant, message.ideas)
            case frames.Got():
                hub.got(listener, message.seq)
            case frames.Ping():
                self.write(frames.Pong(t=message.t, server_time=now()))

    async def _auth(self, message: frames.Auth) -> None:
        if self.listener is not None:
            return
        try:
            await self._enter(await self._identify(message.token))
        except Stranger:
            await self.out.close(NO_SUCH)
        except Unknown:
            await self._refuse(NOT_JOINED, "not_joined", _("Länken till skärmen gäller inte längre."))

    async def _push(self, message: frames.Push, hub: Hub, listener: Listener, arrived: float) -> None:
        if listener.actor.audience == "projector":
            await self._refuse(NOT_ALLOWED, "not_allowed", _("Skärmen visar bara."))
            return
        listener.deciding += 1
        listener.actor = listener.actor.speaking(message.language)
        try:
            with counting_outage(message.commands):
                commands, refused = await at_their_pace(Pushed(listener.actor, message.commands))
            if refused:
                self.out.write(answer(refused))
            if commands:
                listener.deciding += 1
                writer_of(hub.workshop).submit(commands, since=arrived).add_done_callback(self._decided)
        finally:
            listener.deciding -= 1

    def _decided(self, done: "asyncio.Future[Decided]") -> None:
        assert self.listener is not None
        assert self.hub is not None
        self.listener.deciding -= 1
        if done.exception():
            soon(self.unavailable())
            return
        decided = done.result()
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug("commands_answered", extra={"commands": [str(one.id) for one in decided.results]})
        told = [] if decided.me is None else [Frame(you(decided.me))]
        self.out.write(*told, answer(decided.results))
        self.hub.decided(self.listener, reflects=decided.reflects, tells_of=decided.tells_of)

    async def unavailable(self) -> None:
        """Nothing was decided: the client keeps its commands and sends them again."""
        detail = _("Det går inte att spara just nu. Det du skrivit är kvar i telefonen och skickas igen.")
        self._tell_error("unavailable", detail)
        self.write(frames.Bye(reason="unavailable", retry_after_s=2))
        await self.out.close(DRAINING)

    async def leave(self, *, retry_after_s: float) -> None:
        """Tells it that this process ends, after the answers to what it has sent."""
        await until(lambda: self.listener is None or not self.listener.deciding, most_s=MOST_WAIT_FOR_ANSWERS_S)
        self.leaving = True
        self.write(frames.Bye(reason="draining", retry_after_s=round(retry_after_s, 2)))
        await self.out.close(DRAINING)

    def _tell_error(self, code: str, detail: object) -> None:
        """In the language of whoever listens; of who just came, as their address says."""
        language = self.listener.actor.language if self.listener else self.query.get("lang", "")
        with translation.override(language if language in LANGUAGES else "sv"):
            self.write(frames.Error(code=code, detail=str(detail)))

    async def _refuse(self, close_code: int, code: str, detail: object) -> None:
        self._tell_error(code, detail)
        await self.out.close(close_code)


def answer(results: list[frames.Result]) -> Frame:
    return Frame(frames.Ack(results=results).model_dump_json(exclude_none=True))


def soon(doing: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(doing)
    _running.add(task)
    task.add_done_callback(_running.discard)
