"""Changing and taking back what one has written."""

from datetime import timedelta

import pytest

from ideahub.core.clock import now
from ideahub.core.ids import new_id
from tests.support.room import Room


def test_authors_edit_their_own_while_collect_is_open(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ben, "idea.edit", idea=idea, text="Bättre så")
    found = room.idea(idea)
    assert (found.text, found.number) == ("Bättre så", 1)
    assert found.edited_at is not None


def test_nobody_edits_somebody_elses(room: Room) -> None:
    idea = room.capture(room.ben)
    assert room.refusal(room.eva, "idea.edit", idea=idea, text="Min nu") == "not_allowed"


def test_staff_edit_anything_at_any_time(room: Room) -> None:
    idea = room.capture(room.ben)
    room.go_to("discuss")
    room.do(room.ana, "idea.edit", idea=idea, text="Utan namn")
    assert room.idea(idea).text == "Utan namn"


def test_an_edit_after_collect_is_refused(room: Room) -> None:
    idea = room.capture(room.ben)
    room.go_to("group")
    room.steps["collect"].refresh_from_db()
    room.steps["collect"].closed_at = now() - timedelta(minutes=1)
    room.steps["collect"].save()
    assert room.refusal(room.ben, "idea.edit", idea=idea, text="För sent") == "not_open"


@pytest.mark.parametrize(("text", "code"), [("", "invalid"), ("x" * 281, "invalid"), ("a\x00b", "invalid")])
def test_an_edit_has_the_limits_of_an_idea(room: Room, text: str, code: str) -> None:
    assert room.refusal(room.ben, "idea.edit", idea=room.capture(room.ben), text=text) == code


def test_an_edit_under_review_is_reviewed_again_and_leaves_the_room(room: Room) -> None:
    room.set_up("collect", review=True)
    idea = room.capture(room.ben)
    room.do(room.ana, "idea.show", ideas=[idea])
    room.do(room.ana, "spotlight.set", idea=idea)
    room.do(room.ben, "idea.edit", idea=idea, text="Något helt annat")
    assert room.idea(idea).status == "pending"
    assert room.fresh().spotlight is None


def test_the_muted_do_not_edit(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert room.refusal(room.ben, "idea.edit", idea=idea, text="Ändå") == "muted"


def test_authors_take_back_their_own(room: Room) -> None:
    idea = room.capture(room.ben)
    assert room.refusal(room.eva, "idea.withdraw", idea=idea) == "not_allowed"
    assert room.refusal(room.ana, "idea.withdraw", idea=idea) == "not_allowed"
    room.do(room.ben, "idea.withdraw", idea=idea)
    assert room.idea(idea).withdrawn
    assert room.refusal(room.ben, "idea.withdraw", idea=idea) == "not_found"


def test_a_grouped_idea_stays(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Energi", column=None, ideas=[idea])
    assert room.refusal(room.ben, "idea.withdraw", idea=idea) == "not_allowed"


def test_an_idea_with_others_merged_into_it_stays(room: Room) -> None:
    idea, other = room.capture(room.ben), room.capture(room.eva)
    room.do(room.ana, "idea.merge", idea=other, into=idea)
    assert room.refusal(room.ben, "idea.withdraw", idea=idea) == "not_allowed"


def test_nothing_is_taken_back_from_a_closed_workshop(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "workshop.close")
    assert room.refusal(room.ben, "idea.withdraw", idea=idea) == "closed"


def test_a_withdrawn_idea_leaves_the_spotlight(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ana, "spotlight.set", idea=idea)
    room.do(room.ben, "idea.withdraw", idea=idea)
    assert room.fresh().spotlight is None


def test_votes_on_a_withdrawn_idea_return_to_their_owners(room: Room) -> None:
    idea = room.capture(room.ben)
    room.go_to("vote")
    room.vote(room.eva, idea)
    assert room.me(room.eva)["points_left"] == 4
    room.do(room.ben, "idea.withdraw", idea=idea)
    assert (room.me(room.eva)["points_left"], room.me(room.eva)["points"]) == (5, {})
