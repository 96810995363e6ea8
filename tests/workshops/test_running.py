"""A workshop from its opening to its end: steps, clock, lock, hands, people."""

from datetime import timedelta
from typing import Any

import pytest

from ideahub.commands import execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.reports.models import Report
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.models import Activity
from tests.support.room import Room, command, make_draft, open_room, person

STAFF_ONLY: list[tuple[str, dict[str, Any]]] = [
    ("workshop.open", {}), ("workshop.lock", {}), ("workshop.unlock", {}), ("workshop.close", {}), ("workshop.reopen", {}),
    ("activity.start", {"activity": new_id()}), ("timer.set", {}), ("totals.show", {}), ("totals.hide", {}),
    ("spotlight.set", {"idea": None}), ("participant.mute", {"participant": new_id()}),
    ("participant.unmute", {"participant": new_id()}), ("hand.lower", {"participant": new_id()}),
    ("action.create", {"action": new_id(), "title": "x"}), ("action.update", {"action": new_id()}),
    ("action.remove", {"action": new_id()}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), STAFF_ONLY)
def test_participants_do_not_lead(room: Room, name: str, args: dict[str, Any]) -> None:
    assert room.refusal(room.ben, name, **args) == "not_allowed"


def test_opening_starts_the_first_step_and_its_clock(room: Room) -> None:
    draft = make_draft()
    draft.activities.filter(position=0).update(minutes=10)
    [result] = execute_batch(draft.id, [command(Actor(Audience.STAFF, room.leader.id), "workshop.open")])
    assert result.ok
    draft.refresh_from_db()
    first = draft.activities.get(position=0)
    assert (draft.status, draft.activity_id) == ("open", first.id)
    assert draft.timer_ends_at == first.started_at + timedelta(minutes=10)  # type: ignore[operator]


def test_an_open_workshop_is_not_opened_again(room: Room) -> None:
    assert room.refusal(room.ana, "workshop.open") == "not_allowed"


def test_a_workshop_without_steps_is_not_opened(room: Room) -> None:
    empty = make_draft(kinds=())
    [result] = execute_batch(empty.id, [command(room.ana, "workshop.open")])
    assert (result.ok, result.code) == (False, "invalid")


def test_a_step_ends_the_one_before_and_starts_its_clock(room: Room) -> None:
    Activity.objects.filter(pk=room.steps["group"].pk).update(minutes=5)
    room.go_to("group")
    workshop, collect, group = room.fresh(), room.step("collect"), room.step("group")
    assert workshop.activity_id == group.id
    assert collect.closed_at == group.started_at
    assert workshop.timer_ends_at == group.started_at + timedelta(minutes=5)  # type: ignore[operator]


def test_a_step_can_be_taken_up_again(room: Room) -> None:
    room.go_to("group")
    room.go_to("collect")
    assert room.step("collect").closed_at is None
    room.capture(room.ben)


def test_a_new_step_puts_down_what_was_lifted_in_the_one_before(room: Room) -> None:
    idea = room.capture(room.ben)
    room.go_to("discuss")
    room.do(room.ana, "spotlight.set", idea=idea)
    room.go_to("discuss")
    assert room.fresh().spotlight == idea
    room.go_to("commit")
    assert room.fresh().spotlight is None


def test_only_steps_of_this_workshop_are_started(room: Room) -> None:
    assert room.refusal(room.ana, "activity.start", activity=open_room().steps["vote"].id) == "not_found"


def test_the_clock_runs_stands_still_or_is_taken_away(room: Room) -> None:
    ends_at = now() + timedelta(minutes=5)
    room.do(room.ana, "timer.set", ends_at=ends_at.isoformat())
    assert room.fresh().timer_ends_at == ends_at
    room.do(room.ana, "timer.set", paused_s=90)
    assert (room.fresh().timer_ends_at, room.fresh().timer_paused_s) == (None, 90)
    room.do(room.ana, "timer.set")
    assert (room.fresh().timer_ends_at, room.fresh().timer_paused_s) == (None, None)


@pytest.mark.parametrize(
    "args",
    [
        {"ends_at": "2026-11-23T21:00:00"}, {"ends_at": "i morgon"}, {"ends_at": "2126-01-01T00:00:00Z"}, {"ends_at": 10**30},
        {"ends_at": -(10**12)}, {"ends_at": [1]}, {"paused_s": -1}, {"paused_s": 86401}, {"paused_s": 10**30}, {"paused_s": 1.5},
        {"ends_at": (now() + timedelta(minutes=5)).isoformat(), "paused_s": 5},
    ],
)  # fmt: skip
def test_a_clock_that_cannot_be_is_refused(room: Room, args: dict[str, Any]) -> None:
    assert room.refusal(room.ana, "timer.set", **args) == "invalid"


