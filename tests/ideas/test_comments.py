"""Talking about an idea."""

from datetime import timedelta
from uuid import UUID

import pytest

from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.reports.builder import build
from tests.support.room import Room, command, open_room


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


@pytest.fixture
def said(talk: Room) -> UUID:
    """Eva's comment on the idea; Ben has said something too."""
    comment = new_id()
    say(talk, "Ring 070-123 45 67", comment=comment)
    talk.do(talk.ben, "comment.add", comment=new_id(), idea=talk.ideas[0], text="Bra!")
    return comment


def seen_comments(room: Room, audience: Audience) -> tuple[int, list[str]]:
    state = room.state(audience)
    return state["ideas"][0]["comments"], [one["text"] for one in state["comments"]]


def test_the_leader_takes_a_comment_away_and_puts_it_back(talk: Room, said: UUID) -> None:
    before = talk.seq
    talk.do(talk.ana, "comment.remove", comment=said)
    assert [seen_comments(talk, audience) for audience in Audience] == [(1, ["Bra!"])] * 3
    talk.do(talk.ana, "comment.restore", comment=said)
    assert [seen_comments(talk, audience) for audience in Audience] == [(2, ["Ring 070-123 45 67", "Bra!"])] * 3
    assert talk.told(before) == ["comment.removed", "comment.added"]


def test_only_who_leads_takes_a_comment_away(talk: Room, said: UUID) -> None:
    for name in ("comment.remove", "comment.restore"):
        assert talk.refusal(talk.eva, name, comment=said) == "not_allowed"
    theirs = open_room()
    assert theirs.refusal(theirs.ana, "comment.remove", comment=said) == "not_found"
    assert talk.refusal(talk.ana, "comment.remove", comment=new_id()) == "not_found"


def test_a_comment_whose_idea_was_taken_back_is_refused_by_its_own_name(talk: Room, said: UUID) -> None:
    talk.do(talk.ben, "idea.withdraw", idea=talk.ideas[0])
    result = talk.ask(talk.ana, "comment.remove", comment=said)
    assert (result.code, result.field) == ("not_found", "comment")
    assert result.detail == "Idén som kommentaren hör till är tillbakatagen."


def test_a_comment_is_taken_away_once(talk: Room, said: UUID) -> None:
    talk.do(talk.ana, "comment.remove", comment=said)
    assert talk.refusal(talk.ana, "comment.remove", comment=said) == "not_found"
    assert say(talk, comment=said) == "invalid"
    assert talk.idea(talk.ideas[0]).comments == 1


def test_a_comment_is_put_back_once(talk: Room, said: UUID) -> None:
    talk.do(talk.ana, "comment.remove", comment=said)
    for _ in range(2):
        talk.do(talk.ana, "comment.restore", comment=said)
    assert talk.idea(talk.ideas[0]).comments == 2


def test_what_was_taken_away_does_not_come_back_with_its_idea(talk: Room, said: UUID) -> None:
    talk.do(talk.ana, "comment.remove", comment=said)
    talk.do(talk.ana, "idea.hide", ideas=talk.ideas)
    before = talk.seq
    talk.do(talk.ana, "idea.show", ideas=talk.ideas)
    assert talk.told(before) == ["idea.shown", "comment.added"]


def test_what_was_taken_away_is_not_in_the_report(talk: Room, said: UUID) -> None:
    talk.do(talk.ana, "comment.remove", comment=said)
    talk.do(talk.ana, "workshop.close")
    assert [idea.comments for idea in build(talk.fresh()).ideas] == [("Bra!",)]


def test_a_comment_is_taken_away_after_the_close_too(talk: Room, said: UUID) -> None:
    talk.do(talk.ana, "workshop.close")
    talk.do(talk.ana, "comment.remove", comment=said)
    assert seen_comments(talk, Audience.PARTICIPANT) == (1, ["Bra!"])


def test_the_text_of_what_was_taken_away_is_not_in_the_log(talk: Room, said: UUID) -> None:
    of_the_batch = new_id()
    talk.do(talk.ana, "comment.remove", comment=said)
    talk.send(
        command(talk.eva, "comment.add", comment=of_the_batch, idea=talk.ideas[0], text="Ring mig"),
        command(talk.ana, "comment.remove", comment=of_the_batch),
    )
    told = {
        event.payload["comment"]["id"]: event.payload["comment"]["text"]
        for event in talk.events()
        if event.type == "comment.added"
    }
    assert (told[str(said)], told[str(of_the_batch)]) == ("", "")
    assert "Bra!" in told.values()


def test_comments_of_a_batch_are_there_to_be_taken_away(talk: Room) -> None:
    comment = new_id()
    results = talk.send(
        command(talk.eva, "comment.add", comment=comment, idea=talk.ideas[0], text="Bra!"),
        command(talk.ana, "comment.remove", comment=comment),
        command(talk.eva, "comment.add", comment=new_id(), idea=talk.ideas[0], text="Mycket bra!"),
    )
    assert [result.ok for result in results] == [True] * 3
    assert seen_comments(talk, Audience.PARTICIPANT) == (1, ["Mycket bra!"])
