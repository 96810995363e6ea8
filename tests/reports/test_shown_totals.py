"""The report says that votes were placed unseen only where they were."""

import pytest

from ideahub.reports.builder import build
from tests.support.room import Room


def vote_step_was_hidden(room: Room) -> bool:
    room.do(room.ana, "workshop.close")
    (step,) = [step for step in build(room.fresh()).steps if step.kind == "vote"]
    return step.results_hidden


def test_votes_that_were_shown_at_the_end_were_placed_unseen(room: Room) -> None:
    room.go_to("vote", show_results="after_close")
    assert vote_step_was_hidden(room)


@pytest.mark.parametrize("setting", ["manual", "after_close"])
def test_votes_that_the_leader_showed_meanwhile_were_not(room: Room, setting: str) -> None:
    room.go_to("vote", show_results=setting)
    room.do(room.ana, "totals.show")
    room.do(room.ana, "totals.hide")
    assert not vote_step_was_hidden(room)


@pytest.mark.parametrize("setting", ["manual", "after_close"])
def test_votes_that_ended_when_the_leader_showed_them_were_placed_unseen(room: Room, setting: str) -> None:
    room.go_to("vote", show_results=setting)
    room.do(room.ana, "totals.show")
    assert vote_step_was_hidden(room)
