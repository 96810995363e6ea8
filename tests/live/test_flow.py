"""Flow credit: who never says what it got is told to start over instead of being sent more."""

from tests.support.line import Line
from tests.support.room import Room
from tests.support.server import Server


def tell_much(room: Room, ideas: list[object]) -> None:
    """About 50 kB of events for everybody."""
    room.do(room.ana, "idea.hide", ideas=ideas)
    room.do(room.ana, "idea.show", ideas=ideas)


def credit(line: Line, room: Room) -> None:
    line.events(room.seq)
    line.send({"type": "got", "seq": line.seq})
    line.send({"type": "ping", "t": 1})
    line.next("pong")


def test_a_client_256_kib_behind_is_told_to_fetch_the_snapshot(service: Server, room: Room) -> None:
    room.set_up("collect", max_chars=500)
    ideas: list[object] = [room.capture(room.ana, "🌱" * 500) for _n in range(20)]
    silent, saying = service.line(room, room.ben), service.line(room, room.eva)
    for _round in range(8):
        tell_much(room, ideas)
        credit(saying, room)
    assert silent.next("resync")["reason"] == "behind"
    assert all(frame["type"] != "resync" for frame in saying.frames)
    told = silent.seq
    tell_much(room, ideas)
    silent.quiet(0.5)
    assert silent.seq == told
    silent.send({"type": "since", "seq": room.seq, "epoch": silent.frames[0]["epoch"]})
    room.capture(room.ana, "Nu är jag med igen")
    assert silent.events(room.seq)[-1]["idea"]["text"] == "Nu är jag med igen"
