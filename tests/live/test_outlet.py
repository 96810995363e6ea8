"""Frames leave in order, straight to the transport where daphne is as we know it and through ASGI where not."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from ideahub.core.ids import new_id
from ideahub.live.frame import Frame
from ideahub.live.outlet import Queued, outlet_for, what_is_strange
from tests.support.asgi_last_words import LARGE
from tests.support.room import command, open_room
from tests.support.server import Server, looking_into, running


def test_what_is_no_daphne_gets_the_ordinary_way() -> None:
    async def send(message: dict[str, Any]) -> None: ...

    assert isinstance(outlet_for(send, given=send), Queued)
    assert what_is_strange(object()) == "no_daphne_protocol"


def test_the_ordinary_way_keeps_order_counts_what_waits_and_closes_last() -> None:
    sent: list[Any] = []

    async def slowly(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message.get("text") or message["code"])

    async def write() -> None:
        out = Queued(slowly)
        for n in range(5):
            out.write(Frame(str(n)))
        assert out.unsent == 5 * len(Frame("0").wire)
        await out.close(4412)
        assert out.unsent == 0

    asyncio.run(write())
    assert sent == ["0", "1", "2", "3", "4", 4412]


@pytest.mark.parametrize("application", ["config.asgi:application", "tests.support.asgi_strange:application"])
def test_both_ways_tell_the_same(
    application: str, live_folder: Path, live_database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    with (
        running(live_folder, database=live_database, application=application) as server,
        django_db_blocker.unblock(),
        looking_into(live_database),
        server.test,
    ):
        room = open_room()
        ben, eva = server.line(room, room.ben), server.line(room, room.eva)
        for n in range(5):
            assert ben.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text=f"{n} " + "å" * 200)["ok"]
        texts = [event["idea"]["text"] for event in eva.events(room.seq)]
        assert [text[0] for text in texts] == ["0", "1", "2", "3", "4"]
        eva.send({"type": "nonsense"})
        assert eva.closed() == 4400
        assert eva.frames[-1]["type"] == "error"
        strange = server.said().count("frames_not_written_directly transport_without_what_no_transport_has")
        assert strange == int("strange" in application)


def test_frames_keep_their_place_beside_what_daphne_writes_and_none_follows_its_close(
    live_folder: Path, live_database: str
) -> None:
    application = "tests.support.asgi_last_words:application"
    with running(live_folder, database=live_database, application=application) as server:
        heard = []
        with connect(f"ws://127.0.0.1:{server.port}/", max_size=None) as line, suppress(ConnectionClosed):
            while True:
                said = line.recv(timeout=10)
                heard.append("large" if said == LARGE else said)
    assert heard == ["first", "second", "straight", "daphne's", "third", "large", "fourth"]
    assert line.close_code == 4400


def test_a_frame_larger_than_any_socket_buffer_arrives_whole(service: Server) -> None:
    room = open_room(max_chars=500)
    batch = [
        command(room.ana, "idea.capture", idea=new_id(), column=room.columns[0].id, text="🌱" * 500)
        for _n in range(1500)
    ]
    room.send(*batch)
    ben = service.line(room, room.ben, since=0)
    told = ben.next("events")
    assert (told["after"], told["upto"]) == (0, room.seq)
    assert len([event for event in told["events"] if event["type"] == "idea.captured"]) == 1500
