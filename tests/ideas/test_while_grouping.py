"""Ideas that are taken while a grouping is on, too."""

from datetime import datetime, timedelta

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.workshops.models import Activity
from tests.support.room import Room, command, open_room


@pytest.fixture
def grouping(db: None) -> Room:
    """The step of the ideas, without a grace, was followed by a grouping."""
    room = open_room(kinds=("collect", "group", "vote"), while_grouping=True, grace_s=0, late_s=0)
    room.go_to("group", grace_s=0, late_s=0)
    return room


def refusal(room: Room, actor: Actor, *, made: datetime | None = None) -> str | None:
    sent = command(actor, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Kom på en till")
    if made:
        sent.raw["made"] = made.isoformat()
    return room.send(sent)[0].code


def test_they_are_taken_by_the_rules_of_their_own_step_and_shown_at_once(grouping: Room) -> None:
    room = grouping
    room.set_up("collect", show_others_after_s=3600)
    idea = room.capture(room.ben, "Kom på en till")
    assert [one["id"] for one in room.state(Audience.PARTICIPANT)["ideas"]] == [str(idea)]
    room.do(room.eva, "idea.support", idea=idea, on=True)
    room.do(room.ben, "idea.edit", idea=idea, text="Kom på en bättre")
    room.do(room.ben, "idea.withdraw", idea=idea)
    room.do(room.ben, "idea.restore", idea=idea)
    room.set_up("collect", review=True, max_ideas_per_person=2)
    assert room.idea(room.capture(room.ben, "Ännu en")).status == "pending"
    assert refusal(room, room.ben) == "cap_reached"


def test_not_where_the_step_says_no(grouping: Room) -> None:
    grouping.set_up("collect", while_grouping=False)
    assert refusal(grouping, grouping.ben) == "not_open"


def test_not_once_the_clock_of_the_grouping_has_run_out(grouping: Room) -> None:
    grouping.do(grouping.ana, "timer.set", ends_at=now() - timedelta(seconds=1))
    assert refusal(grouping, grouping.ben) == "not_open"


def test_in_other_steps_only_what_was_made_in_time(grouping: Room) -> None:
    room = grouping
    made = now()
    room.go_to("vote")
    assert refusal(room, room.ben) == "not_open"
    room.set_up("group", late_s=300)
    assert refusal(room, room.ben) == "not_open"
    assert refusal(room, room.ben, made=made) is None


def test_a_later_step_of_ideas_decides_for_the_groupings_after_it(db: None) -> None:
    room = open_room(kinds=("collect", "group", "collect", "group"))
    steps = list(Activity.objects.filter(workshop=room.workshop).order_by("position"))
    for at, step in enumerate(steps):
        Activity.objects.filter(pk=step.pk).update(settings={"grace_s": 0, "late_s": 0, "while_grouping": at == 0})
        room.do(room.ana, "activity.start", activity=step.pk)
    assert refusal(room, room.ben) == "not_open"
    room.set_up("collect", while_grouping=True)
    assert refusal(room, room.ben) is None
