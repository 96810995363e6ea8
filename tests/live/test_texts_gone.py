"""A text or an address that was taken back is told to nobody who comes back, though the server kept what it told a moment ago."""

import json

import pytest

from ideahub.core.ids import new_id
from ideahub.eventlog.models import Stream
from tests.support.room import Room
from tests.support.server import Server

SECRET = "Riv magasinet vid kajen"
ADDRESS = "samira@exempel.se"


@pytest.mark.parametrize("command", ["suggestion.withdraw", "mine.erase"])
def test_a_suggestion_that_was_taken_back_is_not_told_from_memory(service: Server, room: Room, command: str) -> None:
    room.go_to("commit")
    since = room.seq
    ben, other, ana = (service.line(room, who) for who in (room.ben, room.ben, room.ana))
    suggestion = new_id()
    assert ben.ask("action.suggest", suggestion=suggestion, title=SECRET)["ok"]
    assert SECRET in json.dumps(ana.events(room.seq), ensure_ascii=False)
    other.wait(lambda frame: frame["type"] == "you" and len(frame["suggestions"]) == 1)
    args = {"suggestion": suggestion} if command == "suggestion.withdraw" else {}
    assert ben.ask(command, **args)["ok"]
    assert ana.events(room.seq)[-1]["type"] == "suggestion.withdrawn"
    other.wait(lambda frame: frame["type"] == "you" and frame["suggestions"] == [])
    epoch = Stream.objects.get(pk=room.workshop.id).epoch
    again = service.line(room, room.ana, since=since, epoch=epoch)
    told = again.events(room.seq)
    assert [event["type"] for event in told] == ["suggestion.made", "suggestion.withdrawn"]
    assert SECRET not in json.dumps(told, ensure_ascii=False)


def test_all_devices_hear_that_everything_was_erased_though_the_meeting_had_nothing_left(
    service: Server, room: Room
) -> None:
    """What was taken back may lie on them."""
    room.go_to("commit")
    ben, other, eva = (service.line(room, who) for who in (room.ben, room.ben, room.eva))
    suggestion = new_id()
    assert ben.ask("action.suggest", suggestion=suggestion, title=SECRET)["ok"]
    assert ben.ask("suggestion.withdraw", suggestion=suggestion)["ok"]
    other.wait(lambda frame: frame["type"] == "you" and frame["suggestions"] == [])
    before = room.seq
    assert ben.ask("mine.erase")["ok"]
    assert room.seq == before
    for line in (ben, other):
        assert line.wait(lambda frame: frame["type"] == "you" and "erased_at" in frame)
    assert eva.ask("hand.lower")["ok"]
    assert not any("erased_at" in frame for frame in eva.frames)


@pytest.mark.parametrize("command", ["action.update", "action.remove"])
def test_an_address_that_was_taken_away_is_not_told_from_memory(service: Server, room: Room, command: str) -> None:
    since, action = room.seq, new_id()
    ana = service.line(room, room.ana)
    assert ana.ask("action.create", action=action, title="Ring hamnen", owner_email=ADDRESS)["ok"]
    assert ADDRESS in json.dumps(ana.events(room.seq))
    args = {"owner_email": ""} if command == "action.update" else {}
    assert ana.ask(command, action=action, **args)["ok"]
    ana.events(room.seq)
    epoch = Stream.objects.get(pk=room.workshop.id).epoch
    told = service.line(room, room.ana, since=since, epoch=epoch).events(room.seq)
    assert len(told) == 2
    assert ADDRESS not in json.dumps(told)
