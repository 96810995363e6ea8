"""Totals are secret until they are shown: after the vote, live, or by hand."""

import pytest

from ideahub.core.actor import Audience
from tests.support.fold import seen
from tests.support.room import Room, open_room

ROOM = [Audience.PARTICIPANT, Audience.PROJECTOR]


def begun(show_results: str) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ben), room.capture(room.eva)]
    room.go_to("vote", show_results=show_results)
    room.vote(room.ben, room.ideas[0])
    return room


def points(room: Room, audience: Audience) -> list[int | None]:
    return [idea["points"] for idea in room.state(audience)["ideas"]]


@pytest.mark.parametrize("audience", ROOM)
def test_totals_come_with_the_end_of_the_vote(db: None, audience: Audience) -> None:
    room = begun("after_close")
    assert points(room, audience) == [None, None]
    room.go_to("discuss")
    assert points(room, audience) == [1, 0]


@pytest.mark.parametrize("audience", ROOM)
def test_totals_come_with_the_end_of_the_workshop(db: None, audience: Audience) -> None:
    room = begun("after_close")
    room.do(room.ana, "workshop.close")
    assert points(room, audience) == [1, 0]


@pytest.mark.parametrize("audience", ROOM)
def test_live_totals_are_seen_from_the_first_vote(db: None, audience: Audience) -> None:
    assert points(begun("live"), audience) == [1, 0]


@pytest.mark.parametrize("audience", ROOM)
def test_manual_totals_wait_for_the_leader_who_can_take_them_back(db: None, audience: Audience) -> None:
    room = begun("manual")
    room.go_to("discuss")
    assert points(room, audience) == [None, None]
    room.do(room.ana, "totals.show")
    assert points(room, audience) == [1, 0]
    room.do(room.ana, "totals.hide")
    assert points(room, audience) == [None, None]


def test_only_the_leader_shows_totals(db: None) -> None:
    room = begun("manual")
    assert room.refusal(room.ben, "totals.show") == "not_allowed"
    assert room.refusal(room.ben, "totals.hide") == "not_allowed"


def test_staff_see_totals_all_the_time(db: None) -> None:
    assert points(begun("after_close"), Audience.STAFF) == [1, 0]


def test_a_secret_tally_tells_the_projector_how_many_and_the_phones_nothing(db: None) -> None:
    room = begun("after_close")
    tally = room.events()[-1:]
    assert seen(Audience.PARTICIPANT, tally) == []
    [told] = seen(Audience.PROJECTOR, tally)
    assert (told["points"], told["voted"]) == ({}, 1)


def test_a_second_round_begins_at_zero_and_says_so_to_the_staff(db: None) -> None:
    room = begun("after_close")
    room.go_to("discuss")
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9)
    before = room.seq
    room.do(room.ana, "activity.start", activity=again.id)
    assert points(room, Audience.STAFF) == [0, 0]
    assert points(room, Audience.PARTICIPANT) == [None, None]
    assert room.told(before) == ["activity.started", "tally.changed", "totals.hidden"]
    assert room.me(room.ben)["points_left"] == 5


def test_a_vote_that_is_taken_up_again_has_what_it_had(db: None) -> None:
    room = begun("after_close")
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9)
    room.do(room.ana, "activity.start", activity=again.id)
    room.go_to("vote")
    assert points(room, Audience.STAFF) == [1, 0]
    assert room.me(room.ben)["points_left"] == 4


def test_totals_that_are_shown_leave_out_what_is_hidden(room: Room) -> None:
    kept, hidden = room.capture(room.ben), room.capture(room.eva)
    room.go_to("vote", show_results="manual", votes_per_person=2)
    room.vote(room.ben, kept)
    room.vote(room.eva, hidden)
    room.do(room.ana, "idea.hide", ideas=[hidden])
    seq = room.seq
    room.do(room.ana, "totals.show")
    (told,) = room.events(seq)
    assert told.payload["points"] == {str(kept): 1}