def test_a_lock_is_of_an_open_workshop(room: Room) -> None:
    room.do(room.ana, "workshop.lock")
    assert room.fresh().locked
    room.capture(room.ben)
    room.do(room.ana, "workshop.unlock")
    room.do(room.ana, "workshop.close")
    assert room.refusal(room.ana, "workshop.lock") == "closed"


def test_closing_ends_everything_and_makes_a_report_due_once(room: Room) -> None:
    room.go_to("discuss")
    room.do(room.ben, "hand.raise")
    room.do(room.ana, "workshop.close")
    workshop = room.fresh()
    assert (workshop.status, workshop.timer_ends_at) == ("closed", None)
    assert raised_hands(room.workshop.id).count == 0
    assert room.refusal(room.ana, "workshop.close") == "closed"
    assert Report.objects.filter(workshop=workshop).count() == 1


@pytest.mark.parametrize("audience", Audience)
def test_everybody_is_told_how_many_took_part_once_nobody_else_can(room: Room, audience: Audience) -> None:
    def told() -> Any:
        return room.state(audience)["workshop"]["took_part"]

    assert told() is None
    room.join()
    room.do(room.ana, "workshop.close")
    (closed,) = [event for event in room.events() if event.type == "workshop.closed"]
    assert told() == closed.payload["workshop"]["took_part"] == room.workshop.participants.count() == 3
    room.do(room.ana, "workshop.reopen")
    assert told() is None


@pytest.mark.parametrize("name", ["activity.start", "timer.set", "spotlight.set"])
def test_a_closed_workshop_is_not_led(room: Room, name: str) -> None:
    room.do(room.ana, "workshop.close")
    assert room.refusal(room.ana, name, activity=room.steps["vote"].id, idea=None) == "closed"


def test_a_reopened_workshop_goes_on_where_it_was(room: Room) -> None:
    assert room.refusal(room.ana, "workshop.reopen") == "not_allowed"
    room.do(room.ana, "workshop.close")
    room.do(room.ana, "workshop.reopen")
    room.capture(room.ben)
    room.do(room.ana, "workshop.close")
    # The one that was due when the meeting went on is not written any more.
    assert Report.objects.filter(workshop=room.workshop).count() == 1


def test_hands_are_raised_while_talking_the_longest_first(room: Room) -> None:
    assert room.refusal(room.ben, "hand.raise") == "not_open"
    room.go_to("discuss")
    room.do(room.eva, "hand.raise")
    room.do(room.ben, "hand.raise")
    room.do(room.eva, "hand.raise")
    hands = raised_hands(room.workshop.id)
    assert [one.name for one in hands.hands or ()] == ["Eva", "Ben"]
    assert room.refusal(room.ana, "hand.raise") == "not_allowed"


def test_hands_are_lowered_by_their_owner_or_the_leader(room: Room) -> None:
    room.go_to("discuss")
    room.do(room.ben, "hand.raise")
    assert room.refusal(room.eva, "hand.lower", participant=room.ben.id) == "not_allowed"
    room.do(room.ben, "hand.lower")
    room.do(room.ben, "hand.raise")
    room.do(room.ana, "hand.lower", participant=room.ben.id)
    assert raised_hands(room.workshop.id).count == 0
    assert room.refusal(room.ana, "hand.lower") == "invalid"
    assert room.refusal(room.ana, "hand.lower", participant=new_id()) == "not_found"


def test_the_muted_still_raise_a_hand_and_are_heard(room: Room) -> None:
    room.go_to("discuss")
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    room.do(room.ben, "hand.raise")
    assert (person(room.ben).muted, room.me(room.ben)["muted"], room.me(room.ben)["hand"]) == (True, True, True)
    assert [one.name for one in raised_hands(room.workshop.id).hands or ()] == ["Ben"]
    room.do(room.ben, "hand.lower")
    assert raised_hands(room.workshop.id).count == 0


def test_a_hand_stays_up_when_its_owner_is_muted(room: Room) -> None:
    room.go_to("discuss")
    room.do(room.ben, "hand.raise")
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert raised_hands(room.workshop.id).count == 1


def test_only_people_of_this_workshop_are_muted(room: Room) -> None:
    theirs = open_room()
    assert room.refusal(room.ana, "participant.mute", participant=theirs.ben.id) == "not_found"
    assert not person(theirs.ben).muted


def test_hands_go_down_when_the_talk_is_over(room: Room) -> None:
    room.go_to("discuss")
    room.do(room.ben, "hand.raise")
    room.go_to("commit")
    assert raised_hands(room.workshop.id).count == 0
