"""Actions that the room suggests."""

from collections.abc import Iterator
from uuid import UUID

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story


def begin_commit(stage: Stage, **settings: object) -> None:
    step = stage.room.workshop.activities.create(kind="commit", title="Åtgärder", position=9, settings=settings)
    stage.room.do(stage.room.ana, "activity.start", activity=step.id)


def suggest(stage: Stage) -> UUID:
    suggestion = new_id()
    stage.room.do(stage.room.eva, "action.suggest", suggestion=suggestion, title="Bjud in till en dialogdag")
    return suggestion


def take_up(stage: Stage, suggestion: UUID) -> UUID:
    action = new_id()
    stage.room.do(stage.room.ana, "action.create", action=action, title="Håll en dialogdag", suggestion=suggestion)
    return action


@story
def an_action_is_suggested(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    yield
    suggest(stage)


@story
def a_suggestion_is_taken_up(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    suggestion = suggest(stage)
    yield
    take_up(stage, suggestion)


@story
def a_suggestion_is_declined(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    suggestion = suggest(stage)
    yield
    stage.room.do(stage.room.ana, "suggestion.decline", suggestion=suggestion)


@story
def a_declined_suggestion_waits_again(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    suggestion = suggest(stage)
    stage.room.do(stage.room.ana, "suggestion.decline", suggestion=suggestion)
    yield
    stage.room.do(stage.room.ana, "suggestion.restore", suggestion=suggestion)


@story
def the_action_of_a_suggestion_is_removed(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    action = take_up(stage, suggest(stage))
    yield
    stage.room.do(stage.room.ana, "action.remove", action=action)


@story
def a_suggestion_is_taken_back(stage: Stage) -> Iterator[None]:
    begin_commit(stage)
    suggestion = suggest(stage)
    yield
    stage.room.do(stage.room.eva, "suggestion.withdraw", suggestion=suggestion)
