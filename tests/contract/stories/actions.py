"""Action items."""

from collections.abc import Iterator

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story


@story
def an_action_is_created(stage: Stage) -> Iterator[None]:
    yield
    args = {"owner_name": "Rut", "owner_email": "rut@example.se", "due_on": "2026-09-01", "ideas": stage.ideas}
    stage.room.do(stage.room.ana, "action.create", action=new_id(), title="Räkna på taken", **args)


@story
def an_action_is_updated(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.update", action=stage.action, owner_name="Rut", status="accepted")


@story
def an_action_becomes_a_draft(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.update", action=stage.action, status="draft")


@story
def an_action_is_claimed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "action.claim", action=stage.action, name="Ben", email="ben@example.se")


@story
def an_action_is_removed(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "action.remove", action=stage.action)
