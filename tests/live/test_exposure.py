"""What phones say they showed, and the order they are told, over real sockets."""

from time import monotonic, sleep

from ideahub.core.ids import new_id
from ideahub.ideas.exposure import phones_by_target
from tests.support.line import PATIENCE_S
from tests.support.room import Room
from tests.support.server import Server


def wait_for_counts(room: Room, counts: dict[object, int]) -> None:
    end = monotonic() + PATIENCE_S
    while phones_by_target(room.workshop.id) != counts and monotonic() < end:
        sleep(0.05)
    assert phones_by_target(room.workshop.id) == counts


def test_what_two_phones_showed_is_counted_once_each_and_others_are_not_asked(service: Server, room: Room) -> None:
    first, second = room.capture(room.ana, "Ett"), room.capture(room.ana, "Två")
    ben, eva, ana = (service.line(room, who) for who in (room.ben, room.eva, room.ana))
    seq = room.seq
    for _ in range(2):
        ben.send({"type": "shown", "ideas": [str(first), str(second)]})
    eva.send({"type": "shown", "ideas": [str(first), str(new_id())]})
    ana.send({"type": "shown", "ideas": [str(second)]})
    wait_for_counts(room, {first: 2, second: 1})
    assert room.seq == seq


def test_phones_are_told_the_order_before_the_step_that_it_is_for(service: Server, room: Room) -> None:
    first, _second = room.capture(room.ana, "Ett"), room.capture(room.ana, "Två")
    ben, ana, screen = service.line(room, room.ben), service.line(room, room.ana), service.projector(room)
    ben.send({"type": "shown", "ideas": [str(first)]})
    wait_for_counts(room, {first: 1})
    ana.ask("activity.start", activity=room.steps["vote"].id)
    for line in (ben, screen):
        line.events(room.seq)
    told = [
        frame["type"] if frame["type"] == "fair" else event["type"]
        for frame in ben.frames
        if frame["type"] in {"fair", "events"}
        for event in frame.get("events") or [{"type": ""}]
    ]
    assert told.index("fair") < told.index("activity.started")
    assert ben.next("fair")["ideas"] == [[2], [1]]
    assert not [frame for line in (ana, screen) for frame in line.frames if frame["type"] == "fair"]


def test_a_malformed_telling_ends_its_own_line_only(service: Server, room: Room) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    ben.send({"type": "shown", "ideas": "allt"})
    assert ben.closed() == 4400
    assert eva.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller")["ok"]
