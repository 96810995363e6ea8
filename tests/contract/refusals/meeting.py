"""The workshop as a whole: its steps, its clock, its end."""

from datetime import timedelta
from typing import Any

from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from ideahub.workshops.models import Workshop
from tests.contract.refusals.case import Asked, ana, for_staff, refused, while_open
from tests.contract.stories import Stage


def nothing(_stage: Stage) -> dict[str, Any]:
    return {}


for command in ("workshop.open", "workshop.reopen", "totals.show", "totals.hide"):
    for_staff(command, nothing)
for command in ("workshop.lock", "workshop.unlock", "workshop.close"):
    for_staff(command, nothing)
    while_open(command, nothing, by=ana)
for_staff("activity.start", lambda stage: {"activity": stage.room.steps["vote"].id})
while_open("activity.start", lambda stage: {"activity": stage.room.steps["vote"].id}, by=ana)
for_staff("timer.set", lambda stage: {"paused_s": 90})
while_open("timer.set", lambda stage: {"paused_s": 90}, by=ana)
for_staff("spotlight.set", lambda stage: {"idea": stage.ideas[0]})
while_open("spotlight.set", lambda stage: {"idea": stage.ideas[0]}, by=ana)


@refused("workshop.open", "not_allowed")
def it_is_open_already(stage: Stage) -> Asked:
    return stage.room.ana, {}


@refused("workshop.open", "invalid")
def it_has_no_steps(stage: Stage) -> Asked:
    Workshop.objects.filter(pk=stage.room.workshop.id).update(status="draft", activity=None)
    stage.room.workshop.activities.all().delete()
    return stage.room.ana, {}


@refused("workshop.reopen", "not_allowed")
def it_is_not_closed(stage: Stage) -> Asked:
    return stage.room.ana, {}


@refused("activity.start", "not_found")
def the_step_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"activity": new_id()}


@refused("timer.set", "invalid")
def the_clock_both_runs_and_stands(stage: Stage) -> Asked:
    return stage.room.ana, {"ends_at": to_wire(now() + timedelta(minutes=5)), "paused_s": 90}


@refused("spotlight.set", "not_found")
def there_is_no_such_idea(stage: Stage) -> Asked:
    return stage.room.ana, {"idea": new_id()}


@refused("spotlight.set", "not_allowed")
def the_room_does_not_see_it(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[:1])
    return stage.room.ana, {"idea": stage.ideas[0]}
