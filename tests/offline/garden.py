"""A service with a workshop for each phone, and what the database has of what was written there."""

import asyncio
import signal
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pytest_django import DjangoDbBlocker

from ideahub.core.actor import Actor, Audience
from ideahub.embedded import children, ports
from ideahub.embedded.service import web_command
from ideahub.eventlog.models import Outcome
from tests.support.room import Room
from tests.support.server import looking_into
from tests.support.template import ROOT, environment, make_database

Answer = TypeVar("Answer")


@dataclass
class Web:
    """A daphne that can be killed and started again where it was. `ways` are the ports of proxies that lead to it."""

    database: str
    log: Path
    port: int = field(default_factory=ports.free_port)
    ways: list[int] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        origins = ",".join(f"http://localhost:{port}" for port in (self.port, *self.ways))
        env = environment(
            self.database,
            **{"IDEAHUB_EXTRA_ORIGINS": origins, "IDEAHUB_ALLOWED_HOSTS": "localhost,127.0.0.1", **self.settings},
        )
        self.process = children.start(web_command(host="127.0.0.1", port=self.port), env=env, log=self.log, folder=ROOT)
        assert ports.wait_until(lambda: ports.answers(port=self.port), timeout_s=60), self.log.read_text()

    def kill(self) -> None:
        """As when the power goes: no socket is closed, nothing is finished."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process:
            children.stop(self.process, grace_s=3)


class Garden:
    """The database, worked on in a thread of its own: beside Playwright's loop Django refuses to."""

    def __init__(self, folder: Path, blocker: DjangoDbBlocker) -> None:
        self.folder = folder
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._within = ExitStack()
        self.database = self.look(lambda: make_database(folder))
        self.look(lambda: self._enter(blocker))

    def _enter(self, blocker: DjangoDbBlocker) -> None:
        self._within.enter_context(blocker.unblock())
        self._within.enter_context(looking_into(self.database))

    def close(self) -> None:
        self.look(self._within.close)
        self._thread.shutdown()

    def web(self, name: str, *, ways: list[int] | None = None, **settings: str) -> Web:
        return Web(self.database, self.folder / f"{name}.log", ways=ways or [], settings=settings)

    def look(self, work: Callable[[], Answer]) -> Answer:
        return self._thread.submit(work).result()

    async def asked(self, work: Callable[[], Answer]) -> Answer:
        """The same without holding up the other phones."""
        return await asyncio.wrap_future(self._thread.submit(work))

    async def lead(self, room: Room, name: str, /, **args: Any) -> None:
        """Ana leads on while phones are away."""
        await self.asked(lambda: room.do(room.ana, name, **args))


def somebody(room: Room) -> Actor:
    """Who joined with a phone, last."""
    person = room.workshop.participants.last()
    assert person
    return Actor(Audience.PARTICIPANT, person.id, person.language)


def answers_to_phones(room: Room) -> list[bool]:
    """How the commands of those who joined with a phone were decided: one outcome a command, true for those taken."""
    others = [actor.key for actor in (room.ana, room.ben, room.eva)]
    outcomes = Outcome.objects.filter(stream_id=room.workshop.id).exclude(actor__in=others).order_by("created_at")
    told = [outcome.result for outcome in outcomes]
    return [bool(result["ok"]) for result in told]
