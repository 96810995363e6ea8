"""Points go along when targets are merged, within the caps, and come apart again; so do answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import Answer, Standing, cost, recount
from tests.support.room import Room, command, open_room


def with_ideas(count: int = 3, **rules: object) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ana, f"Idé {n}") for n in range(count)]
    room.go_to("vote", **{"votes_per_person": 5, "max_per_target": 3, **rules})
    return room


def place(room: Room, points: Iterable[int]) -> None:
    for idea, number in zip(room.ideas, points, strict=False):
        assert room.vote(room.ben, idea, number).ok


def with_group(room: Room) -> UUID:
    """A group with an idea in it."""
    cluster = new_id()
    room.do(room.ana, "cluster.create", cluster=cluster, title="Energi", column=None, ideas=[room.capture(room.ana)])
    return cluster


def totals(room: Room) -> list[int]:
    return [room.idea(idea).points for idea in room.ideas]


def merge(room: Room, part: int, whole: int) -> None:
    room.do(room.ana, "idea.merge", idea=room.ideas[part], into=room.ideas[whole])


def split(room: Room, part: int) -> None:
    room.do(room.ana, "idea.split", idea=room.ideas[part])


def require_counted(room: Room) -> None:
    """Kept totals are a recount of the votes, and each ballot is what its owner has placed."""
    rules = room.step("vote").rules
    votes = Vote.objects.filter(activity=room.steps["vote"], parked=False)
    counted = recount(rules, votes.values_list("target", "points", "effort"))
    kept = {idea.id: Standing(idea.points, idea.answers) for idea in Idea.objects.filter(workshop=room.workshop)}
    assert {target: one for target, one in kept.items() if any(one)} == {
        target: one for target, one in counted.items() if any(one)
    }
    for ballot in Ballot.objects.filter(activity=room.steps["vote"]):
        own = votes.filter(participant=ballot.participant_id)
        assert ballot.spent == sum(cost(rules, Answer(one.points, one.effort)) for one in own)
        assert 0 <= ballot.spent <= ballot.budget


def test_points_are_added_and_come_apart_again(db: None) -> None:
    room = with_ideas()
    place(room, [1, 2])
    merge(room, 0, 1)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([0, 3, 0], 2)
    split(room, 0)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([1, 2, 0], 2)
    require_counted(room)


def test_what_the_cap_cuts_off_comes_back_to_the_budget(db: None) -> None:
    room = with_ideas()
    place(room, [3, 2])
    merge(room, 0, 1)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([0, 3, 0], 2)
    split(room, 0)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([3, 2, 0], 0)
    require_counted(room)


def test_points_spent_meanwhile_are_not_doubled_by_a_split(db: None) -> None:
    room = with_ideas()
    place(room, [3, 2])
    merge(room, 0, 1)
    assert room.vote(room.ben, room.ideas[2], 2).ok
    split(room, 0)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([1, 2, 2], 0)
    require_counted(room)


def test_parts_of_a_part_come_apart_with_their_own_points(db: None) -> None:
    room = with_ideas()
    place(room, [1])
    merge(room, 0, 1)
    merge(room, 1, 2)
    assert totals(room) == [0, 0, 1]
    split(room, 0)
    split(room, 1)
    assert totals(room) == [1, 0, 0]
    require_counted(room)


def test_the_answer_to_the_idea_that_stays_wins_and_the_other_one_comes_back(db: None) -> None:
    room = with_ideas(model="agree")
    place(room, [-1, 1])
    room.vote(room.eva, room.ideas[0], 0)
    merge(room, 0, 1)
    assert room.idea(room.ideas[1]).answers == {"for": 1, "against": 0, "passed": 1}
    assert room.me(room.ben)["points"] == {str(room.ideas[1]): 1}
    split(room, 0)
    assert totals(room) == [-1, 1, 0]
    assert room.idea(room.ideas[0]).answers == {"for": 0, "against": 1, "passed": 1}
    require_counted(room)


def test_an_answer_changed_after_the_merge_stays_where_it_was_given(db: None) -> None:
    room = with_ideas(model="thumb")
    place(room, [-1])
    merge(room, 0, 1)
    assert room.vote(room.ben, room.ideas[1], 1).ok
    split(room, 0)
    assert totals(room) == [-1, 1, 0]
    require_counted(room)


def test_an_answer_that_stood_in_for_another_gives_way_to_it(db: None) -> None:
    room = with_ideas(model="agree")
    place(room, [-1, 1])
    merge(room, 0, 2)
    merge(room, 1, 2)
    assert totals(room) == [0, 0, -1]
    split(room, 0)
    assert totals(room) == [-1, 0, 1]
    split(room, 1)
    assert totals(room) == [-1, 1, 0]
    require_counted(room)


def test_both_ratings_go_along_and_come_back(db: None) -> None:
    room = with_ideas(model="scale")
    room.do(room.ben, "vote.set", target=room.ideas[0], points=4, effort=2)
    merge(room, 0, 1)
    assert room.me(room.ben)["effort"] == {str(room.ideas[1]): 2}
    split(room, 0)
    assert (room.me(room.ben)["points"], room.me(room.ben)["effort"]) == (
        {str(room.ideas[0]): 4},
        {str(room.ideas[0]): 2},
    )
    require_counted(room)


def test_a_merged_idea_with_a_part_of_its_own_comes_apart_and_together_again(db: None) -> None:
    room = with_ideas()
    place(room, [2, 2, 1])
    merge(room, 0, 1)
    merge(room, 1, 2)
    assert totals(room) == [0, 0, 3]
    # What the board sends to undo that.
    split(room, 1)
    split(room, 0)
    merge(room, 0, 1)
    assert (totals(room), room.me(room.ben)["points_left"]) == ([0, 3, 1], 1)
    assert room.idea(room.ideas[0]).merged_into_id == room.ideas[1]
    require_counted(room)


def test_the_votes_of_an_earlier_vote_go_along_and_come_back_as_well(db: None) -> None:
    room = with_ideas()
    place(room, [1, 2])
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9)
    room.do(room.ana, "activity.start", activity=again.id)
    merge(room, 0, 1)
    first = Vote.objects.filter(activity=room.steps["vote"], parked=False, points__gt=0)
    assert dict(first.values_list("target", "points")) == {room.ideas[1]: 3}
    assert totals(room) == [0, 0, 0]
    split(room, 0)
    assert dict(first.values_list("target", "points")) == {room.ideas[0]: 1, room.ideas[1]: 2}
    assert totals(room) == [0, 0, 0]


def test_merging_what_a_whole_room_voted_on_asks_the_database_a_fixed_number_of_times(
    db: None, django_assert_max_num_queries: Any
) -> None:
    room = with_ideas()
    crowd = [room.join() for _ in range(40)]
    room.send(*(command(one, "vote.set", target=idea, points=1) for one in crowd for idea in room.ideas[:2]))
    with django_assert_max_num_queries(30):
        merge(room, 0, 1)
    assert totals(room) == [0, 80, 0]


def test_points_on_merged_clusters_are_added(db: None) -> None:
    room = open_room()
    part, whole = with_group(room), with_group(room)
    room.go_to("vote", target="clusters", max_per_target=3)
    room.vote(room.ben, part, 2)
    room.vote(room.ben, whole, 1)
    room.do(room.ana, "cluster.merge", cluster=part, into=whole)
    assert room.workshop.clusters.get(removed=False).points == 3
    assert room.me(room.ben)["points"] == {str(whole): 3}


def test_points_on_a_removed_cluster_return_to_their_owners(db: None) -> None:
    room = open_room()
    cluster = with_group(room)
    room.go_to("vote", target="clusters")
    assert room.vote(room.ben, cluster).ok
    room.do(room.ana, "cluster.remove", cluster=cluster)
    assert (room.me(room.ben)["points_left"], room.me(room.ben)["points"]) == (5, {})
    assert room.events()[-1].payload["voted"] == 0


move = st.one_of(
    st.tuples(st.just("vote"), st.integers(0, 1), st.integers(0, 3), st.integers(-1, 3)),
    st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("split"), st.integers(0, 3), st.just(0), st.just(0)),
)


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("model", ["points", "thumb", "agree", "scale"])
@given(moves=st.lists(move, max_size=15))
@settings(max_examples=12)
def test_the_tally_is_a_recount_whatever_is_voted_merged_and_split(
    model: str, moves: list[tuple[str, int, int, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        room = with_ideas(4, model=model)
        for kind, first, second, points in moves:
            _make_move(room, kind, first, second, points)
            require_counted(room)
        transaction.set_rollback(True)


def _make_move(room: Room, kind: str, first: int, second: int, points: int) -> None:
    if kind == "vote":
        effort = {"effort": 4 - points} if room.step("vote").rules.model == "scale" else {}
        room.ask((room.ben, room.eva)[first], "vote.set", target=room.ideas[second], points=points, **effort)
    elif kind == "merge":
        room.ask(room.ana, "idea.merge", idea=room.ideas[first], into=room.ideas[second])
    else:
        room.ask(room.ana, "idea.split", idea=room.ideas[first])
