"""Without Redis people work on; who leads is told that the count of phones is not to be trusted."""

import os
import signal
from pathlib import Path

from pytest_django import DjangoDbBlocker

from ideahub.core.ids import new_id
from ideahub.embedded import children, ports, valkey
from tests.support.line import Line
from tests.support.room import open_room
from tests.support.server import looking_into, running


def is_degraded(line: Line, wanted: bool) -> bool:
    return line.wait(lambda frame: frame["type"] == "online" and frame.get("degraded") is wanted, 20) is not None


def test_the_board_is_told_while_redis_hangs_and_when_it_is_back(
    live_folder: Path, live_database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=live_folder / "hanging-valkey")
    redis = valkey.start(place=place, log=live_folder / "hanging-valkey.log")
    try:
        assert valkey.wait_ready(url=place.url)
        with (
            running(live_folder, database=live_database, IDEAHUB_REDIS_URL=place.url) as server,
            django_db_blocker.unblock(),
            looking_into(live_database),
            server.test,
        ):
            room = open_room()
            board, phone = server.line(room, room.ana), server.line(room, room.ben)
            os.kill(redis.pid, signal.SIGSTOP)
            assert is_degraded(board, True)
            text = {"idea": new_id(), "column": room.columns[0].id, "text": "Utan Redis"}
            result = phone.ask("idea.capture", **text)
            assert result["ok"]
            assert board.events(result["seq"])[-1]["idea"]["text"] == "Utan Redis"
            ready = server.http().get("/readyz").json()
            assert (ready["status"], ready["checks"]["redis"], ready["checks"]["database"]) == ("degraded", False, True)
            os.kill(redis.pid, signal.SIGCONT)
            assert is_degraded(board, False)
            assert all("degraded" not in frame for frame in phone.frames)
            assert "Traceback" not in server.said()
    finally:
        os.kill(redis.pid, signal.SIGCONT)
        children.stop(redis)
