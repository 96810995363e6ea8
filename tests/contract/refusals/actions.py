"""Action items."""

from typing import Any

from ideahub.core.ids import new_id
from tests.contract.refusals.case import Asked, ben, for_staff, mute_ben, refused, while_open
from tests.contract.stories import Stage


def an_action(stage: Stage) -> dict[str, Any]:
    return {"action": new_id(), "title": "Räkna på taken", "ideas": stage.ideas}


def a_claim(stage: Stage) -> dict[str, Any]:
    return {"action": stage.action, "name": "Ben", "email": "ben@example.se"}


for_staff("action.create", an_action)
for_staff("action.update", lambda stage: {"action": stage.action, "owner_name": "Rut"})
for_staff("action.remove", lambda stage: {"action": stage.action})
while_open("action.claim", a_claim, by=ben)


@refused("action.create", "invalid")
def the_date_cannot_be_read(stage: Stage) -> Asked:
    return stage.room.ana, {**an_action(stage), "due_on": "snart"}


@refused("action.create", "invalid")
def there_is_an_action_of_that_id(stage: Stage) -> Asked:
    return stage.room.ana, {**an_action(stage), "action": stage.action}


@refused("action.create", "not_found")
def it_comes_from_an_unknown_idea(stage: Stage) -> Asked:
    return stage.room.ana, {**an_action(stage), "ideas": [new_id()]}


@refused("action.create", "cap_reached")
def the_step_has_all_its_actions(stage: Stage) -> Asked:
    step = stage.room.workshop.activities.create(kind="commit", title="Bestäm", position=9, settings={"max_actions": 1})
    stage.room.do(stage.room.ana, "activity.start", activity=step.id)
    return stage.room.ana, an_action(stage)


@refused("action.update", "invalid")
def the_owners_address_is_none(stage: Stage) -> Asked:
    return stage.room.ana, {"action": stage.action, "owner_email": "rut"}


@refused("action.update", "not_found")
def the_updated_action_is_removed(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "action.remove", action=stage.action)
    return stage.room.ana, {"action": stage.action, "owner_name": "Rut"}


@refused("action.remove", "not_found")
def the_action_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"action": new_id()}


@refused("action.claim", "invalid")
def whoever_takes_it_has_no_address(stage: Stage) -> Asked:
    return stage.room.ben, {**a_claim(stage), "email": ""}


@refused("action.claim", "muted")
def somebody_muted_takes_it(stage: Stage) -> Asked:
    return mute_ben(stage), a_claim(stage)


@refused("action.claim", "not_allowed")
def somebody_has_taken_it(stage: Stage) -> Asked:
    stage.room.do(stage.room.eva, "action.claim", action=stage.action, name="Eva", email="eva@example.se")
    return stage.room.ben, a_claim(stage)


@refused("action.claim", "not_allowed")
def staff_take_it(stage: Stage) -> Asked:
    return stage.room.ana, a_claim(stage)


@refused("action.claim", "not_found")
def it_is_a_draft(stage: Stage) -> Asked:
    stage.room.do(stage.room.ana, "action.update", action=stage.action, status="draft")
    return stage.room.ben, a_claim(stage)
