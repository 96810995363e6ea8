"""A database that is really stopped: every way in says so as the protocol has it, and goes on once it is back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from time import sleep
from typing import Any

import httpx
import pytest

from ideahub.core.ids import new_id
from tests.live.test_figures import numbers
from tests.support.elsewhere import Elsewhere, open_elsewhere
from tests.support.line import Line
from tests.support.postgres import Postgres, start_postgres
from tests.support.server import Server, running

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture
def elsewhere(postgres: Postgres) -> Elsewhere:
    return open_elsewhere(postgres.url())


@pytest.fixture
def server(postgres: Postgres, elsewhere: Elsewhere, tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path, database=postgres.url()) as server, ExitStack() as server.test:
        yield server


def dial(server: Server, elsewhere: Elsewhere, cookie: str) -> Line:
    address = f"ws://127.0.0.1:{server.port}/ws/workshops/{elsewhere.code}/"
    return Line.open(address, until=server.test, cookie=cookie, origin=server.url)


def require_turned_away(line: Line) -> None:
    error, bye = line.next("error", 20), line.next("bye", 20)
    assert (error["code"], bye["reason"], bye["retry_after_s"] > 0) == ("unavailable", "unavailable", True)
    assert line.closed() == 4412


def capture(elsewhere: Elsewhere) -> dict[str, Any]:
    return {"idea": str(new_id()), "column": elsewhere.column, "text": "Skickat medan databasen var borta"}


def is_problem(answer: httpx.Response) -> bool:
    body = answer.json()
    return answer.status_code == 503 and body["code"] == "unavailable" and body["detail"] and is_to_come_back(answer)


def is_page(answer: httpx.Response) -> bool:
    is_html = answer.headers["Content-Type"].startswith("text/html")
    return answer.status_code == 503 and is_html and "Vi är strax tillbaka" in answer.text and is_to_come_back(answer)


def is_to_come_back(answer: httpx.Response) -> bool:
    return int(answer.headers["Retry-After"]) > 0


def come_back(server: Server, elsewhere: Elsewhere) -> Line:
    """As a phone does: again and again."""
    for _try in range(40):
        line = dial(server, elsewhere, elsewhere.participant)
        if line.hear(20)["type"] == "hello":
            return line
        sleep(0.5)
    raise AssertionError(server.said())


def test_all_ways_in_say_that_it_is_away_and_lose_nothing(
    server: Server, elsewhere: Elsewhere, postgres: Postgres
) -> None:
    ben, ana = (dial(server, elsewhere, cookie) for cookie in (elsewhere.participant, elsewhere.leader))
    for line in (ben, ana):
        line.next("hello")
    postgres.kill()

    command, args = new_id(), capture(elsewhere)
    ben.push("idea.capture", id=command, **args)
    call = f"/api/workshops/{elsewhere.code}/"
    phone, leader = ({"Cookie": cookie} for cookie in (elsewhere.participant, elsewhere.leader))
    body = {"commands": [{"id": str(command), "name": "idea.capture", "args": args}]}
    with httpx.Client(base_url=server.url, timeout=60, headers={"Accept-Language": "sv"}) as http:
        problems = [
            lambda: http.get(call),
            lambda: http.post(f"{call}join/", json={}),
            lambda: http.get(f"{call}snapshot/", headers=phone),
            lambda: http.get(f"{call}events/?since=0", headers=phone),
            lambda: http.post(f"{call}commands/", json=body, headers=phone),
            lambda: http.get("/api/overview/", headers=leader),
        ]
        pages = [lambda: http.get(f"/q/{elsewhere.qr}"), lambda: http.get("/meetings/", headers=leader)]
        with ThreadPoolExecutor(len(problems) + len(pages)) as pool:
            answers = [one.result() for one in [pool.submit(ask) for ask in (*problems, *pages)]]
        assert all(is_problem(answer) for answer in answers[: len(problems)])
        assert all(is_page(answer) for answer in answers[len(problems) :])
        require_turned_away(ben)
        require_turned_away(dial(server, elsewhere, elsewhere.participant))
        require_turned_away(dial(server, elsewhere, elsewhere.leader))
        assert [frame for frame in ben.frames if frame["type"] == "ack"] == []

        postgres.start_again()
        again = come_back(server, elsewhere)
        turned_away = 'ideahub_commands_total{name="idea.capture",outcome="unavailable"}'
        assert numbers(server)[turned_away] == 2, "one by socket, one by HTTP"
        again.push("idea.capture", id=command, **args)
        assert (again.result(command)["ok"], again.result(command)["number"]) == (True, 1)
        assert http.get(f"{call}snapshot/", headers=phone).json()["ideas"][0]["text"] == args["text"]
