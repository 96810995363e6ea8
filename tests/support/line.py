"""One end of a socket, as a client holds it: what came, in order, and what is waited for."""

import json
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from threading import current_thread
from time import monotonic
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from ideahub.core.ids import new_id
from tests.support.room import plain

Frame = dict[str, Any]
PATIENCE_S = 8.0


class HearsToTheEnd(ClientConnection):
    """Loses nothing of what came together with a goodbye, when the other end no longer waits for the answer to it."""

    def send_data(self) -> None:
        if current_thread() is self.recv_events_thread:
            # The library would drop what it has read; that the other end is gone is seen at the next reading.
            with suppress(OSError):
                super().send_data()
        else:
            super().send_data()


@dataclass
class Line:
    socket: ClientConnection
    frames: list[Frame] = field(default_factory=list)
    read: int = 0

    @classmethod
    def open(
        cls,
        url: str,
        *,
        until: ExitStack,
        query: dict[str, str] | None = None,
        cookie: str = "",
        origin: str | None = None,
        subprotocol: str | None = "ideahub.v1",
    ) -> "Line":
        """A connected socket, closed when `until` ends."""
        connecting = connect(
            f"{url}?{urlencode(query or {})}",
            origin=Origin(origin) if origin and origin != "None" else None,
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
            additional_headers={"Cookie": cookie} if cookie else None,
            compression=None,
            proxy=None,
            create_connection=HearsToTheEnd,
            max_size=None,
            # What comes is read at once, also while nobody asks for it: a close frame must not wait behind a full queue.
            max_queue=None,
        )
        return cls(until.enter_context(connecting))

    # ---- Saying ----------------------------------------------------------------------------------------------------

    def send(self, frame: Frame) -> None:
        self.socket.send(json.dumps(frame))

    def push(self, name: str, /, *, id: UUID | None = None, **args: Any) -> UUID:
        command = id or new_id()
        self.send({"type": "push", "commands": [{"id": str(command), "name": name, "args": plain(args)}]})
        return command

    def ask(self, name: str, /, **args: Any) -> Frame:
        """Sends one command and returns its result."""
        return self.result(self.push(name, **args))

    def close(self) -> None:
        self.socket.close()

    # ---- Hearing ---------------------------------------------------------------------------------------------------

    def hear(self, timeout_s: float = PATIENCE_S) -> Frame:
        """The next frame from the server. Raises TimeoutError, and ConnectionClosed."""
        frame: Frame = json.loads(self.socket.recv(timeout=timeout_s))
        self.frames.append(frame)
        return frame

    def wait(self, wanted: Callable[[Frame], bool], timeout_s: float = PATIENCE_S) -> Frame:
        """The first frame after the last one waited for that is wanted."""
        end = monotonic() + timeout_s
        while True:
            while self.read < len(self.frames):
                self.read += 1
                if wanted(self.frames[self.read - 1]):
                    return self.frames[self.read - 1]
            self.hear(max(0.01, end - monotonic()))

    def next(self, kind: str, timeout_s: float = PATIENCE_S) -> Frame:
        return self.wait(lambda frame: frame["type"] == kind, timeout_s)

    def result(self, command: UUID, timeout_s: float = PATIENCE_S) -> Frame:
        """The result of a command, in whatever ack it comes; frames in between stay to be read."""
        end = monotonic() + timeout_s
        looked = 0
        while True:
            for frame in self.frames[looked:]:
                for result in frame.get("results", ()) if frame["type"] == "ack" else ():
                    if result["id"] == str(command):
                        return dict(result)
            looked = len(self.frames)
            self.hear(max(0.01, end - monotonic()))

    def events(self, upto: int, timeout_s: float = PATIENCE_S) -> list[Frame]:
        """All events told on this line, once it has come to `upto`."""
        end = monotonic() + timeout_s
        while self.seq < upto:
            self.hear(max(0.01, end - monotonic()))
        return [event for frame in self.frames if frame["type"] == "events" for event in frame["events"]]

    @property
    def seq(self) -> int:
        return max((frame["upto"] for frame in self.frames if frame["type"] == "events"), default=0)

    def quiet(self, seconds: float) -> list[Frame]:
        """What came in the next seconds."""
        known, end = len(self.frames), monotonic() + seconds
        try:
            while monotonic() < end:
                self.hear(max(0.01, end - monotonic()))
        except TimeoutError:
            pass
        return self.frames[known:]

    def closed(self, timeout_s: float = PATIENCE_S) -> int:
        """Waits for the end and returns its code."""
        end = monotonic() + timeout_s
        try:
            while True:
                self.hear(max(0.01, end - monotonic()))
        except ConnectionClosed as ended:
            return ended.rcvd.code if ended.rcvd else 1006
