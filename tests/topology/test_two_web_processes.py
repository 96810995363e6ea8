"""Two web processes behind Caddy are one service."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from uuid_utils import uuid7
from websockets.sync.client import ClientConnection, connect

from ideahub.embedded import children, ports, valkey
from tests.support.topology import CADDYFILE, Topology, compose_file

pytestmark = [pytest.mark.topology, pytest.mark.timeout(300)]
ENGLISH = {"Accept-Language": "en-GB"}
PAGE = ("text/html; charset=utf-8",)
TOO_LARGE = b" " * 1_100_000


class Phone:
    """A participant that speaks the public protocol to one address."""

    audience = "participant"

    def __init__(self, topology: Topology, address: str) -> None:
        self.topology, self.address = topology, address
        self.http = httpx.Client(
            base_url=f"{address}/api/workshops/{topology.code}",
            headers={"Origin": topology.url},
            params={"as": self.audience},
        )

    def enter(self, name: str) -> None:
        self.http.post("/join/", json={"name": name}).raise_for_status()

    def snapshot(self) -> dict[str, Any]:
        return dict(self.http.get("/snapshot/").raise_for_status().json())

    def capture(self, text: str) -> dict[str, Any]:
        args = {"idea": str(uuid7()), "column": self.snapshot()["columns"][0]["id"], "text": text}
        command = {"id": str(uuid7()), "name": "idea.capture", "args": args}
        return dict(self.http.post("/commands/", json={"commands": [command]}).raise_for_status().json()["results"][0])

    def listen(self) -> ClientConnection:
        state = self.snapshot()
        place = f"{self.address.replace('http', 'ws')}/ws/workshops/{self.topology.code}/"
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        return connect(
            f"{place}?as={self.audience}&since={state['seq']}&epoch={state['epoch']}",
            subprotocols=["ideahub.v1"],  # type: ignore[list-item]
            origin=self.topology.url,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookies},
        )


Join = Callable[[str, str], Phone]
SignIn = Callable[[str], "Board"]


class Board(Phone):
    """The demo's organizer, who sees every idea at once."""

    audience = "staff"

    def enter(self, name: str) -> None:
        form = f"{self.address}/accounts/login/?way=password"
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.http.get(form).text)
        assert token
        signs = {"login": name, "password": self.topology.demo["sign_in"]["password"], "csrfmiddlewaretoken": token[1]}
        assert self.http.post(form, data=signs).status_code == 302


@pytest.fixture
def person(topology: Topology) -> Iterator[Join]:
    """`person(name, address)` has joined through that address."""
    with ExitStack() as stack:

        def join(name: str, address: str) -> Phone:
            phone = Phone(topology, address)
            stack.callback(phone.http.close)
            phone.enter(name)
            return phone

        yield join


@pytest.fixture
def board(topology: Topology) -> Iterator[SignIn]:
    """`board(address)` is signed in through that address."""
    with ExitStack() as stack:

        def sign_in(address: str) -> Board:
            board = Board(topology, address)
            stack.callback(board.http.close)
            board.enter(topology.demo["sign_in"]["email"])
            return board

        yield sign_in


def hears(socket: ClientConnection, text: str, *, timeout_s: float = 5) -> bool:
    """Whether an idea with `text` reaches the socket in time."""
    found: list[bool] = []

    def look() -> bool:
        try:
            frame = json.loads(socket.recv(timeout=0.5))
        except TimeoutError:
            return False
        events = frame.get("events", [])
        found.extend(True for event in events if event.get("idea", {}).get("text") == text)
        return bool(found)

    return ports.wait_until(look, timeout_s=timeout_s)


def test_idea_posted_through_one_process_is_seen_through_the_other(
    topology: Topology, person: Join, board: SignIn
) -> None:
    ben = person("Ben", topology.direct(1))
    with board(topology.direct(0)).listen() as socket:
        assert ben.capture("Solceller på skolans tak")["ok"]
        assert hears(socket, "Solceller på skolans tak")


