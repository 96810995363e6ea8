"""What a phone made in time and could not send: counted for a while after the input closed, by a rule that can be stated."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from ideahub.core.actor import Actor
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from ideahub.protocol.frames import Result
from ideahub.workshops.models import Participant
from tests.support.room import Room, command, open_room


def send(room: Room, actor: Actor, name: str, made: datetime | str | None, **args: Any) -> Result:
    sent = command(actor, name, **args)
    told = made if made is None or isinstance(made, str) else made.isoformat()
    return room.send(sent._replace(raw={**sent.raw, "made": told}))[0]


def write(room: Room, made: datetime | str | None, *, actor: Actor | None = None) -> Result:
    args = {"idea": new_id(), "column": room.columns[0].id, "text": "Skriven i trädgården"}
    return send(room, actor or room.ben, "idea.capture", made, **args)


@pytest.fixture
def later(db: None) -> Room:
    """Ideas were taken, with five minutes for late ones, until the next step began a minute ago."""
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room(late_s=300)
        room.ideas = [room.capture(room.ben)]
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.go_to("group")
    return room


def test_an_idea_made_in_time_counts_when_it_arrives_late(later: Room) -> None:
    assert write(later, None).code == "not_open"
    result = write(later, now() - timedelta(seconds=90))
    assert (result.ok, result.number) == (True, 2)


@pytest.fixture
def rung_out(db: None) -> Room:
    """The clock of the ideas ran out a minute ago; the next step began only now."""
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room(late_s=300, grace_s=10)
    room.end_timer(seconds_ago=60)
    room.go_to("group")
    return room


def test_a_step_that_its_clock_has_ended_is_not_opened_again_by_the_next_one(rung_out: Room) -> None:
    assert write(rung_out, None).code == "not_open"
    assert write(rung_out, now() - timedelta(seconds=40)).code == "not_open"
    assert write(rung_out, now() - timedelta(seconds=55)).ok


def test_what_is_late_is_counted_from_when_the_clock_ran_out(rung_out: Room) -> None:
    made = now() - timedelta(seconds=90)
    for seconds, taken in ((245, True), (255, False)):
        with time_machine.travel(now() + timedelta(seconds=seconds)):
            assert write(rung_out, made).ok is taken


def test_a_step_that_is_started_again_goes_by_its_new_clock(rung_out: Room) -> None:
    ended_at = rung_out.step("collect").clock_ended_at
    assert ended_at is not None
    rung_out.go_to("collect")
    assert rung_out.step("collect").clock_ended_at is None
    rung_out.go_to("group")
    assert rung_out.step("collect").clock_ended_at is None
    assert write(rung_out, None).ok


def test_a_meeting_that_is_opened_again_takes_ideas_whatever_its_clock_said(db: None) -> None:
    room = open_room(grace_s=10)
    room.end_timer(seconds_ago=60)
    room.do(room.ana, "workshop.close")
    assert room.step("collect").clock_ended_at is not None
    room.do(room.ana, "workshop.reopen")
    assert room.step("collect").clock_ended_at is None
    assert write(room, None).ok
    room.go_to("group")
    assert write(room, None).ok


def test_an_idea_made_after_the_end_does_not_count(later: Room) -> None:
    result = write(later, now() - timedelta(seconds=30))
    assert (result.code, result.detail) == (
        "not_open",
        "Det går inte att skicka idéer just nu. Din text är kvar i telefonen.",
    )


@pytest.mark.parametrize(("seconds", "taken"), [(290, True), (310, False)])
def test_late_ideas_count_for_the_time_that_the_step_says(later: Room, seconds: int, taken: bool) -> None:
    made = now() - timedelta(seconds=90)
    closed_at = later.step("collect").closed_at
    assert closed_at is not None
    with time_machine.travel(closed_at + timedelta(seconds=seconds)):
        assert write(later, made).ok is taken


def test_a_step_may_take_nothing_late(later: Room) -> None:
    later.set_up("collect", late_s=0)
    assert write(later, now() - timedelta(seconds=90)).code == "not_open"


def test_nobody_was_there_before_they_joined(later: Room) -> None:
    newcomer = later.join("Sen")
    assert write(later, now() - timedelta(seconds=90), actor=newcomer).code == "not_open"
    Participant.objects.filter(pk=newcomer.id).update(joined_at=now() - timedelta(seconds=100))
    assert write(later, now() - timedelta(seconds=90), actor=newcomer).ok


def test_a_phone_whose_clock_is_slow_is_believed_within_the_time_for_late_ones(later: Room) -> None:
    assert write(later, now() - timedelta(days=400)).ok


def test_a_phone_whose_clock_is_fast_wrote_now(later: Room) -> None:
    assert write(later, now() + timedelta(days=400)).code == "not_open"


@pytest.mark.parametrize("made", ["i går", "2026-06-23T11:00:00", "", {}])
def test_a_time_that_is_none_is_refused(later: Room, made: Any) -> None:
    sent = command(later.ben, "hand.raise")
    assert later.send(sent._replace(raw={**sent.raw, "made": made}))[0].code == "invalid"


def test_nothing_is_taken_late_once_the_workshop_is_closed(later: Room) -> None:
    later.do(later.ana, "workshop.close")
    assert write(later, now() - timedelta(seconds=90)).code == "closed"


def test_a_change_made_in_time_counts(later: Room) -> None:
    made = now() - timedelta(seconds=90)
    assert send(later, later.ben, "idea.edit", None, idea=later.ideas[0], text="Ny").code == "not_open"
    assert send(later, later.ben, "idea.edit", made, idea=later.ideas[0], text="Ny").ok
    assert later.idea(later.ideas[0]).text == "Ny"


def test_a_comment_made_in_time_counts(later: Room) -> None:
    later.set_up("collect", comments=True)
    args = {"idea": later.ideas[0], "text": "Bra"}
    assert send(later, later.ben, "comment.add", None, comment=new_id(), **args).code == "not_open"
    assert send(later, later.ben, "comment.add", now() - timedelta(seconds=90), comment=new_id(), **args).ok


@pytest.fixture
def voted(db: None) -> Room:
    """A vote whose clock and grace ran out a minute ago; nobody has seen the totals."""
    room = open_room()
    room.ideas = [room.capture(room.ben, f"Idé {n}") for n in range(2)]
    with time_machine.travel(now() - timedelta(seconds=120)):
        room.go_to("vote", show_results="manual", grace_s=0)
    room.end_timer(seconds_ago=60)
    Participant.objects.update(joined_at=now() - timedelta(seconds=300))
    return room


def vote(room: Room, made: datetime | None, target: UUID) -> Result:
    return send(room, room.ben, "vote.set", made, target=target, points=1)


def test_votes_count_if_they_were_placed_before_the_end(voted: Room) -> None:
    assert vote(voted, now() - timedelta(seconds=90), voted.ideas[0]).ok
    assert vote(voted, now() - timedelta(seconds=30), voted.ideas[1]).code == "not_open"
    assert voted.me(voted.ben)["points"] == {str(voted.ideas[0]): 1}


def test_each_vote_of_a_batch_is_judged_by_its_own_time(voted: Room) -> None:
    times = [now() - timedelta(seconds=s) for s in (90, 30)]
    sent = [command(voted.ben, "vote.set", target=one, points=1) for one in voted.ideas]
    results = voted.send(
        *(one._replace(raw={**one.raw, "made": t.isoformat()}) for one, t in zip(sent, times, strict=True))
    )
    assert [result.ok for result in results] == [True, False]


def test_no_vote_is_taken_late_once_the_room_has_seen_the_totals(voted: Room) -> None:
    voted.do(voted.ana, "totals.show")
    result = vote(voted, now() - timedelta(seconds=90), voted.ideas[0])
    assert (result.code, result.detail) == ("not_open", "Rösten kom fram efter att resultatet visades och räknas inte.")
    voted.do(voted.ana, "totals.hide")
    assert vote(voted, now() - timedelta(seconds=90), voted.ideas[0]).ok


@pytest.fixture
def two_steps(db: None) -> Room:
    """Both take ideas; the first, which ended a minute ago, reviews, the second shows at once."""
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room(at="gather", kinds=("collect", "collect"))
        first, second = room.fresh().activities.order_by("position")
        for one, review in ((first, True), (second, False)):
            one.settings = {**one.settings, "review": review}
            one.save()
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.do(room.ana, "activity.start", activity=second.id)
    return room


def test_a_late_idea_goes_by_the_rules_of_the_step_it_was_made_in(two_steps: Room) -> None:
    made = [made_idea(two_steps, now() - timedelta(seconds=ago)) for ago in (90, 30)]
    statuses = [Idea.objects.get(pk=one).status for one in made]
    assert statuses == ["pending", "shown"]


def made_idea(room: Room, made: datetime) -> UUID:
    idea = new_id()
    args = {"idea": idea, "column": room.columns[0].id, "text": "Skriven i trädgården"}
    assert send(room, room.ben, "idea.capture", made, **args).ok
    return idea


def test_a_hand_is_raised_in_the_talk_it_was_meant_for(db: None) -> None:
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room()
        room.go_to("discuss")
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.go_to("group")
        room.go_to("discuss")
    assert send(room, room.ben, "hand.raise", now() - timedelta(seconds=90)).code == "not_open"
    assert send(room, room.ben, "hand.raise", now() - timedelta(seconds=30)).ok


def test_a_hand_counts_in_the_talk_that_was_started_anew_since(db: None) -> None:
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room()
    with time_machine.travel(now() - timedelta(seconds=100)):
        room.go_to("discuss")
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.go_to("discuss")
    assert send(room, room.eva, "hand.raise", now() - timedelta(seconds=110)).code == "not_open"
    assert send(room, room.ben, "hand.raise", now() - timedelta(seconds=90)).ok


def test_a_clock_that_is_set_back_makes_nothing_late_that_was_in_time(db: None) -> None:
    """Phones go on by the server's clock as they knew it, until they hear of the other; whoever has heard goes by that."""
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room()
        room.go_to("discuss")
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.go_to("group")
        room.go_to("discuss")
    before, meant_for_the_first = now(), now() - timedelta(seconds=90)
    with time_machine.travel(before - timedelta(seconds=600)):
        assert send(room, room.eva, "hand.raise", meant_for_the_first).code == "not_open"
        assert send(room, room.ben, "hand.raise", before - timedelta(seconds=30)).ok
        assert send(room, room.eva, "hand.raise", now()).ok


def test_a_late_idea_goes_to_its_own_step_though_the_clock_is_set_back(two_steps: Room) -> None:
    made = now() - timedelta(seconds=90)
    with time_machine.travel(now() - timedelta(seconds=600)):
        assert Idea.objects.get(pk=made_idea(two_steps, made)).status == "pending"
