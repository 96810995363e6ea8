"""What the room sees: review, hiding, and ideas held back until their time."""

from datetime import timedelta

import pytest
import time_machine

from ideahub.commands import tick
from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from tests.support.room import Room, open_room


def seen(room: Room) -> set[str]:
    return {idea["id"] for idea in room.state(Audience.PARTICIPANT)["ideas"]}


def test_many_are_shown_at_once(room: Room) -> None:
    room.set_up("collect", review=True)
    ideas = [room.capture(room.ben), room.capture(room.eva)]
    assert seen(room) == set()
    before = room.seq
    room.do(room.ana, "idea.show", ideas=ideas)
    assert room.told(before) == ["idea.shown", "idea.shown"]
    assert seen(room) == {str(one) for one in ideas}


def test_one_unknown_idea_refuses_all(room: Room) -> None:
    idea = room.capture(room.ben)
    assert room.refusal(room.ana, "idea.hide", ideas=[idea, new_id()]) == "not_found"
    assert room.idea(idea).status == "shown"


def test_ideas_of_another_workshop_are_unknown(room: Room) -> None:
    theirs = open_room()
    idea = theirs.capture(theirs.ben)
    assert room.refusal(room.ana, "idea.hide", ideas=[idea]) == "not_found"


@pytest.mark.parametrize("name", ["idea.show", "idea.hide"])
def test_participants_do_not_review(room: Room, name: str) -> None:
    assert room.refusal(room.ben, name, ideas=[room.capture(room.ben)]) == "not_allowed"


@pytest.mark.parametrize("ideas", [[], "alla", [["x"]], [str(new_id())] * 1001])
def test_a_list_of_ideas_is_checked(room: Room, ideas: object) -> None:
    assert room.refusal(room.ana, "idea.hide", ideas=ideas) == "invalid"


def test_a_hidden_idea_goes_from_the_room_with_a_reason_for_its_author(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "spotlight.set", idea=idea)
    room.do(room.ana, "idea.hide", ideas=[idea], reason="Nämner en person")
    assert seen(room) == set()
    assert room.fresh().spotlight is None
    [own] = room.me(room.ben)["ideas"]
    assert (own["status"], own["reason"]) == ("hidden", "Nämner en person")


@pytest.mark.parametrize("reason", ["x" * 281, "a\x00b", "\ud800", 7])
def test_a_reason_is_checked_text(room: Room, reason: object) -> None:
    assert room.refusal(room.ana, "idea.hide", ideas=[room.capture(room.ben)], reason=reason) == "invalid"


def test_ideas_are_held_back_for_as_long_as_the_step_says(room: Room) -> None:
    room.go_to("collect", show_others_after_s=60)
    idea = room.capture(room.ben)
    assert seen(room) == set()
    tick(room.workshop.id)
    assert seen(room) == set()
    with time_machine.travel(now() + timedelta(seconds=61)):
        tick(room.workshop.id)
        before = room.seq
        tick(room.workshop.id)
    assert seen(room) == {str(idea)}
    assert room.seq == before


def test_ideas_held_back_without_a_time_are_shown_with_the_next_step(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None)
    idea = room.capture(room.ben)
    with time_machine.travel(now() + timedelta(days=1)):
        tick(room.workshop.id)
    assert seen(room) == set()
    room.go_to("group")
    assert seen(room) == {str(idea)}


def test_ideas_held_back_are_shown_when_the_workshop_closes(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None)
    idea = room.capture(room.ben)
    room.do(room.ana, "workshop.close")
    assert seen(room) == {str(idea)}


def test_pending_ideas_are_not_revealed_by_time(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None, review=True)
    room.capture(room.ben)
    room.go_to("group")
    assert seen(room) == set()


def test_only_what_the_room_sees_is_lifted_forward(room: Room) -> None:
    room.set_up("collect", review=True)
    idea = room.capture(room.ben)
    assert room.refusal(room.ana, "spotlight.set", idea=idea) == "not_allowed"
    assert room.refusal(room.ana, "spotlight.set", idea=new_id()) == "not_found"
    room.do(room.ana, "idea.show", ideas=[idea])
    assert room.refusal(room.ben, "spotlight.set", idea=idea) == "not_allowed"
    room.do(room.ana, "spotlight.set", idea=idea)
    assert room.fresh().spotlight == idea
    room.do(room.ana, "spotlight.set", idea=None)
    assert room.fresh().spotlight is None


def test_what_looks_personal_waits_where_nothing_else_does(room: Room) -> None:
    held, shown = room.capture(room.ben, "Ring 070-123 45 67"), room.capture(room.ben, "Cyklar till alla")
    assert (room.idea(held).status, room.idea(shown).status) == ("pending", "shown")
    room.do(room.ben, "idea.edit", idea=shown, text="Skriv till ben@example.org")
    assert room.idea(shown).status == "pending"


def test_a_leader_shows_and_writes_what_looks_personal(room: Room) -> None:
    held = room.capture(room.ben, "Ring 070-123 45 67")
    room.do(room.ana, "idea.show", ideas=[held])
    own = room.capture(room.ana, "Kommunens växel: 042-10 50 00")
    assert (room.idea(held).status, room.idea(own).status) == ("shown", "shown")


def test_a_step_may_show_them_at_once(room: Room) -> None:
    room.set_up("collect", hold_flagged=False)
    assert room.idea(room.capture(room.ben, "Ring 070-123 45 67")).status == "shown"
