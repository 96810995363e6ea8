"""Placing points: budget, cap, targets, when, and what is told."""

from datetime import timedelta
from typing import Any

import pytest

from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.voting.models import Ballot
from ideahub.workshops.models import Activity
from tests.support.room import Room, command, open_room


@pytest.fixture
def vote(db: None) -> Room:
    """Three ideas, five points each, at most three on one."""
    room = open_room()
    room.ideas = [room.capture(room.ben, f"Idé {n}") for n in range(3)]
    room.go_to("vote", votes_per_person=5, max_per_target=3)
    return room


def test_points_are_absolute_and_counted_down(vote: Room) -> None:
    assert vote.vote(vote.ben, vote.ideas[0], 3).points_left == 2
    assert vote.vote(vote.ben, vote.ideas[0], 1).points_left == 4
    assert vote.me(vote.ben)["points"] == {str(vote.ideas[0]): 1}
    assert vote.idea(vote.ideas[0]).points == 1


def test_the_same_vote_twice_changes_nothing(vote: Room) -> None:
    vote.vote(vote.ben, vote.ideas[0], 2)
    before = vote.seq
    assert vote.vote(vote.ben, vote.ideas[0], 2).points_left == 3
    assert vote.seq == before


def test_more_than_the_budget_is_refused(vote: Room) -> None:
    vote.vote(vote.ben, vote.ideas[0], 3)
    assert vote.vote(vote.ben, vote.ideas[1], 3).code == "budget_spent"
    assert vote.vote(vote.ben, vote.ideas[1], 2).points_left == 0
    assert vote.vote(vote.ben, vote.ideas[2], 1).code == "budget_spent"


@pytest.mark.parametrize("points", [4, 99, 10**30, -1])
def test_more_than_the_cap_of_a_target_is_refused(vote: Room, points: int) -> None:
    assert vote.vote(vote.ben, vote.ideas[0], points).code == "cap_reached"


@pytest.mark.parametrize("points", ["många", 1.5, None, [1], {}])
def test_points_are_a_whole_number(vote: Room, points: Any) -> None:
    assert vote.refusal(vote.ben, "vote.set", target=vote.ideas[0], points=points) == "invalid"


def test_only_what_the_room_sees_can_be_voted_on(vote: Room) -> None:
    vote.do(vote.ana, "idea.hide", ideas=[vote.ideas[0]])
    foreign = open_room()
    assert vote.refusal(vote.ben, "vote.set", target=vote.ideas[0], points=1) == "not_found"
    assert vote.refusal(vote.ben, "vote.set", target=new_id(), points=1) == "not_found"
    assert vote.refusal(vote.ben, "vote.set", target=foreign.capture(foreign.ben), points=1) == "not_found"


def test_points_on_what_was_hidden_can_be_taken_back(vote: Room) -> None:
    vote.vote(vote.ben, vote.ideas[0], 3)
    vote.do(vote.ana, "idea.hide", ideas=[vote.ideas[0]])
    assert vote.vote(vote.ben, vote.ideas[0], 2).points_left == 3
    assert vote.vote(vote.ben, vote.ideas[0], 0).points_left == 5
    assert vote.vote(vote.ben, vote.ideas[0], 1).code == "not_found"


def test_staff_do_not_vote(vote: Room) -> None:
    assert vote.refusal(vote.ana, "vote.set", target=vote.ideas[0], points=1) == "not_allowed"


def test_the_muted_still_vote(vote: Room) -> None:
    vote.do(vote.ana, "participant.mute", participant=vote.ben.id)
    assert vote.vote(vote.ben, vote.ideas[0]).ok


def test_votes_are_taken_only_while_the_vote_is_open(room: Room) -> None:
    idea = room.capture(room.ben)
    assert room.vote(room.ben, idea).code == "not_open"
    room.go_to("vote", grace_s=5)
    room.go_to("discuss")
    assert room.vote(room.ben, idea).ok
    Activity.objects.filter(pk=room.steps["vote"].pk).update(closed_at=now() - timedelta(seconds=6))
    assert room.vote(room.ben, idea, 0).code == "not_open"
    room.do(room.ana, "workshop.close")
    assert room.vote(room.ben, idea, 0).code == "closed"


