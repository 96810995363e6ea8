"""The socket's edge: who is asking, what they want, their answer. Rules live elsewhere."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.utils.translation import gettext as _

from ideahub.core.actor import Actor
from ideahub.core.clock import now
from ideahub.edge.identity import Credentials, Stranger, Unknown, identify, workshop_by_code
from ideahub.edge.pacing import take_in
from ideahub.live.executor import read
from ideahub.live.hub import Hub, hubs, you
from ideahub.live.listener import Listener
from ideahub.live.position import position
from ideahub.live.writer import Decided, writer_of
from ideahub.protocol import frames
from ideahub.workshops.models import Workshop

logger = logging.getLogger(__name__)

SUBPROTOCOL = "ideahub.v1"
MALFORMED, NOT_JOINED, NOT_ALLOWED, NO_SUCH, WRONG_SUBPROTOCOL, DRAINING = 4400, 4401, 4403, 4404, 4409, 4412
AUTH_WITHIN_S = 5.0

# The loop keeps only weak references to tasks.
_running: set[asyncio.Task[None]] = set()


class WorkshopConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One phone, board or projector."""

    listener: Listener | None = None
    hub: Hub | None = None
    workshop: Workshop | None = None
    deadline: asyncio.TimerHandle | None = None

    async def connect(self) -> None:
        if SUBPROTOCOL not in self.scope["subprotocols"]:
            await self.accept()
            await self.close(WRONG_SUBPROTOCOL)
            return
        await self.accept(SUBPROTOCOL)
        self.query = {key: values[0] for key, values in parse_qs(self.scope["query_string"].decode("latin1")).items()}
        self.workshop = await read(workshop_by_code, self.scope["url_route"]["kwargs"]["code"])
        if self.workshop is None:
            await self.close(NO_SUCH)
            return
        try:
            await self._enter(await self._identify(token=None))
        except Stranger:
            await self.close(NO_SUCH)
        except Unknown:
            await self._wait_for_token()

    async def _wait_for_token(self) -> None:
        """Only a projector proves itself by a frame; who came as somebody else has nothing more to say."""
        if self.query.get("as") in {"participant", "staff"}:
            await self.close(NOT_JOINED)
            return
        self.deadline = asyncio.get_running_loop().call_later(AUTH_WITHIN_S, self._give_up)

    async def _identify(self, token: str | None) -> Actor:
        """Raises Unknown."""
        if token is None and self.query.get("as") == "projector":
            raise Unknown
        user = self.scope.get("user")
        cookies = self.scope.get("cookies", {})
        wants = self.query.get("as")

        def ask() -> Actor:
            signed_in = user if user is not None and user.is_authenticated else None
            assert self.workshop is not None
            return identify(self.workshop, Credentials(cookies=cookies, user=signed_in, token=token, wants=wants))

        return await read(ask)

    def _give_up(self) -> None:
        self._soon(self.close(NOT_JOINED))

    def _soon(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(doing)
        _running.add(task)
        task.add_done_callback(_running.discard)

    async def _enter(self, actor: Actor) -> None:
        assert self.workshop is not None
        if self.deadline:
            self.deadline.cancel()
        self.hub = await hubs().of(self.workshop.id)
        await self.hub.ready.wait()
        self.listener = Listener(actor, send=self._text, close=self.close)
        at = self.hub.at
        hello = frames.Hello(epoch=at.epoch, seq=at.seq, server_time=now(), audience=actor.audience)
        await self._text(hello.model_dump_json())
        since = position(self.query.get("since", ""))
        await self.hub.attach(self.listener, since=since, epoch=self.query.get("epoch"))
        if since is not None:
            self.hub.owe_own_view(self.listener)

    async def _text(self, text: str) -> None:
        await self.send(text_data=text)

    async def disconnect(self, code: int) -> None:
        if self.deadline:
            self.deadline.cancel()
        if self.hub and self.listener:
            self.hub.detach(self.listener)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        try:
            message = frames.read_frame(text_data or "")
        except ValueError:
            await self._end(MALFORMED, "malformed", _("Meddelandet går inte att läsa."))
            return
        if isinstance(message, frames.Auth):
            await self._auth(message)
        elif self.listener is None or self.hub is None:
            await self._end(NOT_JOINED, "not_joined", _("Du är inte med i mötet. Gå med först."))
        else:
            await self._answer(message, self.hub, self.listener)

    async def _answer(self, message: frames.ClientFrame, hub: Hub, listener: Listener) -> None:
        match message:
            case frames.Push():
                await self._push(message, hub, listener)
            case frames.Since():
                await hub.catch_up(listener, since=message.seq, epoch=message.epoch)
            case frames.Got():
                listener.got(message.seq)
            case frames.Ping():
                await self._text(frames.Pong(t=message.t, server_time=now()).model_dump_json())

    async def _auth(self, message: frames.Auth) -> None:
        if self.listener is not None:
            return
        try:
            await self._enter(await self._identify(message.token))
        except Stranger:
            await self.close(NO_SUCH)
        except Unknown:
            await self._end(NOT_JOINED, "not_joined", _("Länken till skärmen gäller inte längre."))

    async def _push(self, message: frames.Push, hub: Hub, listener: Listener) -> None:
        if listener.actor.audience == "projector":
            await self._end(NOT_ALLOWED, "not_allowed", _("Skärmen visar bara."))
            return
        commands, refused = await read(take_in, listener.actor, message.commands)
        if refused:
            await self._text(frames.Ack(results=refused).model_dump_json(exclude_none=True))
        if commands:
            decided = writer_of(hub.workshop).submit(commands)
            decided.add_done_callback(lambda done: self._soon(self._decided(done, hub, listener)))

    async def _decided(self, done: "asyncio.Future[Decided]", hub: Hub, listener: Listener) -> None:
        if error := done.exception():
            logger.error("commands_not_decided %s", type(error).__name__)
            await self._unavailable()
            return
        decided = done.result()
        if decided.me is not None:
            listener.own_seq = max(listener.own_seq, max((one.seq or 0) for one in decided.results))
            await self._text(you(decided.me))
        await self._text(frames.Ack(results=decided.results).model_dump_json(exclude_none=True))

    async def _unavailable(self) -> None:
        """Nothing was decided: the client keeps its commands and sends them again."""
        detail = _("Det går inte att spara just nu. Det du skrivit är kvar i telefonen och skickas igen.")
        await self._text(frames.Error(code="unavailable", detail=detail).model_dump_json())
        await self._text(frames.Bye(reason="unavailable", retry_after_s=2).model_dump_json())
        await self.close(DRAINING)

    async def _end(self, close_code: int, code: str, detail: str) -> None:
        await self._text(frames.Error(code=code, detail=detail).model_dump_json())
        await self.close(close_code)
