"""A group that was removed or merged comes back as it was, with the votes it had, as far as people have not spent them since."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideahub.core.ids import new_id
from ideahub.ideas.models import Cluster
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import Answer, Standing, cost, recount
from tests.support.room import Room, open_room


def voting(count: int = 3, **rules: object) -> tuple[Room, list[UUID]]:
    """A vote on groups, each with an idea of its own."""
    room = open_room()
    groups = [new_id() for _ in range(count)]
    for number, group in enumerate(groups):
        idea = room.capture(room.ana, f"Idé {number}")
        room.ideas.append(idea)
        place = {"column": room.columns[1].id, "title": f"Grupp {number}"}
        room.do(room.ana, "cluster.create", cluster=group, ideas=[idea], **place)
    room.go_to("vote", **{"target": "clusters", "votes_per_person": 5, "max_per_target": 3, **rules})
    return room, groups


def restore(room: Room, group: UUID, *ideas: UUID) -> None:
    room.do(room.ana, "cluster.restore", cluster=group, ideas=list(ideas))


def standings(room: Room, groups: list[UUID]) -> list[int]:
    points = dict(room.workshop.clusters.values_list("id", "points"))
    return [points[group] for group in groups]


def require_counted(room: Room) -> None:
    """Kept totals are a recount of the votes, and each ballot is what its owner has placed, within the budget."""
    rules = room.step("vote").rules
    votes = Vote.objects.filter(activity=room.steps["vote"], parked=False)
    counted = recount(rules, votes.values_list("target", "points", "effort"))
    kept = {one.id: Standing(one.points, one.answers) for one in Cluster.objects.filter(workshop=room.workshop)}
    assert {key: one for key, one in kept.items() if any(one)} == {key: one for key, one in counted.items() if any(one)}
    for ballot in Ballot.objects.filter(activity=room.steps["vote"]):
        own = votes.filter(participant=ballot.participant_id)
        assert ballot.spent == sum(cost(rules, Answer(one.points, one.effort)) for one in own)
        assert 0 <= ballot.spent <= ballot.budget


def test_a_removed_group_comes_back_with_its_place_its_ideas_and_its_votes(db: None) -> None:
    room, groups = voting()
    room.vote(room.ben, groups[0], 3)
    before = room.workshop.clusters.get(pk=groups[0])
    room.do(room.ana, "cluster.remove", cluster=groups[0])
    assert (standings(room, groups), room.me(room.ben)["points_left"]) == ([0, 0, 0], 5)
    seq = room.seq
    restore(room, groups[0], room.ideas[0])
    after = room.workshop.clusters.get(pk=groups[0])
    assert (after.title, after.column, after.position) == (before.title, before.column, before.position)
    assert room.idea(room.ideas[0]).cluster_id == groups[0]
    assert (standings(room, groups), room.me(room.ben)["points_left"]) == ([3, 0, 0], 2)
    assert room.told(seq) == ["cluster.created", "idea.moved", "tally.changed"]
    assert room.events()[-1].payload["voted"] == 1
    require_counted(room)


def test_what_was_spent_meanwhile_is_not_placed_twice(db: None) -> None:
    room, groups = voting()
    room.vote(room.ben, groups[0], 3)
    room.do(room.ana, "cluster.remove", cluster=groups[0])
    room.vote(room.ben, groups[1], 3)
    room.vote(room.ben, groups[2], 1)
    restore(room, groups[0])
    assert (standings(room, groups), room.me(room.ben)["points_left"]) == ([1, 3, 1], 0)
    require_counted(room)


def test_a_merged_group_comes_apart_again_with_its_votes(db: None) -> None:
    room, groups = voting()
    room.vote(room.ben, groups[0], 3)
    room.vote(room.ben, groups[1], 2)
    room.vote(room.eva, groups[0], 1)
    room.do(room.ana, "cluster.merge", cluster=groups[0], into=groups[1])
    assert standings(room, groups) == [0, 4, 0]
    seq = room.seq
    restore(room, groups[0], room.ideas[0])
    assert standings(room, groups) == [4, 2, 0]
    assert room.events(seq)[-1].payload["points"] == {str(groups[0]): 4, str(groups[1]): 2}
    assert room.idea(room.ideas[0]).cluster_id == groups[0]
    require_counted(room)


def test_groups_merged_one_into_the_other_come_back_in_the_opposite_order(db: None) -> None:
    room, groups = voting(max_per_target=5)
    for group in groups:
        room.vote(room.ben, group, 1)
    room.do(room.ana, "cluster.merge", cluster=groups[0], into=groups[1])
    room.do(room.ana, "cluster.merge", cluster=groups[1], into=groups[2])
    assert standings(room, groups) == [0, 0, 3]
    assert room.refusal(room.ana, "cluster.restore", cluster=groups[0]) == "not_allowed"
    restore(room, groups[1])
    assert standings(room, groups) == [0, 2, 1]
    restore(room, groups[0])
    assert standings(room, groups) == [1, 1, 1]
    require_counted(room)


@pytest.mark.parametrize("model", ["points", "thumb"])
def test_a_group_merged_by_an_older_version_takes_its_votes_out_of_the_other(db: None, model: str) -> None:
    """Such a version does not write into which: only the log tells."""
    room, groups = voting(model=model)
    room.vote(room.ben, groups[0], 1)
    room.vote(room.eva, groups[1], 1)
    room.do(room.ana, "cluster.merge", cluster=groups[0], into=groups[1])
    room.workshop.clusters.update(merged_into=None)
    room.do(room.ana, "cluster.remove", cluster=groups[1])
    assert room.refusal(room.ana, "cluster.restore", cluster=groups[0]) == "not_allowed"
    restore(room, groups[1])
    restore(room, groups[0])
    assert standings(room, groups) == [1, 1, 0]
    room.do(room.ana, "cluster.remove", cluster=groups[0])
    restore(room, groups[0])
    assert standings(room, groups) == [1, 1, 0]
    require_counted(room)


@pytest.mark.parametrize("model", ["thumb", "agree"])
def test_answers_come_back_as_they_were(db: None, model: str) -> None:
    room, groups = voting(model=model)
    room.vote(room.ben, groups[0], -1)
    room.vote(room.ben, groups[1], 1)
    room.vote(room.eva, groups[0], 1)
    room.do(room.ana, "cluster.merge", cluster=groups[0], into=groups[1])
    assert standings(room, groups) == [0, 2, 0]
    restore(room, groups[0])
    assert standings(room, groups) == [0, 1, 0]
    assert room.me(room.ben)["points"] == {str(groups[0]): -1, str(groups[1]): 1}
    room.do(room.ana, "cluster.remove", cluster=groups[0])
    assert room.me(room.ben)["points"] == {str(groups[1]): 1}
    restore(room, groups[0])
    assert room.me(room.ben)["points"] == {str(groups[0]): -1, str(groups[1]): 1}
    require_counted(room)


@pytest.mark.parametrize("gone", ["cluster.merge", "cluster.remove"])
def test_the_vote_before_gets_its_votes_back_as_well(db: None, gone: str) -> None:
    room, groups = voting()
    room.vote(room.ben, groups[0], 2)
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9, settings=room.step("vote").settings)
    room.do(room.ana, "activity.start", activity=again.id)
    room.vote(room.ben, groups[0], 3)
    into = {"into": groups[1]} if gone == "cluster.merge" else {}
    room.do(room.ana, gone, cluster=groups[0], **into)
    first = Vote.objects.filter(activity=room.steps["vote"], parked=False, points__gt=0)
    assert dict(first.values_list("target", "points")) == ({groups[1]: 2} if into else {})
    restore(room, groups[0])
    assert dict(first.values_list("target", "points")) == {groups[0]: 2}
    assert (standings(room, groups), room.me(room.ben)["points_left"]) == ([3, 0, 0], 2)


def test_ideas_that_are_gone_meanwhile_are_left_out(db: None) -> None:
    room, groups = voting()
    room.do(room.ana, "cluster.remove", cluster=groups[0])
    room.do(room.ana, "idea.merge", idea=room.ideas[0], into=room.ideas[1])
    restore(room, groups[0], room.ideas[0], new_id(), open_room().capture(room.ana))
    assert not room.workshop.clusters.get(pk=groups[0]).ideas.filter(merged_into=None).exists()


def test_only_what_is_removed_from_this_meeting_can_be_restored(db: None) -> None:
    room, groups = voting()
    other, foreign = voting()
    other.do(other.ana, "cluster.remove", cluster=foreign[0])
    for group in (groups[0], foreign[0], new_id()):
        assert room.refusal(room.ana, "cluster.restore", cluster=group) == "not_found"
    assert room.refusal(room.ben, "cluster.restore", cluster=groups[0]) == "not_allowed"


move = st.tuples(
    st.sampled_from(["vote", "merge", "remove", "restore"]), st.integers(0, 3), st.integers(0, 3), st.integers(-1, 3)
)


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("model", ["points", "thumb", "agree", "scale"])
@given(moves=st.lists(move, max_size=15))
@settings(max_examples=12)
def test_the_tally_is_a_recount_whatever_is_voted_merged_removed_and_restored(
    model: str, moves: list[tuple[str, int, int, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        room, groups = voting(4, model=model)
        for kind, first, second, points in moves:
            make_move(room, groups, kind, first, second, points)
            require_counted(room)
        transaction.set_rollback(True)


def make_move(room: Room, groups: list[UUID], kind: str, first: int, second: int, points: int) -> None:
    if kind == "vote":
        args: dict[str, Any] = {"effort": 4 - points} if room.step("vote").rules.model == "scale" else {}
        room.ask((room.ben, room.eva)[first % 2], "vote.set", target=groups[second], points=points, **args)
    elif kind == "merge":
        room.ask(room.ana, "cluster.merge", cluster=groups[first], into=groups[second])
    elif kind == "remove":
        room.ask(room.ana, "cluster.remove", cluster=groups[first])
    else:
        room.ask(room.ana, "cluster.restore", cluster=groups[first], ideas=[room.ideas[first]])
