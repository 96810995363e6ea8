"""A real daphne in a process of its own, on a database that the test can look into."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import connection
from django.test import Client

from ideahub.core.actor import Actor, Audience
from ideahub.embedded import children, ports
from ideahub.embedded.service import web_command
from ideahub.workshops.joining import cookie_name
from ideahub.workshops.projector_links import make_link
from tests.support.line import Line
from tests.support.room import Room
from tests.support.template import ROOT, environment


@dataclass
class Server:
    """One daphne, and the ways to ask it something as somebody."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    database: str
    test: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        return self.log.read_text()

    def http(self, room: Room | None = None, actor: Actor | None = None, *, language: str = "sv") -> httpx.Client:
        headers = {"Accept-Language": language, "Origin": self.url}
        if room is not None and actor is not None:
            headers["Cookie"] = cookie_of(room, actor)
        # Reading the authorities that nobody is asked for would take as long as most calls.
        return self.test.enter_context(httpx.Client(base_url=self.url, headers=headers, timeout=30, verify=False))

    def line(self, room: Room, actor: Actor, **options: object) -> Line:
        """A socket as this person, after its `hello`."""
        line = self.dial(room, cookie=cookie_of(room, actor), **options)
        line.next("hello")
        return line

    def projector(self, room: Room, **options: object) -> Line:
        _link, token = make_link(workshop=room.workshop)
        line = self.dial(room, **options)
        line.send({"type": "auth", "token": token})
        line.next("hello")
        return line

    def dial(self, room: Room, *, code: str | None = None, cookie: str = "", **options: object) -> Line:
        """A socket that has said nothing yet."""
        query = {key: options.pop(key) for key in ("since", "epoch", "as_", "lang") if key in options}
        return Line.open(
            f"ws://127.0.0.1:{self.port}/ws/workshops/{code or room.workshop.code}/",
            query={key.rstrip("_"): str(value) for key, value in query.items()},
            until=self.test,
            cookie=cookie,
            origin=str(options.pop("origin", self.url)),
            **options,  # type: ignore[arg-type]
        )


def cookie_of(room: Room, actor: Actor) -> str:
    if actor.audience is Audience.PARTICIPANT:
        return f"{cookie_name(room.workshop.id)}={room.tokens[actor.id]}"
    client = Client()
    client.force_login(room.leader)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def looking_into(database: str) -> Iterator[None]:
    """This process works on that database until the end of the block."""
    parts = urlsplit(database)
    before = connection.settings_dict["NAME"]
    _switch(parts.path if parts.scheme == "sqlite" else parts.path.lstrip("/"))
    try:
        yield
    finally:
        _switch(before)


def _switch(name: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    connection.settings_dict["NAME"] = name


@contextmanager
def running(
    folder: Path, *, database: str, application: str = "config.asgi:application", **more: str
) -> Iterator[Server]:
    port = ports.free_port()
    log = folder / f"daphne-{port}.log"
    # The public address is the one of this process, since it stands in what both write.
    env = environment(
        database, IDEAHUB_EXTRA_ORIGINS=f"http://127.0.0.1:{port}", IDEAHUB_ALLOWED_HOSTS="127.0.0.1", **more
    )
    command = [*web_command(host="127.0.0.1", port=port)[:-1], application]
    process = children.start(command, env=env, log=log, folder=ROOT)
    try:
        assert ports.wait_until(lambda: ports.answers(port=port), timeout_s=40), log.read_text()
        yield Server(process, port, log, database)
    finally:
        children.stop(process, grace_s=3)
