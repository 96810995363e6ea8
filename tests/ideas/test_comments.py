"""Talking about an idea."""

from datetime import timedelta

import pytest

from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from tests.support.room import Room, open_room


@pytest.fixture
def talk(db: None) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ben)]
    room.go_to("discuss", comments=True, anonymous=True)
    return room


def say(room: Room, text: str = "Bra!", **args: object) -> str | None:
    return room.refusal(room.eva, "comment.add", **{"comment": new_id(), "idea": room.ideas[0], "text": text, **args})


def test_a_comment_is_counted_and_shown(talk: Room) -> None:
    assert say(talk, " Bra! ") is None
    state = talk.state(Audience.PARTICIPANT)
    assert (state["ideas"][0]["comments"], state["comments"][0]["text"]) == (1, "Bra!")


def test_a_comment_has_1_to_300_characters(talk: Room) -> None:
    assert say(talk, "å" * 300) is None
    assert {say(talk, "å" * 301), say(talk, " "), say(talk, "a\x00b"), say(talk, "\ud800")} == {"invalid"}


def test_comments_are_taken_only_where_the_step_allows_them(talk: Room) -> None:
    talk.set_up("discuss", comments=False)
    assert say(talk) == "not_open"
    talk.set_up("discuss", comments=True)
    talk.end_timer(seconds_ago=60)
    assert say(talk) == "not_open"


def test_nobody_comments_on_what_they_do_not_see(talk: Room) -> None:
    talk.do(talk.ana, "idea.hide", ideas=talk.ideas)
    assert say(talk) == "not_found"
    assert say(talk, idea=new_id()) == "not_found"


def test_the_muted_do_not_comment(talk: Room) -> None:
    talk.do(talk.ana, "participant.mute", participant=talk.eva.id)
    assert say(talk) == "muted"


def test_a_closed_workshop_takes_no_comments(talk: Room) -> None:
    talk.do(talk.ana, "workshop.close")
    assert say(talk) == "closed"


def test_a_comments_id_is_used_once(talk: Room) -> None:
    comment = new_id()
    assert say(talk, comment=comment) is None
    assert say(talk, comment=comment) == "invalid"


@pytest.mark.parametrize(("anonymous", "author"), [(True, None), (False, "Eva")])
def test_the_author_is_named_only_where_the_step_says_so(talk: Room, anonymous: bool, author: str | None) -> None:
    talk.set_up("discuss", anonymous=anonymous)
    say(talk)
    assert talk.state(Audience.STAFF)["comments"][0]["author"] == author


def test_comments_come_back_with_an_idea_that_is_shown_again(talk: Room) -> None:
    say(talk)
    talk.do(talk.ana, "idea.hide", ideas=talk.ideas)
    assert talk.state(Audience.PARTICIPANT)["comments"] == []
    before = talk.seq
    talk.do(talk.ana, "idea.show", ideas=talk.ideas)
    assert talk.told(before) == ["idea.shown", "comment.added"]
    assert now() - timedelta(minutes=1) < talk.events(before)[0].created_at
