import json

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.ideas.models import Idea
from ideahub.reports.builder import build
from ideahub.reports.facts import to_json
from ideahub.workshops.models import Workshop
from tests.support.room import Room

SECRET = "Hemlig trädgård bakom stationen"
GONE = "Borttagen av den som skrev"
pytestmark = pytest.mark.django_db


def everything_told(room: Room) -> str:
    """All that anybody could still be told: the log, every audience's state, the report made now, the rows."""
    log = [event.payload for event in Event.objects.filter(stream_id=room.workshop.id)]
    states = [room.state(audience) for audience in Audience]
    own = [room.me(actor) for actor in (room.ben, room.eva)]
    rows = list(Idea.objects.values_list("text", "author_name", "flags"))
    return json.dumps([log, states, own, to_json(build(room.fresh())), rows], ensure_ascii=False, default=str)


def grouped(room: Room) -> str:
    idea = room.capture(room.ben, SECRET)
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Gröna rum", ideas=[idea])
    return str(idea)


def test_an_idea_nobody_has_grouped_goes_away_whole(room: Room) -> None:
    idea = room.capture(room.ben, SECRET)
    room.do(room.ben, "idea.edit", idea=idea, text=f"{SECRET} och torget")
    before = room.seq
    room.do(room.ben, "idea.erase", idea=idea)
    assert room.told(before) == ["idea.withdrawn"]
    assert SECRET not in everything_told(room)
    assert room.state(Audience.STAFF)["ideas"] == []


def test_an_idea_in_a_group_keeps_its_place_and_loses_its_text_everywhere(room: Room) -> None:
    idea = grouped(room)
    before = room.seq
    room.do(room.ben, "idea.erase", idea=idea)
    assert room.told(before) == ["idea.erased"]
    assert SECRET not in everything_told(room)
    shown = room.state(Audience.PARTICIPANT)["ideas"][0]
    assert (shown["number"], shown["text"], shown["author"]) == (1, GONE, None)


def test_an_idea_that_was_merged_loses_its_text_in_the_idea_it_went_into(room: Room) -> None:
    first, second, third = room.capture(room.ben, SECRET), room.capture(room.eva, "Två"), room.capture(room.eva, "Tre")
    room.do(room.ana, "idea.merge", idea=first, into=second)
    room.do(room.ana, "idea.merge", idea=second, into=third)
    room.do(room.ben, "idea.erase", idea=first)
    assert SECRET not in everything_told(room)
    whole = room.state(Audience.PARTICIPANT)["ideas"][0]
    assert (whole["text"], sorted(whole["merged_texts"])) == ("Tre", [GONE, "Två"])


def test_an_idea_that_took_others_in_keeps_their_texts(room: Room) -> None:
    part, whole = room.capture(room.eva, "Evas del"), room.capture(room.ben, SECRET)
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    room.do(room.ben, "idea.erase", idea=whole)
    assert SECRET not in everything_told(room)
    assert room.state(Audience.PARTICIPANT)["ideas"][0]["merged_texts"] == ["Evas del"]


def test_an_idea_with_votes_or_an_action_keeps_its_place_and_its_points(room: Room) -> None:
    idea = room.capture(room.ben, SECRET)
    named = room.capture(room.ben, f"{SECRET} igen")
    room.do(room.ana, "action.create", action=new_id(), title="Gräv", ideas=[named])
    room.go_to("vote")
    assert room.vote(room.eva, idea).ok
    for one in (idea, named):
        room.do(room.ben, "idea.erase", idea=one)
    assert [(one["text"], one["points"]) for one in room.state(Audience.STAFF)["ideas"]] == [(GONE, 1), (GONE, 0)]
    assert SECRET not in everything_told(room)


def test_it_can_be_done_after_the_close(room: Room) -> None:
    loose, idea = room.capture(room.ben, f"{SECRET} två"), grouped(room)
    room.do(room.ana, "workshop.close")
    for one in (loose, idea):
        room.do(room.ben, "idea.erase", idea=one)
    assert SECRET not in everything_told(room)


def test_in_an_english_meeting_the_words_are_english(room: Room) -> None:
    Workshop.objects.filter(pk=room.workshop.pk).update(language="en")
    room.do(room.ben, "idea.erase", idea=grouped(room))
    assert room.state(Audience.PARTICIPANT)["ideas"][0]["text"] == "Removed by the one who wrote it"


def test_erasing_again_changes_nothing(room: Room) -> None:
    idea = grouped(room)
    room.do(room.ben, "idea.erase", idea=idea)
    before = room.seq
    room.do(room.ben, "idea.erase", idea=idea)
    assert room.seq == before


def test_only_its_author_erases_an_idea(room: Room) -> None:
    idea = grouped(room)
    assert room.refusal(room.eva, "idea.erase", idea=idea) == "not_allowed"
    assert room.refusal(room.ana, "idea.erase", idea=idea) == "not_allowed"
    assert room.refusal(Actor(Audience.PARTICIPANT, room.ben.id), "idea.erase", idea=new_id()) == "not_found"


def test_nobody_writes_a_text_anew_where_one_was_erased(room: Room) -> None:
    idea = grouped(room)
    room.do(room.ben, "idea.erase", idea=idea)
    assert room.refusal(room.ben, "idea.edit", idea=idea, text="Igen") == "not_allowed"
    assert room.refusal(room.ana, "idea.edit", idea=idea, text="Igen") == "not_allowed"


def test_the_texts_of_others_stay_in_the_log(room: Room) -> None:
    other = room.capture(room.eva, "Evas idé")
    room.do(room.ben, "idea.erase", idea=grouped(room))
    assert "Evas idé" in json.dumps([event.payload for event in room.events()], ensure_ascii=False)
    assert room.idea(other).text == "Evas idé"
