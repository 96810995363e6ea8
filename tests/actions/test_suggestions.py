"""Actions that the room proposes: seen by those who lead and by who made them, and no action before they are taken up."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from ideahub.actions.models import ActionItem, Suggestion
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.live import writer
from ideahub.reports.builder import build
from tests.support.fold import fold, seen
from tests.support.room import Room, command, open_room, person


@pytest.fixture
def room(db: None) -> Room:
    return open_room(at="commit")


def suggest(room: Room, actor: Actor, title: str = "Håll en dialogdag") -> UUID:
    suggestion = new_id()
    room.do(actor, "action.suggest", suggestion=suggestion, title=title)
    return suggestion


def refused(room: Room, actor: Actor, **args: Any) -> str | None:
    return room.refusal(actor, "action.suggest", **{"suggestion": new_id(), "title": "Håll en dialogdag", **args})


def status(room: Room, actor: Actor) -> list[str]:
    return [one["status"] for one in room.me(actor)["suggestions"]]


# ---- Who sees it --------------------------------------------------------------------------------------------------------


def test_those_who_lead_and_who_made_it_see_it_and_nobody_else(room: Room) -> None:
    before = room.seq
    suggestion = suggest(room, room.ben, "  Håll en dialogdag ")
    [fact] = room.state(Audience.STAFF)["suggestions"]
    assert fact == {
        "id": str(suggestion),
        "title": "Håll en dialogdag",
        "status": "waiting",
        "action": None,
        "created_at": to_wire(Suggestion.objects.get().created_at),
    }
    assert room.me(room.ben)["suggestions"] == [fact]
    assert room.me(room.eva)["suggestions"] == []
    for audience in (Audience.PARTICIPANT, Audience.PROJECTOR):
        assert "suggestions" not in room.state(audience)
        assert seen(audience, room.events(before)) == []


def test_nobody_is_told_who_made_it(room: Room) -> None:
    before = room.seq
    suggest(room, room.ben)
    told = [*room.state(Audience.STAFF)["suggestions"], *(one.payload for one in room.events(before))]
    assert str(room.ben.id) not in str(told)
    assert person(room.ben).name not in str(told)


def test_a_change_is_told_to_who_made_it(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    before = room.seq
    room.do(room.ana, "suggestion.decline", suggestion=suggestion)
    [event] = room.events(before)
    assert (event.type, event.concerns) == ("suggestion.changed", room.ben.id)
    assert status(room, room.ben) == ["declined"]


def test_the_answer_brings_it_along_and_nothing_else_of_ones_own(room: Room) -> None:
    sent = command(room.ben, "action.suggest", suggestion=new_id(), title="Håll en dialogdag")
    _results, own = writer._execute(room.workshop.id, [sent])
    assert own[room.ben.id] == {"participant": str(room.ben.id), "suggestions": room.me(room.ben)["suggestions"]}
    assert len(own[room.ben.id]["suggestions"]) == 1


# ---- Who may, and when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"title": ""}, "title"), ({"title": " \u200b "}, "title"), ({"title": "x" * 201}, "title"), ({"title": "a\x00b"}, "title"),
        ({"title": "a\u202eb"}, "title"), ({"title": "\ud800"}, "title"), ({"title": None}, "title"), ({"suggestion": "x"}, "suggestion"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(room: Room, args: dict[str, Any], field: str) -> None:
    result = room.ask(room.ben, "action.suggest", **{"suggestion": new_id(), "title": "Ring", **args})
    assert (result.code, result.field) == ("invalid", field)
    assert Suggestion.objects.count() == 0


def test_a_title_is_as_long_as_that_of_an_action(room: Room) -> None:
    suggest(room, room.ben, "å" * 200)


def test_it_is_for_participants(room: Room) -> None:
    assert refused(room, room.ana) == "not_allowed"


@pytest.mark.parametrize("kind", ["gather", "collect", "discuss", "close"])
def test_it_waits_for_the_step_of_actions(room: Room, kind: str) -> None:
    other = open_room(at=kind)
    assert refused(other, other.ben) == "not_open"


def test_the_step_takes_them_for_its_grace_and_what_was_made_in_time_a_while_longer(room: Room) -> None:
    room.end_timer(seconds_ago=3)
    suggest(room, room.ben)
    made = to_wire(now())
    with time_machine.travel(now() + timedelta(seconds=60)):
        assert refused(room, room.ben) == "not_open"
        late = command(room.ben, "action.suggest", suggestion=new_id(), title="Skrivet utan nät")
        late.raw["made"] = made
        [result] = room.send(late)
    assert result.ok


def test_a_closed_workshop_takes_none(room: Room) -> None:
    suggest(room, room.ben)
    room.do(room.ana, "workshop.close")
    assert refused(room, room.ben) == "closed"


def test_who_may_not_write_may_not_suggest(room: Room) -> None:
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert refused(room, room.ben) == "muted"


def test_each_has_a_number_of_them(room: Room) -> None:
    for number in range(10):
        suggest(room, room.ben, f"Förslag {number}")
    room.do(room.ana, "suggestion.decline", suggestion=Suggestion.objects.latest("id").id)
    assert refused(room, room.ben) == "cap_reached"
    suggest(room, room.eva)


def test_a_step_that_has_its_actions_takes_none(room: Room) -> None:
    room.set_up("commit", max_actions=1)
    suggestion = suggest(room, room.ben)
    action = new_id()
    room.do(room.ana, "action.create", action=action, title="Ring hamnen")
    assert refused(room, room.eva) == "cap_reached"
    assert (
        room.refusal(room.ana, "action.create", action=new_id(), title="En till", suggestion=suggestion)
        == "cap_reached"
    )
    room.do(room.ana, "action.remove", action=action)
    suggest(room, room.eva)


def test_an_id_is_used_once(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    assert refused(room, room.eva, suggestion=suggestion) == "invalid"


def test_sent_again_it_is_one(room: Room) -> None:
    sent = command(room.ben, "action.suggest", suggestion=new_id(), title="Håll en dialogdag")
    first, again = room.send(sent, sent)
    assert (first.ok, again.repeat) == (True, True)
    assert Suggestion.objects.count() == 1


# ---- What becomes of it ---------------------------------------------------------------------------------------------------


def take_up(room: Room, suggestion: UUID, **fields: Any) -> UUID:
    action = new_id()
    room.do(
        room.ana, "action.create", **{"action": action, "title": "Bjud in i maj", "suggestion": suggestion, **fields}
    )
    return action


def test_taken_up_it_is_an_action_with_the_title_it_was_given_then(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    before = room.seq
    action = take_up(room, suggestion)
    assert room.told(before) == ["action.created", "suggestion.changed"]
    assert ActionItem.objects.get().title == "Bjud in i maj"
    [own] = room.me(room.ben)["suggestions"]
    assert (own["title"], own["status"], own["action"]) == ("Håll en dialogdag", "taken", str(action))


def test_it_is_taken_up_once(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    take_up(room, suggestion)
    assert (
        room.refusal(room.ana, "action.create", action=new_id(), title="Igen", suggestion=suggestion) == "not_allowed"
    )
    assert room.refusal(room.ana, "suggestion.decline", suggestion=suggestion) == "not_allowed"
    assert room.refusal(room.ana, "suggestion.restore", suggestion=suggestion) == "not_allowed"
    assert ActionItem.objects.count() == 1


def test_it_waits_again_when_its_action_is_removed(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    action = take_up(room, suggestion)
    room.do(room.ana, "action.remove", action=action)
    assert status(room, room.ben) == ["waiting"]
    take_up(room, suggestion)
    assert status(room, room.ben) == ["taken"]


def test_a_decline_is_taken_back(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    before = room.seq
    for _ in range(2):
        room.do(room.ana, "suggestion.decline", suggestion=suggestion)
    for _ in range(2):
        room.do(room.ana, "suggestion.restore", suggestion=suggestion)
    assert room.told(before) == ["suggestion.changed"] * 2
    assert status(room, room.ben) == ["waiting"]


def test_a_declined_one_can_be_taken_up_all_the_same(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    room.do(room.ana, "suggestion.decline", suggestion=suggestion)
    take_up(room, suggestion)
    assert status(room, room.ben) == ["taken"]


def test_those_who_lead_decide_about_those_of_their_own_meeting(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    for name in ("suggestion.decline", "suggestion.restore"):
        assert room.refusal(room.eva, name, suggestion=suggestion) == "not_allowed"
        other = open_room()
        assert other.refusal(other.ana, name, suggestion=suggestion) == "not_found"
    args = {"action": new_id(), "title": "Ring", "suggestion": suggestion}
    assert room.refusal(room.eva, "action.create", **args) == "not_allowed"
    assert other.refusal(other.ana, "action.create", **args) == "not_found"
    assert ActionItem.objects.count() == 0


def test_what_was_not_taken_up_is_nowhere_an_action(room: Room) -> None:
    secret = "Riv magasinet vid kajen"
    suggest(room, room.ben, secret)
    declined = suggest(room, room.eva, secret)
    room.do(room.ana, "suggestion.decline", suggestion=declined)
    room.do(room.ana, "workshop.close")
    assert build(room.fresh(), version=1).actions == ()
    browser = Client()
    browser.force_login(room.leader)
    for url in ("/api/overview/", f"/api/setup/{room.workshop.id}/"):
        answer = browser.get(url)
        assert answer.status_code == 200
        assert secret not in answer.content.decode()
    assert room.state(Audience.PARTICIPANT)["actions"] == room.state(Audience.PROJECTOR)["actions"] == []


# ---- Taken back ---------------------------------------------------------------------------------------------------------


def all_there_is_of_it(room: Room) -> str:
    """All that anybody could still be told of suggestions, and what is kept of them."""
    log = [event.payload for event in Event.objects.filter(stream_id=room.workshop.id)]
    states = [room.state(audience) for audience in Audience]
    rows = list(Suggestion.objects.values_list("title", flat=True))
    return json.dumps([log, states, room.me(room.ben), rows], ensure_ascii=False, default=str)


def test_one_that_is_taken_back_is_gone_from_the_meeting_and_its_log(room: Room) -> None:
    suggestion, other = suggest(room, room.ben, "Riv magasinet vid kajen"), suggest(room, room.ben, "Måla bänkarna")
    room.do(room.ana, "suggestion.decline", suggestion=suggestion)
    room.do(room.ana, "suggestion.restore", suggestion=suggestion)
    before = room.seq
    room.do(room.ben, "suggestion.withdraw", suggestion=suggestion)
    [event] = room.events(before)
    assert event.payload == {"seq": room.seq, "type": "suggestion.withdrawn", "id": str(suggestion)}
    assert event.concerns == room.ben.id
    assert [one["id"] for one in room.state(Audience.STAFF)["suggestions"]] == [str(other)]
    assert [one["id"] for one in room.me(room.ben)["suggestions"]] == [str(other)]
    assert "Riv magasinet" not in all_there_is_of_it(room)
    assert "Måla bänkarna" in all_there_is_of_it(room)


def test_only_those_who_lead_are_told_that_it_was_taken_back(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    before = room.seq
    room.do(room.ben, "suggestion.withdraw", suggestion=suggestion)
    told = {audience: [one["type"] for one in seen(audience, room.events(before))] for audience in Audience}
    assert told == {Audience.STAFF: ["suggestion.withdrawn"], Audience.PARTICIPANT: [], Audience.PROJECTOR: []}


def test_one_of_the_same_batch_is_taken_back(room: Room) -> None:
    suggestion = new_id()
    results = room.send(
        command(room.ben, "action.suggest", suggestion=suggestion, title="Riv magasinet vid kajen"),
        command(room.ben, "suggestion.withdraw", suggestion=suggestion),
    )
    assert [one.ok for one in results] == [True, True]
    assert "Riv magasinet" not in all_there_is_of_it(room)


def test_whoever_reads_on_from_before_it_was_taken_back_is_not_told_what_it_said(room: Room) -> None:
    before = {**room.state(Audience.STAFF)}
    suggestion = suggest(room, room.ben, "Riv magasinet vid kajen")
    room.do(room.ben, "suggestion.withdraw", suggestion=suggestion)
    told = seen(Audience.STAFF, room.events(before["seq"]))
    assert "Riv magasinet" not in str(told)
    assert fold(before, told, staff=True)["suggestions"] == []


def test_it_is_taken_back_by_who_made_it_alone(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    for actor in (room.eva, room.ana):
        assert room.refusal(actor, "suggestion.withdraw", suggestion=suggestion) == "not_allowed"
    other = open_room(at="commit")
    assert other.refusal(other.ben, "suggestion.withdraw", suggestion=suggestion) == "not_found"
    assert status(room, room.ben) == ["waiting"]


@pytest.mark.parametrize(
    ("language", "taken", "declined", "gone"),
    [
        (
            "sv",
            "Mötesledaren har redan tagit upp förslaget.",
            "Mötesledaren har redan avböjt förslaget.",
            "Förslaget finns inte i det här mötet, eller är tillbakataget.",
        ),
        (
            "en",
            "The meeting leader has already taken up the suggestion.",
            "The meeting leader has already declined the suggestion.",
            "The suggestion is not in this meeting, or was taken back.",
        ),
    ],
)
def test_one_that_was_decided_about_stays_and_its_author_is_told_why(
    room: Room, language: str, taken: str, declined: str, gone: str
) -> None:
    ben = Actor(Audience.PARTICIPANT, room.ben.id, language)
    mine, no, back = suggest(room, room.ben), suggest(room, room.ben), suggest(room, room.ben)
    take_up(room, mine)
    room.do(room.ana, "suggestion.decline", suggestion=no)
    room.do(room.ben, "suggestion.withdraw", suggestion=back)
    details = [room.ask(ben, "suggestion.withdraw", suggestion=one).detail for one in (mine, no, back)]
    assert details == [taken, declined, gone]
    assert status(room, room.ben) == ["taken", "declined"]


def test_one_whose_action_was_removed_or_whose_decline_was_taken_back_can_be_taken_back(room: Room) -> None:
    mine, no = suggest(room, room.ben), suggest(room, room.ben)
    room.do(room.ana, "action.remove", action=take_up(room, mine))
    room.do(room.ana, "suggestion.decline", suggestion=no)
    room.do(room.ana, "suggestion.restore", suggestion=no)
    for one in (mine, no):
        room.do(room.ben, "suggestion.withdraw", suggestion=one)
    assert status(room, room.ben) == []


def test_it_is_taken_back_in_any_step_after_the_close_and_by_who_may_not_write(room: Room) -> None:
    first, second = suggest(room, room.ben), suggest(room, room.ben)
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    room.go_to("close")
    room.do(room.ben, "suggestion.withdraw", suggestion=first)
    room.do(room.ana, "workshop.close")
    room.do(room.ben, "suggestion.withdraw", suggestion=second)
    assert Suggestion.objects.count() == 0


def test_one_that_is_taken_back_leaves_room_for_another(room: Room) -> None:
    suggestions = [suggest(room, room.ben, f"Förslag {number}") for number in range(10)]
    room.do(room.ben, "suggestion.withdraw", suggestion=suggestions[3])
    suggest(room, room.ben)


def test_what_was_taken_back_can_neither_be_taken_up_nor_declined(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    room.do(room.ben, "suggestion.withdraw", suggestion=suggestion)
    for name in ("suggestion.decline", "suggestion.restore"):
        assert room.refusal(room.ana, name, suggestion=suggestion) == "not_found"
    args = {"action": new_id(), "title": "Ring", "suggestion": suggestion}
    assert room.refusal(room.ana, "action.create", **args) == "not_found"
    assert ActionItem.objects.count() == 0


def test_the_answer_to_taking_it_back_brings_ones_suggestions_along(room: Room) -> None:
    suggestion = suggest(room, room.ben)
    _results, own = writer._execute(room.workshop.id, [command(room.ben, "suggestion.withdraw", suggestion=suggestion)])
    assert own[room.ben.id] == {"participant": str(room.ben.id), "suggestions": []}


def test_its_author_can_be_forgotten(room: Room) -> None:
    suggest(room, room.ben)
    person(room.ben).delete()
    assert Suggestion.objects.get().author is None
    assert now() > Suggestion.objects.get().created_at