def test_the_timer_closes_the_vote_after_its_grace(vote: Room) -> None:
    vote.end_timer(seconds_ago=4)
    assert vote.vote(vote.ben, vote.ideas[0]).ok
    vote.end_timer(seconds_ago=6)
    assert vote.vote(vote.ben, vote.ideas[0], 0).code == "not_open"


def test_clusters_are_the_targets_where_the_step_says_so(room: Room) -> None:
    idea, cluster = room.capture(room.ben), new_id()
    room.do(room.ana, "cluster.create", cluster=cluster, title="Energi", column=None, ideas=[idea])
    room.go_to("vote", target="clusters")
    assert room.vote(room.ben, idea).code == "not_found"
    assert room.vote(room.ben, cluster).ok
    assert room.workshop.clusters.get().points == 1


def test_a_group_without_an_idea_in_sight_cannot_be_voted_on(room: Room) -> None:
    idea, cluster, empty = room.capture(room.ben), new_id(), new_id()
    room.do(room.ana, "cluster.create", cluster=cluster, title="Energi", column=None, ideas=[idea])
    room.do(room.ana, "cluster.create", cluster=empty, title="Hamn", column=None, ideas=[])
    room.go_to("vote", target="clusters", votes_per_person=5, max_per_target=3)
    assert room.vote(room.ben, empty).code == "not_found"
    assert room.vote(room.ben, cluster, 3).ok
    room.do(room.ana, "idea.hide", ideas=[idea])
    assert room.vote(room.eva, cluster).code == "not_found"
    # What was placed before can be taken back, and counts again with the idea.
    assert room.vote(room.ben, cluster, 2).points_left == 3
    room.do(room.ana, "idea.show", ideas=[idea])
    assert room.vote(room.eva, cluster).ok
    room.do(room.ana, "idea.move", idea=idea, cluster=empty)
    assert room.vote(room.eva, cluster, 2).code == "not_found"
    assert room.vote(room.eva, empty).ok


def test_the_votes_of_a_batch_are_told_as_one_tally(vote: Room) -> None:
    before = vote.seq
    first, second = vote.ideas[:2]
    results = vote.send(
        command(vote.ben, "vote.set", target=first, points=2),
        command(vote.eva, "vote.set", target=first, points=3),
        command(vote.eva, "vote.set", target=second, points=1),
    )
    [tally] = vote.events(before)
    assert tally.type == "tally.changed"
    assert tally.payload["points"] == {str(first): 5, str(second): 1}
    assert (tally.payload["voted"], {one.seq for one in results}) == (2, {tally.seq})


def test_a_refused_vote_in_a_batch_leaves_the_others(vote: Room) -> None:
    results = vote.send(
        command(vote.ben, "vote.set", target=vote.ideas[0], points=3),
        command(vote.ben, "vote.set", target=vote.ideas[1], points=3),
        command(vote.ben, "vote.set", target=vote.ideas[2], points=2),
    )
    assert [one.code for one in results] == [None, "budget_spent", None]
    assert vote.me(vote.ben)["points_left"] == 0


def test_who_voted_for_what_is_in_no_event(vote: Room) -> None:
    before = vote.seq
    vote.vote(vote.ben, vote.ideas[0])
    vote.do(vote.ana, "totals.show")
    assert len(vote.events(before)) == 2
    assert all(str(vote.ben.id) not in str(event.payload) for event in vote.events(before))


def test_done_is_a_promise_and_no_lock(vote: Room) -> None:
    vote.do(vote.ben, "vote.done", done=True)
    assert vote.me(vote.ben)["done"] is True
    assert vote.state(Audience.STAFF)["workshop"]["done"] == 1
    assert vote.vote(vote.ben, vote.ideas[0]).ok
    vote.do(vote.ben, "vote.done", done=False)
    assert vote.me(vote.ben)["done"] is False
    assert vote.refusal(vote.ana, "vote.done", done=True) == "not_allowed"


def test_the_database_itself_keeps_the_budget(vote: Room) -> None:
    from django.db import IntegrityError, transaction

    vote.vote(vote.ben, vote.ideas[0], 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.filter(participant=vote.ben.id).update(spent=6)
