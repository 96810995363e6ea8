"""A vote counts in the vote that it was given in, whatever is on when it arrives."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from ideahub.core.actor import Actor
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.protocol.frames import Result
from ideahub.voting.models import Ballot, Vote
from ideahub.workshops.models import Activity, Participant
from tests.support.room import Room, command, open_room


def ago(seconds: float) -> datetime:
    return now() - timedelta(seconds=seconds)


def begun(**settings: Any) -> tuple[Room, Activity, Activity]:
    """Two votes on the same ideas, two votes for each person in both. The first began two minutes ago and took late votes
    for five minutes, the second followed at once a minute ago."""
    room = open_room()
    room.ideas = [room.capture(room.ana, f"Idé {n}") for n in range(3)]
    first = room.steps["vote"]
    rules = {
        "votes_per_person": 2,
        "max_per_target": 2,
        "show_results": "manual",
        "grace_s": 5,
        "late_s": 300,
        **settings,
    }
    room.set_up("vote", **rules)
    second = room.workshop.activities.create(kind="vote", title="Igen", position=9, settings=rules)
    Participant.objects.update(joined_at=ago(300))
    with time_machine.travel(ago(120)):
        room.do(room.ana, "activity.start", activity=first.id)
    with time_machine.travel(ago(60)):
        room.do(room.ana, "activity.start", activity=second.id)
    return room, first, second


def give(
    room: Room, target: int, points: int = 1, *, made: datetime | None = None, activity: UUID | None = None
) -> Result:
    args: dict[str, Any] = {"target": room.ideas[target], "points": points}
    return said(room, room.ben, "vote.set", made, **args, **({"activity": activity} if activity else {}))


def said(room: Room, actor: Actor, name: str, made: datetime | None, **args: Any) -> Result:
    sent = command(actor, name, **args)
    return room.send(sent._replace(raw={**sent.raw, "made": made.isoformat()} if made else sent.raw))[0]


def placed(activity: Activity) -> dict[UUID, int | None]:
    return dict(Vote.objects.filter(activity=activity).values_list("target", "points"))


def test_what_was_given_in_one_vote_counts_there_and_not_in_the_next(db: None) -> None:
    room, first, second = begun()
    before = room.seq
    assert give(room, 0, made=ago(90), activity=first.id).ok
    assert (placed(first), placed(second)) == ({room.ideas[0]: 1}, {})
    assert (room.told(before), room.idea(room.ideas[0]).points) == ([], 0)
    assert (room.me(room.ben)["points"], room.me(room.ben)["points_left"]) == ({}, 2)


def test_it_is_refused_once_it_is_too_late_for_its_own_vote(db: None) -> None:
    room, first, second = begun(late_s=0)
    result = give(room, 0, made=ago(90), activity=first.id)
    assert (result.code, result.detail) == ("not_open", "Rösten gällde en omröstning som är slut och räknas inte.")
    assert (placed(first), placed(second)) == ({}, {})


@pytest.mark.parametrize(("seconds", "taken"), [(4, True), (6, False)])
def test_the_vote_before_keeps_its_grace(db: None, seconds: int, taken: bool) -> None:
    room, first, _second = begun(late_s=0)
    closed_at = Activity.objects.get(pk=first.pk).closed_at
    assert closed_at is not None
    with time_machine.travel(closed_at + timedelta(seconds=seconds)):
        assert give(room, 0, activity=first.id).ok is taken


@pytest.mark.parametrize(("made", "counts_in"), [(90, "first"), (30, "second"), (None, "second")])
def test_a_client_that_names_no_vote_is_counted_where_it_was_when_it_was_made(
    db: None, made: int | None, counts_in: str
) -> None:
    room, first, second = begun()
    assert give(room, 0, made=ago(made) if made else None).ok
    found = {"first": placed(first), "second": placed(second)}
    assert found == {"first": {}, "second": {}, counts_in: {room.ideas[0]: 1}}


@pytest.mark.parametrize("anew", [10, 58])
def test_what_was_made_in_a_vote_that_is_started_anew_counts_there(db: None, anew: int) -> None:
    """Within the grace of the vote before, too."""
    room, first, second = begun()
    with time_machine.travel(ago(anew)):
        room.do(room.ana, "activity.start", activity=second.id)
        assert give(room, 0, made=ago(59 - anew)).ok
    assert (placed(first), placed(second)) == ({}, {room.ideas[0]: 1})


def test_what_was_made_after_one_vote_and_before_the_next_counts_in_neither(db: None) -> None:
    room, first, second = begun()
    between = Activity.objects.filter(pk=room.steps["discuss"].pk)
    between.update(started_at=ago(80), closed_at=Activity.objects.get(pk=first.pk).closed_at)
    Activity.objects.filter(pk=first.pk).update(closed_at=ago(80))
    assert give(room, 0, made=ago(70)).code == "not_open"
    assert (placed(first), placed(second)) == ({}, {})


def test_what_was_made_before_there_was_any_vote_counts_in_the_one_that_is_on(db: None) -> None:
    room, _first, second = begun()
    assert give(room, 0, made=ago(200)).ok
    assert placed(second) == {room.ideas[0]: 1}


@pytest.mark.parametrize("show_results", ["live", "manual"])
def test_nothing_is_taken_late_once_the_room_has_seen_how_that_vote_stood(db: None, show_results: str) -> None:
    room = open_room()
    room.ideas = [room.capture(room.ana)]
    Participant.objects.update(joined_at=ago(300))
    with time_machine.travel(ago(120)):
        first = room.go_to("vote", show_results=show_results, grace_s=5)
        room.do(room.ana, "totals.show")
    with time_machine.travel(ago(60)):
        second = room.workshop.activities.create(kind="vote", title="Igen", position=9)
        room.do(room.ana, "activity.start", activity=second.id)
        # Live totals close nothing; a result that was shown did.
        assert give(room, 0, activity=first.id).ok is (show_results == "live")
    assert give(room, 0, 2, made=ago(90), activity=first.id).code == "not_open"


def test_done_is_said_of_its_own_vote(db: None) -> None:
    room, first, second = begun()
    assert said(room, room.ben, "vote.done", ago(90), done=True, activity=first.id).ok
    assert list(Ballot.objects.filter(done=True).values_list("activity", flat=True)) == [first.id]
    assert said(room, room.ben, "vote.done", None, done=True, activity=second.id).ok
    assert room.me(room.ben)["done"] is True


def test_each_vote_keeps_its_own_budget_in_one_batch(db: None) -> None:
    room, first, second = begun()
    sent = [
        command(room.ben, "vote.set", target=idea, points=1, activity=activity.id)
        for idea in room.ideas
        for activity in (first, second)
    ]
    # Three ideas, two votes: the third in each vote is one too many.
    for one in sent:
        one.raw["made"] = ago(90 if one.raw["args"]["activity"] == str(first.id) else 30).isoformat()
    results = room.send(*sent)
    assert [one.code for one in results] == [None] * 4 + ["budget_spent"] * 2
    assert [one.points_left for one in results[:4]] == [1, 1, 0, 0]
    expected = {room.ideas[0]: 1, room.ideas[1]: 1}
    assert (placed(first), placed(second)) == (expected, expected)
    assert list(Ballot.objects.values_list("spent", flat=True)) == [2, 2]


def test_a_vote_that_is_taken_up_again_has_what_came_in_meanwhile(db: None) -> None:
    room, first, _second = begun()
    assert give(room, 0, made=ago(90), activity=first.id).ok
    room.do(room.ana, "activity.start", activity=first.id)
    assert (room.idea(room.ideas[0]).points, room.me(room.ben)["points_left"]) == (1, 1)


def test_what_is_no_vote_of_this_meeting_takes_none(db: None) -> None:
    room, _first, second = begun()
    for other in (new_id(), room.steps["collect"].id, open_room().steps["vote"].id):
        assert give(room, 0, activity=other).code == "not_open"
    assert placed(second) == {}
