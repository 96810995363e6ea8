"""What is said about an idea stays with it when it is merged into another: everybody who sees the whole reads it there."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from ideahub.ideas.models import Idea
from ideahub.reports.builder import build
from ideahub.reports.facts import Part
from ideahub.reports.sheet import lay_out
from ideahub.reports.words import words_in
from tests.support.fold import canonical, fold, seen
from tests.support.room import Room, open_room


@pytest.fixture
def room(db: None) -> Room:
    """Two ideas that have been talked about."""
    room = open_room(comments=True)
    room.ideas = [room.capture(room.ben, "Cykelbanor"), room.capture(room.eva, "Fler cykelbanor")]
    say(room, 0, "Bra!")
    say(room, 1, "Vem betalar?")
    return room


def say(room: Room, idea: int, text: str) -> UUID:
    comment = new_id()
    room.do(room.ben, "comment.add", comment=comment, idea=room.ideas[idea], text=text)
    return comment


def merge(room: Room, idea: int = 1, into: int = 0) -> None:
    room.do(room.ana, "idea.merge", idea=room.ideas[idea], into=room.ideas[into])


def read(room: Room, audience: Audience) -> dict[int, Any]:
    """What stands with each idea, by its number: how many, and what is said about it and its parts."""
    state = room.state(audience)
    return {
        one["number"]: (
            one["comments"],
            [said["text"] for said in state["comments"] if said["idea"] in (one["id"], *one["merged_ids"])],
        )
        for one in state["ideas"]
    }


def require_followed(room: Room, start: dict[Audience, Any], after: int) -> None:
    """Whoever followed along has what a newcomer gets."""
    for audience in Audience:
        told = fold(start[audience], seen(audience, room.events(after)), staff=audience is Audience.STAFF)
        assert canonical({**told, "seq": room.seq}) == canonical(room.state(audience))


def test_the_comments_of_a_part_stand_with_the_whole(room: Room) -> None:
    merge(room)
    for audience in Audience:
        assert read(room, audience) == {1: (2, ["Bra!", "Vem betalar?"])}
        assert room.state(audience)["comments"][1]["idea"] == str(room.ideas[1])


def test_whoever_follows_along_has_them_through_merge_split_and_undo(room: Room) -> None:
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    merge(room)
    require_followed(room, start, after)
    room.do(room.ana, "idea.split", idea=room.ideas[1])
    require_followed(room, start, after)
    assert read(room, Audience.PARTICIPANT) == {1: (1, ["Bra!"]), 2: (1, ["Vem betalar?"])}
    merge(room, 0, 1)
    require_followed(room, start, after)
    assert read(room, Audience.PARTICIPANT) == {2: (2, ["Bra!", "Vem betalar?"])}


def test_the_parts_of_a_part_bring_theirs(room: Room) -> None:
    room.ideas.append(room.capture(room.ana, "Cyklar"))
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    merge(room, 1, 0)
    merge(room, 0, 2)
    require_followed(room, start, after)
    assert read(room, Audience.STAFF) == {3: (2, ["Bra!", "Vem betalar?"])}
    room.do(room.ana, "idea.split", idea=room.ideas[1])
    assert read(room, Audience.STAFF) == {3: (1, ["Bra!"]), 2: (1, ["Vem betalar?"])}


def test_they_go_out_of_sight_and_come_back_with_the_whole(room: Room) -> None:
    merge(room)
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    room.do(room.ana, "idea.hide", ideas=room.ideas[:1])
    require_followed(room, start, after)
    assert room.state(Audience.PARTICIPANT)["comments"] == []
    assert len(room.state(Audience.STAFF)["comments"]) == 2
    room.do(room.ana, "idea.show", ideas=room.ideas[:1])
    require_followed(room, start, after)
    assert read(room, Audience.PROJECTOR) == {1: (2, ["Bra!", "Vem betalar?"])}


def test_the_leader_takes_away_what_is_said_about_a_part_and_puts_it_back(room: Room) -> None:
    rude = say(room, 1, "Dumt")
    merge(room)
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    room.do(room.ana, "comment.remove", comment=rude)
    require_followed(room, start, after)
    for audience in Audience:
        assert read(room, audience) == {1: (2, ["Bra!", "Vem betalar?"])}
    room.do(room.ana, "comment.restore", comment=rude)
    require_followed(room, start, after)
    assert read(room, Audience.PARTICIPANT)[1][0] == 3


def test_what_was_taken_away_stays_away_through_merge_and_split(room: Room) -> None:
    rude = say(room, 1, "Dumt")
    room.do(room.ana, "comment.remove", comment=rude)
    merge(room)
    room.do(room.ana, "idea.split", idea=room.ideas[1])
    assert read(room, Audience.STAFF) == {1: (1, ["Bra!"]), 2: (1, ["Vem betalar?"])}


def test_who_erases_all_of_theirs_takes_it_out_of_the_whole_too(room: Room) -> None:
    merge(room)
    start, after = {audience: room.state(audience) for audience in Audience}, room.seq
    room.do(room.ben, "mine.erase")
    require_followed(room, start, after)
    assert read(room, Audience.PARTICIPANT) == {1: (0, [])}


def test_what_is_said_after_the_merge_is_about_the_whole(room: Room) -> None:
    merge(room)
    say(room, 0, "Nu")
    assert room.refusal(room.ben, "comment.add", comment=new_id(), idea=room.ideas[1], text="Nej") == "not_found"
    assert read(room, Audience.PARTICIPANT) == {1: (3, ["Bra!", "Vem betalar?", "Nu"])}
    room.do(room.ana, "idea.split", idea=room.ideas[1])
    assert read(room, Audience.PARTICIPANT)[1] == (2, ["Bra!", "Nu"])


def test_the_report_tells_them_by_the_parts_number(room: Room) -> None:
    rude = say(room, 1, "Dumt")
    merge(room)
    room.do(room.ana, "comment.remove", comment=rude)
    room.do(room.ana, "workshop.close")
    data = build(room.fresh())
    assert (data.ideas[0].comments, data.ideas[0].merged) == (
        ("Bra!",),
        (Part(2, "Fler cykelbanor", ("Vem betalar?",)),),
    )
    (entry,) = [entry for part in lay_out(data, words_in("sv")).listings for entry in part.entries]
    assert [(one.on, one.text) for one in entry.comments] == [("", "Bra!"), ("Idé 2", "Vem betalar?")]


def test_a_count_that_was_too_low_stands_in_nobodys_way_and_is_put_right(room: Room) -> None:
    rude = say(room, 1, "Dumt")
    merge(room)
    Idea.objects.filter(pk=room.ideas[0]).update(comments=0)
    room.do(room.ana, "comment.remove", comment=rude)
    assert read(room, Audience.STAFF)[1][0] == 2
    Idea.objects.filter(pk=room.ideas[0]).update(comments=0)
    room.do(room.ana, "comment.restore", comment=rude)
    assert read(room, Audience.STAFF)[1][0] == 3
    Idea.objects.filter(pk=room.ideas[0]).update(comments=0)
    room.do(room.ben, "mine.erase")
    assert read(room, Audience.STAFF) == {1: (0, [])}


def test_who_takes_back_many_comments_has_their_ideas_counted_once(room: Room) -> None:
    for number in range(8):
        say(room, number % 2, f"Nummer {number}")
    with CaptureQueriesContext(connection) as asked:
        room.do(room.ben, "mine.erase")
    assert len([one for one in asked if 'UPDATE "ideas_idea" SET "comments"' in one["sql"]]) == 1


def test_many_ideas_come_back_into_sight_with_one_question_for_all_that_is_said(room: Room) -> None:
    room.do(room.ana, "idea.hide", ideas=room.ideas)
    with CaptureQueriesContext(connection) as asked:
        room.do(room.ana, "idea.show", ideas=room.ideas)
    assert len([one["sql"] for one in asked if 'FROM "ideas_comment"' in one["sql"]]) == 1
    assert read(room, Audience.PARTICIPANT) == {1: (1, ["Bra!"]), 2: (1, ["Vem betalar?"])}


def test_a_part_that_waited_when_it_was_merged_is_in_the_report_where_the_room_sees_it(room: Room) -> None:
    room.do(room.ana, "idea.hide", ideas=room.ideas)
    merge(room)
    assert build(room.fresh()).ideas == ()
    room.do(room.ana, "idea.show", ideas=room.ideas[:1])
    seen = room.state(Audience.PROJECTOR)["ideas"][0]["merged_texts"]
    assert [part.text for part in build(room.fresh()).ideas[0].merged] == seen == ["Fler cykelbanor"]
