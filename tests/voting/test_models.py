"""The models of voting: what may be answered, what is kept, what the room is told."""

from typing import Any

import pytest

from ideahub.core.actor import Audience
from ideahub.voting.models import Ballot
from tests.support.fold import seen
from tests.support.room import Room, command, open_room

ROOM = [Audience.PARTICIPANT, Audience.PROJECTOR]


def begun(model: str, **settings: object) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ben, f"Idé {n}") for n in range(3)]
    room.go_to("vote", model=model, **settings)
    return room


def told(room: Room, audience: Audience, at: int = 0) -> tuple[Any, Any]:
    """Points and answers of one idea as this audience sees them."""
    row = next(one for one in room.state(audience)["ideas"] if one["id"] == str(room.ideas[at]))
    return row["points"], row["answers"]


def everybody_answers(room: Room, count: int, *values: int, **more: int) -> None:
    crowd = [room.join() for _ in range(count)]
    room.send(
        *(
            command(one, "vote.set", target=room.ideas[0], points=values[index % len(values)], **more)
            for index, one in enumerate(crowd)
        )
    )


@pytest.mark.parametrize(
    ("model", "good", "bad"),
    [
        ("thumb", [-1, 0, 1, None], [2, -2]),
        ("agree", [-1, 0, 1, None], [2, -2, 10**30]),
        ("scale", [1, 5, 0, None], [6, -1]),
    ],
)
def test_each_model_has_its_own_range_and_no_budget(
    db: None, model: str, good: list[int | None], bad: list[int]
) -> None:
    room = begun(model, votes_per_person=1)
    for points in good:
        for idea in room.ideas:
            assert room.do(room.ben, "vote.set", target=idea, points=points).points_left == 0
    assert {room.refusal(room.ben, "vote.set", target=room.ideas[0], points=one) for one in bad} == {"cap_reached"}


@pytest.mark.parametrize("model", ["thumb", "agree", "scale"])
def test_an_answer_that_is_taken_back_leaves_nothing(db: None, model: str) -> None:
    room = begun(model)
    room.vote(room.ben, room.ideas[0], 1)
    assert room.state(Audience.STAFF)["workshop"]["voted"] == 1
    room.do(room.ben, "vote.set", target=room.ideas[0], points=None)
    assert (room.me(room.ben)["points"], told(room, Audience.STAFF)) == ({}, (0, None))
    assert room.state(Audience.STAFF)["workshop"]["voted"] == 0


def test_a_card_passed_over_is_an_answer_and_a_thumb_at_rest_is_none(db: None) -> None:
    cards, thumbs = begun("agree"), begun("thumb")
    for room in (cards, thumbs):
        room.vote(room.ben, room.ideas[0], 0)
    assert (cards.me(cards.ben)["points"], thumbs.me(thumbs.ben)["points"]) == ({str(cards.ideas[0]): 0}, {})
    assert told(cards, Audience.STAFF) == (0, {"for": 0, "against": 0, "passed": 1})


def test_the_sum_is_for_minus_against(db: None) -> None:
    room = begun("thumb")
    everybody_answers(room, 5, 1, 1, -1)
    assert told(room, Audience.STAFF) == (3, {"for": 4, "against": 1})


def test_each_rating_may_come_first_and_both_are_set_at_once(db: None) -> None:
    room = begun("scale")
    target = str(room.ideas[0])
    room.do(room.ben, "vote.set", target=target, points=None, effort=2)
    assert (room.me(room.ben)["points"], room.me(room.ben)["effort"]) == ({}, {target: 2})
    room.do(room.ben, "vote.set", target=target, points=4, effort=2)
    assert told(room, Audience.STAFF) == (4, {"benefit": [0, 0, 0, 1, 0], "effort": [0, 1, 0, 0, 0]})
    room.do(room.ben, "vote.set", target=target, points=5)
    assert (room.me(room.ben)["points"], room.me(room.ben)["effort"]) == ({target: 5}, {})
    assert room.refusal(room.ben, "vote.set", target=target, points=5, effort=6) == "cap_reached"
    assert Ballot.objects.get(participant=room.ben.id).spent == 1


@pytest.mark.parametrize("model", ["points", "thumb", "agree"])
def test_effort_is_refused_where_nobody_asks_for_it(db: None, model: str) -> None:
    room = begun(model)
    assert room.refusal(room.ben, "vote.set", target=room.ideas[0], points=1, effort=3) == "invalid"


