"""Redis only wakes the other processes: when it is gone, writes go on and everybody still gets there."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from ideahub.core.ids import new_id
from ideahub.embedded import children, ports, valkey
from tests.support.line import Line
from tests.support.room import open_room
from tests.support.server import Server, looking_into, running


@dataclass
class Pair:
    """Two servers on one database, and the Redis between them."""

    here: Server
    there: Server
    redis: valkey.Place
    redis_process: subprocess.Popen[bytes]

    def lose_redis(self) -> None:
        self.redis_process.kill()
        self.redis_process.wait()


@pytest.fixture
def service(live_folder: Path, live_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Pair]:
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=live_folder / "own-valkey")
    process = valkey.start(place=place, log=live_folder / "own-valkey.log")
    assert valkey.wait_ready(url=place.url)
    setting = {"IDEAHUB_REDIS_URL": place.url}
    try:
        with (
            running(live_folder, database=live_database, **setting) as here,
            running(live_folder, database=live_database, **setting) as there,
            django_db_blocker.unblock(),
            looking_into(live_database),
            here.test,
            there.test,
        ):
            yield Pair(here, there, place, process)
            assert "Traceback" not in here.said() + there.said()
    finally:
        children.stop(process)


def test_writes_go_on_and_others_are_in_step_within_a_second_and_a_half(service: Pair) -> None:
    room = open_room()
    ben, eva = service.here.line(room, room.ben), service.there.line(room, room.eva)

    def write_and_watch() -> float:
        began = monotonic()
        result = ben.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller")
        assert result["ok"]
        acknowledged = monotonic()
        assert acknowledged - began < 1.5
        eva.events(result["seq"])
        return monotonic() - acknowledged

    assert write_and_watch() < 1
    service.lose_redis()
    assert max(write_and_watch() for _n in range(4)) < 1.6
    with_redis_again = valkey.start(place=service.redis)
    try:
        assert valkey.wait_ready(url=service.redis.url)
        assert write_and_watch() < 1.6
    finally:
        children.stop(with_redis_again)


def test_the_queue_of_speakers_moves_for_everybody(service: Pair) -> None:
    """Hands are in no event: nothing in the log says that they moved."""
    room = open_room(at="discuss")
    ben, bens_tablet = service.here.line(room, room.ben), service.there.line(room, room.ben)
    eva, board = service.there.line(room, room.eva), service.there.line(room, room.ana)
    service.lose_redis()
    before = room.seq
    assert ben.ask("hand.raise")["ok"]
    assert [one["name"] for one in queue(board, count=1)["hands"]] == ["Ben"]
    assert bens_tablet.wait(lambda frame: frame["type"] == "you" and frame["hand"] is True)
    assert eva.ask("hand.raise")["ok"]
    assert queue(ben, count=2)["place"] == 1
    assert queue(eva, count=2)["place"] == 2
    assert board.ask("hand.lower", participant=room.ben.id)["ok"]
    assert "place" not in queue(ben, count=1)
    assert ben.wait(lambda frame: frame["type"] == "you" and frame["hand"] is False)
    assert queue(eva, count=1)["place"] == 1
    assert room.seq == before


def queue(line: Line, *, count: int) -> dict[str, Any]:
    """The next word of the queue with so many in it."""
    return line.wait(lambda frame: frame["type"] == "hands" and frame["count"] == count)
