"""Votes in each model."""

from ideahub.core.ids import new_id
from tests.contract.refusals.case import Asked, ben, refused, while_open
from tests.contract.stories import Stage

while_open("vote.set", lambda stage: {"target": stage.ideas[0], "points": 1}, by=ben)
while_open("vote.done", lambda stage: {"done": True}, by=ben)


@refused("vote.set", "not_open")
def no_vote_is_on(stage: Stage) -> Asked:
    return stage.room.ben, {"target": stage.ideas[0], "points": 1}


@refused("vote.set", "not_open")
def its_result_is_shown(stage: Stage) -> Asked:
    stage.vote()
    stage.room.do(stage.room.ana, "totals.show")
    return stage.room.ben, {"target": stage.ideas[0], "points": 1}


@refused("vote.set", "not_open")
def another_vote_has_begun(stage: Stage) -> Asked:
    stage.vote(grace_s=0, late_s=0)
    again = stage.room.workshop.activities.create(kind="vote", title="Igen", position=9)
    stage.room.do(stage.room.ana, "activity.start", activity=again.id)
    return stage.room.ben, {"target": stage.ideas[0], "points": 1, "activity": stage.room.steps["vote"].id}


@refused("vote.set", "budget_spent")
def all_points_are_placed(stage: Stage) -> Asked:
    stage.vote(votes_per_person=2)
    return stage.room.ben, {"target": stage.ideas[1], "points": 1}


@refused("vote.set", "cap_reached")
def one_target_gets_too_many_points(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ben, {"target": stage.ideas[0], "points": 4}


@refused("vote.set", "cap_reached")
def the_model_has_no_such_answer(stage: Stage) -> Asked:
    stage.vote(model="thumb")
    return stage.room.ben, {"target": stage.ideas[0], "points": 2}


@refused("vote.set", "invalid")
def points_are_not_said(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ben, {"target": stage.ideas[0], "points": None}


@refused("vote.set", "invalid")
def effort_is_not_asked_for(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ben, {"target": stage.ideas[0], "points": 1, "effort": 3}


@refused("vote.set", "not_allowed")
def staff_vote(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ana, {"target": stage.ideas[0], "points": 1}


@refused("vote.set", "not_found")
def the_target_is_hidden(stage: Stage) -> Asked:
    stage.vote()
    stage.room.do(stage.room.ana, "idea.hide", ideas=stage.ideas[1:])
    return stage.room.ben, {"target": stage.ideas[1], "points": 1}


@refused("vote.set", "not_found")
def the_target_is_unknown(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ben, {"target": new_id(), "points": 1}


@refused("vote.done", "not_open")
def there_is_nothing_to_be_done_with(stage: Stage) -> Asked:
    return stage.room.ben, {"done": True}


@refused("vote.done", "not_allowed")
def staff_say_that_they_are_done(stage: Stage) -> Asked:
    stage.vote()
    return stage.room.ana, {"done": True}