def test_phone_works_through_the_proxy(topology: Topology, person: Join, board: SignIn) -> None:
    phone = person("Ana", topology.url)
    with board(topology.url).listen() as socket:
        assert phone.capture("Cykelväg till stationen")["ok"]
        assert hears(socket, "Cykelväg till stationen")


def test_both_processes_tell_the_same_state(topology: Topology, person: Join) -> None:
    phones = [person("Ana", topology.direct(number)) for number in (0, 1)]
    first, second = ({**phone.snapshot(), "me": None, "server_time": None} for phone in phones)
    assert first["ideas"] == second["ideas"]
    assert first["seq"] == second["seq"]


def test_worker_and_beat_are_at_work(topology: Topology) -> None:
    def is_ready() -> bool:
        return bool(httpx.get(f"{topology.url}/readyz").json()["status"] == "ready")

    assert ports.wait_until(is_ready, timeout_s=60, every_s=1)


def test_pages_come_with_their_styles_through_the_proxy(topology: Topology) -> None:
    page = httpx.get(f"{topology.url}/")
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page.text)
    assert styles
    assert [httpx.get(topology.url + style).status_code for style in styles] == [200] * len(styles)


def test_what_a_client_claims_about_itself_is_not_believed(topology: Topology) -> None:
    claims = {"Daphne-Root-Path": "/evil", "X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    plain = httpx.get(f"{topology.url}/healthz")
    claimed = httpx.get(f"{topology.url}/healthz", headers=claims)
    assert (claimed.status_code, claimed.json()) == (plain.status_code, plain.json())


def test_a_process_without_a_database_gets_nobody(topology: Topology) -> None:
    with restarted(topology, "web2", IDEAHUB_DATABASE_URL="postgres://ideahub:x@127.0.0.1:1/nowhere"):
        assert ports.wait_until(lambda: readiness(topology.direct(1)) == (503, "down"), timeout_s=60)
        assert is_alive(topology.direct(1))
        # It would be the turn of each for every other call.
        assert ports.wait_until(lambda: {readiness(topology.url)[0] for _ in range(30)} == {200}, timeout_s=30)
    assert ports.wait_until(lambda: readiness(topology.direct(1))[0] == 200, timeout_s=60)


def test_without_redis_everybody_goes_on(topology: Topology, person: Join, board: SignIn) -> None:
    phone = person("Ana", topology.url)
    children.stop(topology.processes["redis"])
    try:
        both = [topology.direct(number) for number in (0, 1)]
        assert ports.wait_until(lambda: {readiness(one) for one in both} == {(200, "degraded")}, timeout_s=30)
        looked = looks(topology)
        assert ports.wait_until(
            lambda: all(now > then + 1 for now, then in zip(looks(topology), looked, strict=True)), timeout_s=30
        )
        with board(topology.url).listen() as socket:
            assert phone.capture("Byt lampor")["ok"]
            assert hears(socket, "Byt lampor")
    finally:
        topology.start("redis")
        assert valkey.wait_ready(url=topology.redis.url)


def test_without_a_database_everybody_is_told_when_to_come_back(topology: Topology, person: Join) -> None:
    phone = person("Ana", topology.url)
    # The proxy looks for a process that is ready for a few seconds.
    phone.http.timeout = httpx.Timeout(20)
    topology.postgres.kill()
    try:
        # What the service says itself has its own headers.
        assert ports.wait_until(lambda: "X-Frame-Options" not in phone.http.get("/snapshot/").headers, timeout_s=60)
        told = phone.http.get("/snapshot/", headers=ENGLISH)
        assert (told.status_code, told.headers["Retry-After"], told.json()["code"]) == (503, "5", "unavailable")
        assert told.json()["detail"].startswith("The service cannot save")
        page, english = (httpx.get(f"{topology.url}/j/", timeout=20, headers=one) for one in ({}, ENGLISH))
        assert (page.status_code, page.headers["Content-Type"], page.headers["Retry-After"]) == (503, *PAGE, "5")
        assert tells(page) == ("sv", "Vi är strax tillbaka", '<a href="">Försök nu</a>')
        assert tells(english) == ("en", "We will be right back", '<a href="">Try now</a>')
        assert httpx.get(topology.proxy_health).status_code == 200
    finally:
        topology.postgres.start_again()
        assert ports.wait_until(topology.postgres.accepts, timeout_s=60)
    assert ports.wait_until(lambda: _captures(phone, "Lekplats"), timeout_s=60)


def test_too_large_a_body_is_refused_by_the_proxy_in_the_callers_words(topology: Topology, person: Join) -> None:
    phone = person("Ana", topology.url)
    told = [phone.http.post("/commands/", content=TOO_LARGE, headers=one) for one in ({}, ENGLISH)]
    assert {(one.status_code, one.headers["Content-Type"]) for one in told} == {(413, "application/json")}
    assert [one.json() for one in told] == [
        {"code": "too_large", "detail": "Det är för mycket på en gång."},
        {"code": "too_large", "detail": "That is too much at once."},
    ]
    page, english = (httpx.post(f"{topology.url}/p/", content=TOO_LARGE, headers=one) for one in ({}, ENGLISH))
    assert (page.status_code, page.headers["Content-Type"]) == (413, *PAGE)
    assert tells(page) == ("sv", "Det är för mycket på en gång", '<a href="/">Till startsidan</a>')
    assert tells(english) == ("en", "That is too much at once", '<a href="/">To the start page</a>')


def tells(page: httpx.Response) -> tuple[str, ...]:
    """The language, heading and link of a page of the proxy's, which has nothing to fetch from anywhere."""
    assert not re.search(r"src=|url\(|<link|\{vars", page.text)
    found = re.search(r'<html lang="(\w+)">.*<h1>(.*?)</h1>.*(<a .*?</a>)', page.text, re.DOTALL)
    assert found, page.text
    return found.groups()


def test_the_proxy_says_by_itself_that_it_serves(topology: Topology) -> None:
    """What the health check of docker-compose.yml asks."""
    asked = compose_file()["services"]["caddy"]["healthcheck"]["test"][-1]  # type: ignore[index]
    assert urlsplit(asked).path == urlsplit(topology.proxy_health).path
    assert f":{{$IDEAHUB_PROXY_HEALTH:{urlsplit(asked).port}}}" in CADDYFILE.read_text()
    assert httpx.get(topology.proxy_health).status_code == 200


@contextmanager
def restarted(topology: Topology, name: str, **more: str) -> Iterator[None]:
    """That process with other settings, and afterwards as it was."""
    command, settings = topology.commands[name]

    def again(**other: str) -> None:
        children.stop(topology.processes[name])
        topology.commands[name] = (command, {**settings, **other})
        topology.start(name)

    again(**more)
    try:
        yield
    finally:
        again()


def readiness(address: str) -> tuple[int, str]:
    """What a process says of itself; nothing where none answers."""
    try:
        answer = httpx.get(f"{address}/readyz", timeout=10)
        return answer.status_code, str(answer.json()["status"])
    except (httpx.HTTPError, ValueError, KeyError):
        return 0, ""


def is_alive(address: str) -> bool:
    return httpx.get(f"{address}/healthz").status_code == 200


def looks(topology: Topology) -> list[int]:
    """How many times each web process has been asked whether it is ready."""
    return [(topology.folder / f"{name}.log").read_text().count("GET /readyz") for name in ("web1", "web2")]


def test_when_one_process_is_killed_its_phones_go_on_through_the_other(
    topology: Topology, person: Join, board: SignIn
) -> None:
    phone = person("Ana", topology.url)
    os.kill(topology.processes["web1"].pid, signal.SIGKILL)
    assert ports.wait_until(lambda: _captures(phone, "Elbilspool"), timeout_s=10)
    with board(topology.url).listen() as socket:
        assert phone.capture("Odlingslotter")["ok"]
        assert hears(socket, "Odlingslotter")


def _captures(phone: Phone, text: str) -> bool:
    try:
        return bool(phone.capture(text)["ok"])
    except httpx.HTTPError:
        return False
