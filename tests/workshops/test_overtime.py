"""Steps that are shortened once the clock has run out: what has been made up for is the meeting's, and the same on all boards."""

from dataclasses import replace
from typing import Any

import pytest

from ideahub.core.actor import Audience
from ideahub.workshops.plans import Changes, step_plan, version_of
from ideahub.workshops.setup import change_workshop, duplicate_workshop
from tests.support.room import Room, open_room


@pytest.fixture
def late(db: None) -> Room:
    """Its clock ran out over two minutes ago, and two steps are to come."""
    room = open_room(at="vote")
    for kind, minutes in (("collect", 12), ("discuss", 15), ("commit", 14)):
        room.workshop.activities.filter(kind=kind).update(minutes=minutes)
    room.end_timer(seconds_ago=130)
    return room


def change(room: Room, **minutes: int | None) -> None:
    fresh = room.fresh()
    steps = list(fresh.activities.all())
    version = version_of(fresh, fresh.columns.all(), steps)
    plans = tuple(replace(step_plan(one), minutes=minutes.get(one.kind, one.minutes)) for one in steps)
    change_workshop(by=room.leader, workshop_id=fresh.id, changes=Changes(activities=plans), version=version)


def made_up(room: Room) -> Any:
    """As every board has it: minutes, and whether it is of the clock that they show."""
    told = room.state(Audience.STAFF)["workshop"]
    made = told["settings"].get("made_up")
    return made and (made["minutes"], made["ends_at"] == told["timer"]["ends_at"])


def test_what_later_steps_are_shortened_by_is_told_to_all(late: Room) -> None:
    change(late, discuss=12)
    assert made_up(late) == (3, True)
    change(late, commit=12)
    assert made_up(late) == (5, True)
    told = late.events()[-1].payload["workshop"]
    assert told["settings"]["made_up"]["minutes"] == 5


def test_a_step_that_is_lengthened_again_takes_it_back(late: Room) -> None:
    change(late, discuss=12)
    change(late, discuss=14)
    assert made_up(late) == (1, True)
    change(late, discuss=40)
    assert made_up(late) == (0, True)


def test_steps_that_are_over_and_other_changes_make_up_for_nothing(late: Room) -> None:
    change(late, collect=2)
    change(late, vote=1)
    change(late)
    assert made_up(late) is None


def test_what_is_shortened_in_time_makes_up_for_nothing(late: Room) -> None:
    late.end_timer(seconds_ago=-60)
    change(late, discuss=12)
    assert made_up(late) is None


def test_another_end_of_the_clock_begins_anew(late: Room) -> None:
    change(late, discuss=12)
    late.end_timer(seconds_ago=70)
    assert made_up(late) == (3, False)
    change(late, discuss=11)
    assert made_up(late) == (1, True)


def test_a_copy_has_none_of_it(late: Room) -> None:
    change(late, discuss=12)
    copy = duplicate_workshop(by=late.leader, original=late.fresh(), title="Igen")
    assert "made_up" not in copy.settings
