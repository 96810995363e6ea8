"""Showing the result of a vote that is on closes it; hiding it again opens it."""

import pytest

from tests.support.room import Room, open_room


def begun(show_results: str) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ben)]
    room.go_to("vote", show_results=show_results)
    return room


@pytest.mark.parametrize("show_results", ["manual", "after_close"])
def test_a_result_that_is_shown_closes_the_vote_until_it_is_hidden(db: None, show_results: str) -> None:
    room = begun(show_results)
    assert room.vote(room.ben, room.ideas[0]).ok
    room.do(room.ana, "totals.show")
    assert room.refusal(room.ben, "vote.set", target=room.ideas[0], points=0) == "not_open"
    assert room.refusal(room.ben, "vote.done", done=True) == "not_open"
    room.do(room.ana, "totals.hide")
    assert room.vote(room.ben, room.ideas[0], 0).ok


def test_a_live_result_closes_nothing(db: None) -> None:
    room = begun("live")
    room.do(room.ana, "totals.show")
    assert room.vote(room.ben, room.ideas[0]).ok


def test_a_result_that_shows_by_itself_leaves_the_grace(db: None) -> None:
    room = begun("after_close")
    room.go_to("discuss")
    assert room.vote(room.ben, room.ideas[0]).ok


def test_a_result_shown_by_hand_in_the_grace_ends_it(db: None) -> None:
    room = begun("manual")
    room.go_to("discuss")
    assert room.vote(room.ben, room.ideas[0]).ok
    room.do(room.ana, "totals.show")
    assert room.refusal(room.ben, "vote.set", target=room.ideas[0], points=0) == "not_open"


def test_a_vote_that_is_taken_up_again_is_open(db: None) -> None:
    room = begun("after_close")
    room.do(room.ana, "totals.show")
    room.go_to("discuss")
    room.go_to("vote")
    assert room.vote(room.ben, room.ideas[0]).ok
