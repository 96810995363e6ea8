"""A bare socket: frames in and out, nothing remembered. For those who ask a lot or misbehave."""

import asyncio
import json
import re
import socket
import time
from typing import Any
from urllib.parse import urlsplit

from uuid_utils.compat import uuid7
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.faults.history import OK, REFUSED, Asked, History

Json = dict[str, Any]
PATIENCE_S = 30.0
CREDIT_EVERY_S = 4.0
UPTO = re.compile(r'"upto":(\d+)')


class Bare:
    """`url` is the address used, `origin` the one that people open."""

    def __init__(
        self, url: str, origin: str, workshop: Json, phone: Json, history: History, *, audience: str = "participant"
    ) -> None:
        self.url, self.origin, self.workshop, self.phone, self.history = url, origin, workshop, phone, history
        self.audience = audience
        self.credited_at = time.monotonic()
        self.socket: ClientConnection | None = None

    async def open(self, *, receive_buffer: int | None = None) -> None:
        """Returns after the `hello`. `receive_buffer`: bytes that the system takes for somebody who does not read; all others take what
        comes at once, or a close would wait behind a full queue."""
        query = f"/ws/workshops/{self.workshop['code']}/?as={self.audience}"
        address = self.url.replace("http", "ws", 1) + query
        self.socket = await connect(
            address, subprotocols=[Subprotocol("ideahub.v1")], origin=Origin(self.origin), compression=None, max_size=None,
            additional_headers={"Cookie": self.phone["cookie"]}, open_timeout=PATIENCE_S, ping_interval=None,
            sock=None if receive_buffer is None else dial(self.url, receive_buffer), max_queue=1 if receive_buffer else None,
        )  # fmt: skip
        await self.hear("hello")

    def write(self, name: str, **args: Any) -> Asked:
        """A command with a new id, not yet sent."""
        who = self.phone["participant"]
        asked = Asked(str(uuid7()), who, self.workshop["id"], who, name, args, time.time())
        self.history.asked.append(asked)
        return asked

    async def push(self, *asked: Asked, made: str | None = None) -> None:
        """`made`: when, as the phone says of what it could not send then."""
        said = {"made": made} if made else {}
        commands = [{"id": one.id, "name": one.name, "args": one.args, **said} for one in asked]
        await self.say({"type": "push", "commands": commands})

    async def say(self, frame: Json) -> None:
        assert self.socket is not None
        await self.socket.send(json.dumps(frame, ensure_ascii=False))

    async def hear(self, kind: str) -> Json:
        """The next frame of a kind; others are passed over unread."""
        assert self.socket is not None
        start = f'{{"type":"{kind}"'
        async with asyncio.timeout(PATIENCE_S):
            while True:
                text = await self.socket.recv()
                if str(text).startswith(start):
                    frame: Json = json.loads(text)
                    return frame
                await self._give_credit(str(text))

    async def _give_credit(self, text: str) -> None:
        """As phones do: who never says what came is told to start anew, and in the end let go."""
        if text.startswith('{"type":"events"') and time.monotonic() - self.credited_at >= CREDIT_EVERY_S:
            self.credited_at = time.monotonic()
            if upto := UPTO.search(text):
                await self.say({"type": "got", "seq": int(upto[1])})

    async def answer_to(self, asked: Asked) -> Json:
        """Waits for a command's result and files it."""
        while True:
            for result in (await self.hear("ack"))["results"]:
                if result["id"] == asked.id:
                    file(asked, result)
                    return dict(result)

    async def answers_to(self, *asked: Asked) -> None:
        """Waits for the results of all, in whatever frames they come, and files them."""
        open_ones = {one.id: one for one in asked}
        while open_ones:
            for result in (await self.hear("ack"))["results"]:
                if one := open_ones.pop(result["id"], None):
                    file(one, result)

    def cut(self) -> None:
        """Without a word."""
        if self.socket is not None:
            self.socket.transport.abort()
            self.socket = None


def dial(url: str, receive_buffer: int) -> socket.socket:
    parts = urlsplit(url)
    link = socket.socket()
    # Before connecting: it decides how much the other side may have under way.
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    link.connect(("127.0.0.1", parts.port))
    link.setblocking(False)
    return link


def file(asked: Asked, result: Json) -> None:
    if result.get("code") == "too_fast":
        return
    asked.outcome, asked.code = (OK, None) if result["ok"] else (REFUSED, result["code"])
    asked.answers.append(str(result["seq"]) if result["ok"] else result["code"])
    asked.repeats += bool(result.get("repeat"))
    asked.decisions += not result.get("repeat", False)