def test_points_cannot_be_taken_back_with_null(db: None) -> None:
    room = begun("points")
    result = room.ask(room.ben, "vote.set", target=room.ideas[0], points=None)
    assert (result.code, result.field) == ("invalid", "points")


def test_an_answer_to_what_was_hidden_can_only_be_taken_back(db: None) -> None:
    room = begun("agree")
    room.vote(room.ben, room.ideas[0], 1)
    room.do(room.ana, "idea.hide", ideas=[room.ideas[0]])
    assert room.refusal(room.ben, "vote.set", target=room.ideas[0], points=-1) == "not_found"
    room.do(room.ben, "vote.set", target=room.ideas[0], points=None)


@pytest.mark.parametrize("audience", ROOM)
@pytest.mark.parametrize("model", ["thumb", "agree", "scale"])
def test_answers_are_secret_exactly_as_long_as_totals_are(db: None, audience: Audience, model: str) -> None:
    room = begun(model, show_results="manual")
    before = room.seq
    everybody_answers(room, 5, 1, **({"effort": 2} if model == "scale" else {}))
    assert told(room, audience) == (None, None)
    frames = str(seen(audience, room.events(before)))
    assert "'for'" not in frames
    assert "benefit" not in frames
    room.do(room.ana, "totals.show")
    assert told(room, audience) == told(room, Audience.STAFF)
    room.do(room.ana, "totals.hide")
    assert told(room, audience) == (None, None)


@pytest.mark.parametrize("audience", ROOM)
@pytest.mark.parametrize("model", ["agree", "scale"])
def test_fewer_than_five_answers_are_not_told_to_the_room(db: None, audience: Audience, model: str) -> None:
    room = begun(model, show_results="live")
    more = {"effort": 2} if model == "scale" else {}
    everybody_answers(room, 4, 1, **more)
    assert told(room, audience) == (None, None)
    assert told(room, Audience.STAFF)[0] == 4
    before = room.seq
    room.do(room.eva, "vote.set", target=room.ideas[0], points=1, **more)
    assert told(room, audience) == told(room, Audience.STAFF)
    room.do(room.eva, "vote.set", target=room.ideas[0], points=None)
    assert told(room, audience) == (None, None)
    (fifth, four) = seen(audience, room.events(before))
    assert (fifth["points"], four["points"]) == ({str(room.ideas[0]): 5}, {})
    assert four["answers"] == {str(room.ideas[0]): None}


def test_thumbs_are_told_however_few(db: None) -> None:
    room = begun("thumb", show_results="live")
    room.vote(room.ben, room.ideas[0], -1)
    assert told(room, Audience.PARTICIPANT) == (-1, {"for": 0, "against": 1})


@pytest.mark.parametrize("model", ["thumb", "agree", "scale"])
def test_who_answered_what_is_in_no_event(db: None, model: str) -> None:
    room = begun(model, show_results="live")
    before = room.seq
    room.vote(room.ben, room.ideas[0], 1)
    room.do(room.ben, "vote.done", done=True)
    assert len(room.events(before)) == 2
    assert all(str(room.ben.id) not in str(event.payload) for event in room.events(before))


def test_a_vote_by_another_model_begins_with_nothing_and_the_first_one_is_kept(db: None) -> None:
    room = begun("agree")
    room.vote(room.ben, room.ideas[0], 1)
    again = room.workshop.activities.create(kind="vote", title="Igen", position=9, settings={"model": "scale"})
    room.do(room.ana, "activity.start", activity=again.id)
    assert told(room, Audience.STAFF) == (0, None)
    assert room.me(room.ben)["points"] == {}
    room.go_to("vote")
    assert told(room, Audience.STAFF) == (1, {"for": 1, "against": 0, "passed": 0})


def test_a_room_that_answers_at_once_is_written_with_a_fixed_number_of_queries(
    db: None, django_assert_max_num_queries: Any
) -> None:
    room = begun("scale")
    crowd = [room.join() for _ in range(60)]
    sent = [command(one, "vote.set", target=idea, points=3, effort=2) for one in crowd for idea in room.ideas]
    with django_assert_max_num_queries(30):
        assert all(result.ok for result in room.send(*sent))
    assert told(room, Audience.STAFF)[0] == 180
