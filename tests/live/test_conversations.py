"""What clients and server say to each other over real sockets."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event, Stream
from ideahub.ideas.models import Idea
from tests.support.fold import canonical, fold, seen
from tests.support.line import Line
from tests.support.room import Room
from tests.support.server import Server, cookie_of


def write(line: Line, room: Room, text: str = "Solceller", **more: UUID) -> dict[str, object]:
    return line.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text=text, **more)


def epoch_of(room: Room) -> str:
    return Stream.objects.get(pk=room.workshop.id).epoch


def test_the_first_frame_says_where_the_log_is(service: Server, room: Room) -> None:
    line = service.dial(room, cookie=cookie_of(room, room.ben))
    hello = line.hear()
    moment = datetime.fromisoformat(hello.pop("server_time"))
    assert abs((moment - datetime.now(UTC)).total_seconds()) < 30
    assert hello == {"type": "hello", "epoch": epoch_of(room), "seq": room.seq, "audience": "participant"}
    assert line.socket.subprotocol == "ideahub.v1"


def test_an_idea_is_acknowledged_and_told_to_everybody(service: Server, room: Room) -> None:
    ben, eva, ana = (service.line(room, who) for who in (room.ben, room.eva, room.ana))
    screen = service.projector(room)
    result = write(ben, room)
    assert (result["ok"], result["number"], result["status"], result["seq"]) == (True, 1, "shown", room.seq)
    for line in (ben, eva, ana, screen):
        [event] = line.events(room.seq)
        assert (event["type"], event["idea"]["text"], event["seq"]) == ("idea.captured", "Solceller", room.seq)


def test_an_authors_own_view_comes_before_the_ack(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    result = write(ben, room)
    kinds = [frame["type"] for frame in ben.frames if frame["type"] in {"you", "ack"}]
    assert kinds[-2:] == ["you", "ack"]
    assert len(next(frame for frame in reversed(ben.frames) if frame["type"] == "you")["own"]) == 1
    assert result["ok"]


def test_support_is_told_on_all_screens_of_who_gave_it_and_to_the_others_as_a_number(
    service: Server, room: Room
) -> None:
    idea = room.capture(room.ben)
    eva, other, ben = (service.line(room, who) for who in (room.eva, room.eva, room.ben))
    result = eva.ask("idea.support", idea=idea, on=True)
    for line in (eva, other):
        assert line.wait(lambda frame: frame["type"] == "you" and bool(frame.get("supports")))["supports"] == [
            str(idea)
        ]
    [told] = ben.events(room.seq)
    assert told == {"seq": result["seq"], "type": "support.changed", "supports": {str(idea): 1}}
    assert not any(frame.get("supports") for frame in ben.frames)


def test_what_was_missed_follows_the_hello(service: Server, room: Room) -> None:
    since = room.seq
    room.capture(room.eva, "Medan du var borta")
    room.capture(room.eva, "Och en till")
    ben = service.line(room, room.ben, since=since, epoch=epoch_of(room))
    frame = ben.next("events")
    assert (frame["after"], frame["upto"], len(frame["events"])) == (since, room.seq, 2)


def test_a_client_that_is_ahead_of_the_cursor_is_not_sent_away(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    room.capture(room.eva)
    eva = service.line(room, room.eva, since=room.seq, epoch=epoch_of(room))
    room.capture(room.ben)
    assert len(eva.events(room.seq)) == 1
    assert len(ben.events(room.seq)) == 2
    assert all(frame["type"] != "resync" for frame in eva.frames)


@pytest.mark.parametrize(("since", "epoch"), [(10**9, None), (0, "0" * 32)])
def test_a_place_the_log_does_not_know_is_answered_with_resync(
    service: Server, room: Room, since: int, epoch: str | None
) -> None:
    ben = service.line(room, room.ben, since=since, epoch=epoch or epoch_of(room))
    assert ben.next("resync")["reason"]
    room.capture(room.eva)
    assert [frame for frame in ben.quiet(0.5) if frame["type"] == "events"] == []
    ben.send({"type": "since", "seq": room.seq - 1, "epoch": epoch_of(room)})
    assert len(ben.events(room.seq)) == 1


@pytest.mark.parametrize("since", ["-1", "9" * 6000, "x", "1.5", "٣"])
def test_a_place_that_is_no_number_is_no_place(service: Server, room: Room, since: str) -> None:
    ben = service.line(room, room.ben, since=since)
    room.capture(room.eva)
    assert ben.events(room.seq)


def test_a_command_sent_again_over_another_socket_is_answered_as_a_repeat(service: Server, room: Room) -> None:
    first, command = service.line(room, room.ben), new_id()
    result = write(first, room, id=command)
    first.close()
    again = write(service.line(room, room.ben), room, id=command)
    assert again == {**result, "repeat": True}
    assert room.workshop.ideas.count() == 1


def test_two_sockets_of_one_person_agree(service: Server, room: Room) -> None:
    idea = room.capture(room.eva)
    room.go_to("vote")
    phone, tablet = (service.line(room, room.ben) for _n in range(2))
    assert phone.ask("vote.set", target=idea, points=1)["points_left"] == 4
    you = tablet.wait(lambda frame: frame["type"] == "you" and frame["points"] != {})
    assert (you["points"], you["points_left"]) == ({str(idea): 1}, 4)


def test_who_asks_for_what_it_missed_is_told_its_own_view_anew(service: Server, room: Room) -> None:
    """The snapshot that it took meanwhile may be older than what it was told before."""
    ben = service.line(room, room.ben)
    idea = new_id()
    assert ben.ask("idea.capture", idea=idea, column=room.columns[0].id, text="Cykelställ")["ok"]
    ben.events(room.seq)
    heard = len(ben.frames)
    ben.send({"type": "since", "seq": room.seq, "epoch": epoch_of(room)})
    while not any(frame["type"] == "you" for frame in ben.frames[heard:]):
        ben.hear()
    assert ben.frames[-1]["own"] == [str(idea)]


def test_a_vote_that_begins_gives_everybody_their_points(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    room.go_to("vote", votes_per_person=3)
    assert ben.wait(lambda frame: frame["type"] == "you")["points_left"] == 3


def test_a_hand_that_the_leader_lowers_goes_down_on_the_phone(service: Server, room: Room) -> None:
    room.go_to("discuss")
    ben, ana = service.line(room, room.ben), service.line(room, room.ana)
    assert ben.ask("hand.raise")["ok"]
    raised = ana.wait(lambda frame: frame["type"] == "hands" and frame["count"] == 1)
    assert raised["hands"][0]["name"] == "Ben"
    assert ben.wait(lambda frame: frame["type"] == "hands" and frame["count"] == 1)["hands"] is None
    assert ana.ask("hand.lower", participant=room.ben.id)["ok"]
    assert ben.wait(lambda frame: frame["type"] == "you" and frame["hand"] is False)


def test_who_waits_to_speak_follows_their_own_place_and_nobody_elses(service: Server, room: Room) -> None:
    room.go_to("discuss")
    ben, eva, wall = service.line(room, room.ben), service.line(room, room.eva), service.projector(room)
    room.do(room.eva, "hand.raise")
    assert eva.wait(lambda frame: frame["type"] == "hands" and frame.get("place") == 1)
    assert ben.ask("hand.raise")["ok"]
    assert place_of(ben, count=2) == 2
    assert place_of(eva, count=2) == 1
    assert "place" not in wall.wait(lambda frame: frame["type"] == "hands" and frame["count"] == 2)
    room.do(room.ana, "hand.lower", participant=room.eva.id)
    assert place_of(ben, count=1) == 1
    assert place_of(eva, count=1) is None


def place_of(line: Line, *, count: int) -> int | None:
    """What the next frame with so many hands says to that phone, and that it says no names."""
    hands = line.wait(lambda frame: frame["type"] == "hands" and frame["count"] == count)
    assert hands.keys() - {"place"} == {"type", "count", "hands"}
    assert hands["hands"] is None
    return hands.get("place")


def test_who_comes_back_finds_their_place_in_the_queue(service: Server, room: Room) -> None:
    room.go_to("discuss")
    for one in (room.eva, room.ben):
        room.do(one, "hand.raise")
    assert place_of(service.line(room, room.ben), count=2) == 2
    snapshot = service.http(room, room.ben).get(f"/api/workshops/{room.workshop.code}/snapshot/").json()
    assert snapshot["hands"] == {"count": 2, "hands": None, "place": 2}


def test_a_hidden_idea_is_told_to_its_author_alone(service: Server, room: Room) -> None:
    idea = room.capture(room.ben)
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    room.do(room.ana, "idea.hide", ideas=[idea], reason="Nämner en person")
    you = ben.wait(lambda frame: frame["type"] == "you" and frame["ideas"] != [])
    assert (you["ideas"][0]["status"], you["ideas"][0]["reason"]) == ("hidden", "Nämner en person")
    [event] = eva.events(room.seq)
    assert event == {"type": "idea.hidden", "seq": room.seq, "id": str(idea)}


def test_how_many_are_here_is_told(service: Server, room: Room) -> None:
    lines = [service.line(room, who) for who in (room.ben, room.eva)]
    assert lines[0].wait(lambda frame: frame["type"] == "online" and frame["count"] == 2)


def test_a_ping_is_answered(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ben.send({"type": "ping", "t": 1234.5})
    assert ben.next("pong")["t"] == 1234.5


def test_a_burst_longer_than_what_is_kept_in_memory_is_told_whole(service: Server, room: Room) -> None:
    room.set_up("collect", review=True)
    ben = service.line(room, room.ben)
    ideas = [room.capture(room.eva, f"Idé {n}") for n in range(3)]
    since = room.seq
    for _round in range(2):
        room.do(room.ana, "idea.show", ideas=ideas)
        room.do(room.ana, "idea.hide", ideas=ideas)
    events = ben.events(room.seq)
    assert [event["seq"] for event in events] == list(range(since + 1, room.seq + 1))


def test_all_clients_end_in_the_servers_state(service: Server, room: Room) -> None:
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    lines = {
        Audience.PARTICIPANT: service.line(room, room.ben),
        Audience.STAFF: service.line(room, room.ana),
        Audience.PROJECTOR: service.projector(room),
    }
    for n in range(8):
        write(lines[Audience.PARTICIPANT], room, f"Idé {n}")
    first = room.workshop.ideas.get(number=1).id
    room.go_to("vote", show_results="live")
    lines[Audience.PARTICIPANT].ask("vote.set", target=first, points=1)
    lines[Audience.STAFF].ask("workshop.close")
    for audience, line in lines.items():
        told = [one for one in line.events(room.seq) if one["seq"] > after]
        assert told == seen(audience, room.events(after))
        folded = fold(start[audience], told, staff=audience is Audience.STAFF)
        assert canonical({**folded, "seq": room.seq}) == canonical(room.state(audience))


def test_a_link_that_nobody_uses_stays(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ben.quiet(6.5)
    room.capture(room.eva, "Är du kvar?")
    assert ben.events(room.seq)


def test_a_restored_database_sends_everybody_for_a_snapshot(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    Stream.objects.filter(pk=room.workshop.id).update(epoch="f" * 32)
    assert ben.next("resync")["reason"] == "epoch"
    ben.send({"type": "since", "seq": room.seq, "epoch": "f" * 32})
    room.capture(room.eva)
    assert ben.events(room.seq)


def test_after_a_restore_a_phone_is_told_its_own_view_though_the_log_is_shorter_now(
    service: Server, room: Room
) -> None:
    ben = service.line(room, room.ben)
    before = room.seq
    kept = room.capture(room.ben)
    gone = [room.capture(room.ben) for _ in range(3)]
    ben.wait(lambda frame: frame["type"] == "you" and len(frame["own"]) == 4)
    Event.objects.filter(stream=room.workshop.id, seq__gt=before + 1).delete()
    Idea.objects.filter(pk__in=gone).delete()
    Stream.objects.filter(pk=room.workshop.id).update(epoch="f" * 32, seq=before + 1)
    ben.next("resync")
    ben.send({"type": "since", "seq": before + 1, "epoch": "f" * 32})
    assert ben.next("you")["own"] == [str(kept)]


def test_ideas_held_back_are_revealed_by_the_server_itself(service: Server, room: Room) -> None:
    eva = service.line(room, room.eva)
    room.go_to("collect", show_others_after_s=1)
    idea = room.capture(room.ben)
    event = eva.wait(lambda frame: any(one["type"] == "idea.shown" for one in frame.get("events", ())), 5)
    assert event["events"][-1]["idea"]["id"] == str(idea)
