"""A proxy before one web process that keeps an acknowledgement back: the commit is done, the client does not know it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

# As the service writes it. Frames from it are neither masked nor compressed.
ACK = b'{"type":"ack"'
PIECE = 65_536


@dataclass(slots=True)
class Link:
    """One client's. From `withhold` on the client hears nothing from the next acknowledgement on, whose coming is told in `came`."""

    came: asyncio.Event = field(default_factory=asyncio.Event)
    withholds: bool = False

    def withhold(self) -> None:
        self.withholds = True


class Withholding:
    def __init__(self, to_port: int) -> None:
        self.to_port, self.port = to_port, 0
        # By the port that the client called from.
        self.links: dict[int, Link] = {}
        self.carrying: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        async with server:
            yield
            # Those that were cut last are still letting go.
            await asyncio.gather(*self.carrying, return_exceptions=True)

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._carry(reader, writer))
        self.carrying.add(task)
        task.add_done_callback(self.carrying.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        caller = writer.get_extra_info("peername")[1]
        link = self.links[caller] = Link()
        ends = [writer]
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
            ends.append(far_writer)
            parts = [
                asyncio.ensure_future(_pass_on(reader, far_writer)),
                asyncio.ensure_future(_tell(far_reader, writer, link)),
            ]
            # Whichever end goes first takes the other with it.
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        finally:
            self.links.pop(caller, None)
            for end in ends:
                end.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(PIECE):
        writer.write(data)
        await writer.drain()


async def _tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, link: Link) -> None:
    before = b""
    while data := await reader.read(PIECE):
        # It may come in two pieces.
        if link.withholds and ACK in before + data:
            link.came.set()
        before = data[-len(ACK) + 1 :] if link.withholds else b""
        if not link.came.is_set():
            writer.write(data)
            await writer.drain()
