"""Changing and taking back what one has written."""

from datetime import timedelta

import pytest

from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from tests.support.room import Room, command


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


def test_what_was_taken_back_comes_back_as_it_was_under_its_own_number(room: Room) -> None:
    room.set_up("collect", comments=True)
    idea, later = room.capture(room.ben, "Träd"), room.capture(room.ben, "Bänkar")
    room.do(room.eva, "comment.add", comment=new_id(), idea=idea, text="Bra!")
    before = room.state(Audience.PARTICIPANT)
    room.do(room.ben, "idea.withdraw", idea=idea)
    seq = room.seq
    room.do(room.ben, "idea.restore", idea=idea)
    assert room.told(seq) == ["idea.shown", "comment.added"]
    after = room.state(Audience.PARTICIPANT)
    assert (after["ideas"], after["comments"]) == (before["ideas"], before["comments"])
    assert room.me(room.ben)["own"] == [str(idea), str(later)]


def test_it_may_be_wanted_back_in_the_same_breath_or_where_it_never_went(room: Room) -> None:
    idea = room.capture(room.ben)
    both = [command(room.ben, name, idea=idea) for name in ("idea.withdraw", "idea.restore", "idea.restore")]
    assert [one.ok for one in room.send(*both)] == [True, True, True]
    assert not room.idea(idea).withdrawn
    seq = room.seq
    room.do(room.ben, "idea.restore", idea=idea)
    assert room.told(seq) == []


@pytest.mark.parametrize("status", ["hidden", "pending"])
def test_taking_back_and_restoring_gets_nobody_past_the_leader(room: Room, status: str) -> None:
    if status == "pending":
        room.set_up("collect", review=True)
    idea = room.capture(room.ben)
    if status == "hidden":
        room.do(room.ana, "idea.hide", ideas=[idea], reason="Personangrepp")
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.do(room.ben, "idea.restore", idea=idea)
    assert (room.idea(idea).status, room.state(Audience.PARTICIPANT)["ideas"]) == (status, [])
    assert [one["status"] for one in room.state(Audience.STAFF)["ideas"]] == [status]


@pytest.mark.parametrize(("rule", "text"), [("review", "Träd"), ("hold_flagged", "Ring 070-123 45 67")])
def test_what_comes_back_waits_for_the_leader_where_a_new_idea_would(room: Room, rule: str, text: str) -> None:
    idea = room.capture(room.ben, text)
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.set_up("collect", **{rule: True})
    room.do(room.ben, "idea.restore", idea=idea)
    assert (room.idea(idea).status, room.state(Audience.PARTICIPANT)["ideas"]) == ("pending", [])
    assert [one["status"] for one in room.state(Audience.STAFF)["ideas"]] == ["pending"]
    room.do(room.ana, "idea.show", ideas=[idea])
    assert [one["id"] for one in room.state(Audience.PARTICIPANT)["ideas"]] == [str(idea)]


def test_nothing_comes_back_into_an_area_where_the_step_takes_no_ideas(room: Room) -> None:
    idea = room.capture(room.ben)
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.set_up("collect", columns=[str(room.columns[1].id)])
    assert room.refusal(room.ben, "idea.restore", idea=idea) == "invalid"
    assert room.idea(idea).withdrawn
    room.set_up("collect", columns=None)
    room.do(room.ben, "idea.restore", idea=idea)


def test_what_was_held_back_when_it_went_is_seen_when_it_comes_back_after_that(room: Room) -> None:
    room.set_up("collect", show_others_after_s=3600)
    idea = room.capture(room.ben)
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.set_up("collect", show_others_after_s=0)
    room.do(room.ben, "idea.restore", idea=idea)
    assert [one["id"] for one in room.state(Audience.PARTICIPANT)["ideas"]] == [str(idea)]


def test_whoever_has_a_tables_pen_brings_back_what_was_written_there(room: Room) -> None:
    room.set_up("collect", tables=4, max_ideas_per_person=1)
    room.do(room.ben, "table.take", table=2)
    idea = room.capture(room.ben)
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.do(room.ben, "table.pass")
    room.do(room.eva, "table.take", table=2)
    other = room.capture(room.eva)
    assert room.refusal(room.eva, "idea.restore", idea=idea) == "cap_reached"
    room.do(room.eva, "idea.withdraw", idea=other)
    room.do(room.eva, "idea.restore", idea=idea)
    assert room.me(room.eva)["own"] == [str(idea)]
