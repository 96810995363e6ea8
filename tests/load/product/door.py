"""What a phone asks before it has a socket: it joins, and loads the snapshot. Many at once, each a connection of its own."""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> bytes:
        packed = self.headers.get("content-encoding") == "gzip"
        return zlib.decompress(self.body, GZIP) if packed else self.body

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One phone that came in; `cookie` says who it is, `seconds` how long it took, the rest how large its snapshot was."""

    cookie: str
    seconds: float
    snapshot_bytes: int = 0
    snapshot_bytes_sent: int = 0


@dataclass(frozen=True, slots=True)
class Door:
    port: int
    origin: str

    def enter(
        self, codes: Sequence[str], *, over_s: float, at_once: int = 1000, whole_way: bool = True
    ) -> list[Entry | str]:
        """One phone for each code, spread evenly over so many seconds; a string says why one was not let in.

        Not the `whole_way` is to join only, without snapshot and socket.
        """
        return asyncio.run(self._all(codes, over_s, at_once, self._enter if whole_way else self._join))

    def snapshot(self, code: str, cookie: str, audience: str = "participant") -> dict[str, Any]:
        """The whole state, as this person sees it."""
        return asyncio.run(self._snapshot(code, cookie, audience))

    async def _snapshot(self, code: str, cookie: str, audience: str) -> dict[str, Any]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answer = await self._ask(reader, writer, "GET", f"/api/workshops/{code}/snapshot/?as={audience}", cookie=cookie)
        writer.close()
        if answer.status != 200:
            raise RuntimeError(f"snapshot: {answer.status} {answer.body[:200]!r}")
        return dict(answer.json())

    async def _all(
        self, codes: Sequence[str], over_s: float, at_once: int, come_in: Callable[[str], Awaitable[Entry]]
    ) -> list[Entry | str]:
        gate = asyncio.Semaphore(at_once)
        start = time.monotonic()

        async def one(number: int, code: str) -> Entry | str:
            await asyncio.sleep(max(0.0, start + over_s * number / len(codes) - time.monotonic()))
            async with gate:
                try:
                    return await come_in(code)
                except (OSError, EOFError, RuntimeError) as error:
                    return f"{type(error).__name__}: {error}"

        return await asyncio.gather(*(one(number, code) for number, code in enumerate(codes)))

    async def _join(self, code: str) -> Entry:
        start = time.monotonic()
        async with self._connected() as (reader, writer):
            return Entry(await self._cookie(reader, writer, code), time.monotonic() - start)

    async def _enter(self, code: str) -> Entry:
        start = time.monotonic()
        async with self._connected() as (reader, writer):
            cookie = await self._cookie(reader, writer, code)
            state = await self._ask(
                reader, writer, "GET", f"/api/workshops/{code}/snapshot/?as=participant", cookie=cookie
            )
            if state.status != 200:
                raise RuntimeError(f"snapshot: {state.status}")
            text = state.text
            told = json.loads(text)
        await self._be_in_step(code, cookie, told["seq"], told["epoch"])
        return Entry(cookie, time.monotonic() - start, len(text), len(state.body))

    async def _cookie(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, code: str) -> str:
        """Joins; returns what says who this is from now on."""
        body = json.dumps({"name": "", "language": "sv"}).encode()
        joined = await self._ask(reader, writer, "POST", f"/api/workshops/{code}/join/", body=body)
        if joined.status not in (200, 201):
            raise RuntimeError(f"join: {joined.status}")
        return joined.headers["set-cookie"].partition(";")[0]

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def _be_in_step(self, code: str, cookie: str, seq: int, epoch: str) -> None:
        """Opens a socket with what the snapshot said, and waits until it has all that its `hello` names."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            path = f"/ws/workshops/{code}/?as=participant&since={seq}&epoch={epoch}"
            lines = [f"GET {path} HTTP/1.1", f"Host: {self.origin.partition('//')[2]}", f"Origin: {self.origin}",
                     f"Cookie: {cookie}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: ideahub.v1", "", ""]  # fmt: skip
            writer.write("\r\n".join(lines).encode())
            status = int((await reader.readuntil(b"\r\n\r\n")).split(None, 2)[1])
            if status != 101:
                raise RuntimeError(f"socket: {status}")
            head = None
            while head is None or seq < head:
                frame = json.loads(await _text(reader))
                if frame["type"] == "hello":
                    head = frame["seq"]
                elif frame["type"] == "events" and frame["after"] <= seq:
                    seq = max(seq, frame["upto"])
        finally:
            writer.close()

    async def _ask(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        method: str,
        path: str,
        *,
        cookie: str = "",
        body: bytes = b"",
    ) -> Answer:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.origin.partition('//')[2]}", f"Origin: {self.origin}",
                 "Accept-Encoding: gzip", f"Cookie: {cookie}", "Content-Type: application/json",
                 f"Content-Length: {len(body)}", "", ""]  # fmt: skip
        writer.write("\r\n".join(lines).encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        if headers.get("transfer-encoding") == "chunked":
            return Answer(int(head[0].split()[1]), headers, await _chunks(reader))
        return Answer(int(head[0].split()[1]), headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _text(reader: asyncio.StreamReader) -> bytes:
    """The next text frame. Raises RuntimeError when the server closes."""
    while True:
        opcode, size = await reader.readexactly(2)
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        payload = await reader.readexactly(size)
        if opcode & 15 == 1:
            return payload
        if opcode & 15 == 8:
            raise RuntimeError(f"socket closed: {int.from_bytes(payload[:2], 'big')}")


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    whole = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        whole += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return whole
