"""Actions that the room suggests."""

from typing import Any

from ideahub.core.ids import new_id
from tests.contract.refusals.case import Asked, ben, for_staff, mute_ben, refused, somebody_gone, while_open
from tests.contract.stories import Stage
from tests.contract.stories.suggestions import begin_commit, suggest, take_up


def a_suggestion(stage: Stage) -> dict[str, Any]:
    return {"suggestion": new_id(), "title": "Håll en dialogdag"}


def one_that_waits(stage: Stage) -> dict[str, Any]:
    begin_commit(stage)
    return {"suggestion": suggest(stage)}


while_open("action.suggest", a_suggestion, by=ben)
for_staff("suggestion.decline", one_that_waits)
for_staff("suggestion.restore", one_that_waits)


@refused("action.suggest", "not_open")
def it_is_not_the_step_of_actions(stage: Stage) -> Asked:
    return stage.room.ben, a_suggestion(stage)


@refused("action.suggest", "not_allowed")
def staff_suggest(stage: Stage) -> Asked:
    begin_commit(stage)
    return stage.room.ana, a_suggestion(stage)


@refused("action.suggest", "not_found")
def whoever_suggests_is_gone(stage: Stage) -> Asked:
    begin_commit(stage)
    return somebody_gone(), a_suggestion(stage)


@refused("action.suggest", "muted")
def somebody_muted_suggests(stage: Stage) -> Asked:
    begin_commit(stage)
    return mute_ben(stage), a_suggestion(stage)


@refused("action.suggest", "invalid")
def it_says_nothing(stage: Stage) -> Asked:
    begin_commit(stage)
    return stage.room.ben, {**a_suggestion(stage), "title": " "}


@refused("action.suggest", "invalid")
def there_is_a_suggestion_of_that_id(stage: Stage) -> Asked:
    return stage.room.ben, {**a_suggestion(stage), **one_that_waits(stage)}


@refused("action.suggest", "cap_reached")
def they_have_suggested_all_they_may(stage: Stage) -> Asked:
    begin_commit(stage)
    for _ in range(10):
        stage.room.do(stage.room.ben, "action.suggest", **a_suggestion(stage))
    return stage.room.ben, a_suggestion(stage)


@refused("action.suggest", "cap_reached")
def the_step_has_all_its_actions_already(stage: Stage) -> Asked:
    begin_commit(stage, max_actions=1)
    return stage.room.ben, a_suggestion(stage)


@refused("action.create", "not_allowed")
def the_suggestion_is_an_action_already(stage: Stage) -> Asked:
    args = one_that_waits(stage)
    take_up(stage, args["suggestion"])
    return stage.room.ana, {"action": new_id(), "title": "Igen", **args}


@refused("suggestion.decline", "not_allowed")
def the_declined_one_is_an_action(stage: Stage) -> Asked:
    args = one_that_waits(stage)
    take_up(stage, args["suggestion"])
    return stage.room.ana, args


@refused("suggestion.decline", "not_found")
def there_is_no_such_suggestion(stage: Stage) -> Asked:
    return stage.room.ana, {"suggestion": new_id()}


@refused("suggestion.restore", "not_found")
def there_is_none_to_bring_back(stage: Stage) -> Asked:
    return stage.room.ana, {"suggestion": new_id()}


@refused("suggestion.withdraw", "not_allowed")
def staff_take_it_back(stage: Stage) -> Asked:
    return stage.room.ana, one_that_waits(stage)


@refused("suggestion.withdraw", "not_allowed")
def somebody_else_suggested_it(stage: Stage) -> Asked:
    return stage.room.ben, one_that_waits(stage)


@refused("suggestion.withdraw", "not_allowed")
def it_is_taken_up_already(stage: Stage) -> Asked:
    args = one_that_waits(stage)
    take_up(stage, args["suggestion"])
    return stage.room.eva, args


@refused("suggestion.withdraw", "not_allowed")
def it_is_declined_already(stage: Stage) -> Asked:
    args = one_that_waits(stage)
    stage.room.do(stage.room.ana, "suggestion.decline", **args)
    return stage.room.eva, args


@refused("suggestion.withdraw", "not_found")
def it_is_taken_back_already(stage: Stage) -> Asked:
    args = one_that_waits(stage)
    stage.room.do(stage.room.eva, "suggestion.withdraw", **args)
    return stage.room.eva, args
