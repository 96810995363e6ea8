"""All that somebody has left in a meeting, erased at once: ideas, comments, suggestions, and support."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from ideahub.actions.models import ActionItem, Suggestion
from ideahub.commands import Sent
from ideahub.core.actor import Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Event
from ideahub.ideas.models import Comment, Idea, Support
from ideahub.reports.builder import build
from ideahub.reports.facts import to_json
from ideahub.workshops.models import Participant
from tests.support.fold import canonical, fold, seen
from tests.support.room import Room, command, open_room

SECRET = "Hemlig trädgård bakom stationen"
GONE = "Borttagen av den som skrev"
pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    return open_room(at="collect", comments=True, anonymous=False)


def say(room: Room, idea: UUID, text: str = SECRET) -> UUID:
    comment = new_id()
    room.do(room.ben, "comment.add", comment=comment, idea=idea, text=text)
    return comment


def suggest(room: Room, text: str = SECRET) -> UUID:
    suggestion = new_id()
    room.do(room.ben, "action.suggest", suggestion=suggestion, title=text)
    return suggestion


def made_at(sent: Sent, moment: datetime) -> Sent:
    return sent._replace(raw=sent.raw | {"made": moment.isoformat()})


def everything_kept(room: Room) -> str:
    """The log, every audience's state, the report made now, and the rows themselves."""
    log = [event.payload for event in Event.objects.filter(stream_id=room.workshop.id)]
    states = [*(room.state(audience) for audience in Audience), room.me(room.ben), room.me(room.eva)]
    rows = [list(Idea.objects.values_list("text", "author_name"))]
    rows += [list(Comment.objects.values_list("text", "author_name")), list(Suggestion.objects.values_list("title"))]
    return json.dumps([log, states, to_json(build(room.fresh())), rows], ensure_ascii=False, default=str)


def erase(room: Room) -> list[str]:
    """Ben erases; what each audience is told makes of the state before the state after."""
    before, start = room.seq, {audience: room.state(audience) for audience in Audience}
    room.do(room.ben, "mine.erase")
    for audience in Audience:
        after = fold(start[audience], seen(audience, room.events(before)), staff=audience is Audience.STAFF)
        assert canonical({**after, "seq": room.seq}) == canonical(room.state(audience)), audience
    return room.told(before)


def test_nothing_of_what_somebody_wrote_is_left_in_the_meeting_or_its_log(room: Room) -> None:
    loose, theirs = room.capture(room.ben, SECRET), room.capture(room.eva, "Evas idé")
    say(room, loose)
    say(room, theirs)
    room.do(room.ben, "idea.support", idea=theirs, on=True)
    room.go_to("commit")
    suggest(room)
    assert erase(room) == [
        "idea.withdrawn", "comment.removed", "comment.removed", "suggestion.withdrawn", "support.changed"
    ]  # fmt: skip
    assert SECRET not in everything_kept(room)
    [idea] = room.state(Audience.PARTICIPANT)["ideas"]
    assert (idea["text"], idea["comments"], idea["supports"]) == ("Evas idé", 0, 0)
    assert (Comment.objects.count(), Suggestion.objects.count(), Support.objects.count()) == (0, 0, 0)
    own = room.me(room.ben)
    assert (own["own"], own["suggestions"], own["supports"]) == ([], [], [])


def test_what_others_wrote_and_support_stays(room: Room) -> None:
    idea, other = room.capture(room.ben, SECRET), room.capture(room.eva, "Evas idé")
    room.do(room.ana, "cluster.create", cluster=new_id(), title="Gröna rum", ideas=[idea])
    room.do(room.eva, "comment.add", comment=new_id(), idea=other, text="Evas ord")
    room.do(room.eva, "comment.add", comment=new_id(), idea=idea, text="Evas svar")
    say(room, other)
    kim = room.join("Kim")
    for who in (room.ben, kim):
        room.do(who, "idea.support", idea=other, on=True)
    room.do(room.eva, "idea.support", idea=idea, on=True)
    room.go_to("commit")
    room.do(room.eva, "action.suggest", suggestion=new_id(), title="Evas förslag")
    erase(room)
    state = room.state(Audience.STAFF)
    assert sorted(one["text"] for one in state["comments"]) == ["Evas ord", "Evas svar"]
    assert {one["text"]: (one["comments"], one["supports"]) for one in state["ideas"]} == {
        GONE: (1, 1), "Evas idé": (1, 1),
    }  # fmt: skip
    assert [one["title"] for one in state["suggestions"]] == ["Evas förslag"]
    assert "Evas ord" in everything_kept(room)


def test_it_covers_what_nobody_sees_any_more(room: Room) -> None:
    theirs, whole, hidden = (room.capture(room.eva, text) for text in ("Ett", "Två", "Tre"))
    withdrawn = room.capture(room.ben, f"{SECRET} som togs tillbaka")
    room.do(room.ben, "idea.withdraw", idea=withdrawn)
    for one in (theirs, hidden):
        room.do(room.ben, "idea.support", idea=one, on=True)
        say(room, one)
    room.do(room.ana, "comment.remove", comment=say(room, whole))
    room.do(room.ana, "idea.merge", idea=theirs, into=whole)
    room.do(room.ana, "idea.hide", ideas=[hidden])
    room.go_to("commit")
    declined, taken = suggest(room), suggest(room)
    room.do(room.ana, "suggestion.decline", suggestion=declined)
    room.do(room.ana, "action.create", action=new_id(), title="Gräv", suggestion=taken)
    erase(room)
    assert SECRET not in everything_kept(room)
    assert [(one["number"], one["supports"]) for one in room.state(Audience.STAFF)["ideas"]] == [(2, 0), (3, 0)]
    room.do(room.ana, "idea.split", idea=theirs)
    assert (room.idea(theirs).supports, room.idea(theirs).comments, room.idea(hidden).comments) == (0, 0, 0)


def test_an_action_that_was_made_from_a_suggestion_stays_as_its_leader_wrote_it(room: Room) -> None:
    room.go_to("commit")
    room.do(room.ana, "action.create", action=new_id(), title="Bjud in i maj", suggestion=suggest(room))
    erase(room)
    assert ActionItem.objects.get().title == "Bjud in i maj"
    assert [one["title"] for one in room.state(Audience.PARTICIPANT)["actions"]] == ["Bjud in i maj"]


def test_own_ideas_that_were_merged_into_each_other_are_erased_from_what_tells_of_it(room: Room) -> None:
    part, whole = room.capture(room.ben, f"{SECRET} ett"), room.capture(room.ben, f"{SECRET} två")
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    assert erase(room) == ["idea.erased", "idea.erased"]
    assert SECRET not in everything_kept(room)
    [idea] = room.state(Audience.PARTICIPANT)["ideas"]
    assert (idea["text"], idea["merged_texts"]) == (GONE, [GONE])


def test_what_was_written_in_the_same_batch_is_erased_too(room: Room) -> None:
    idea, theirs = new_id(), room.capture(room.eva, "Evas idé")
    results = room.send(
        command(room.ben, "idea.capture", idea=idea, column=room.columns[0].id, text=SECRET),
        command(room.ben, "comment.add", comment=new_id(), idea=theirs, text=SECRET),
        command(room.ben, "idea.support", idea=theirs, on=True),
        command(room.ben, "mine.erase"),
    )
    assert [one.ok for one in results] == [True] * 4
    assert SECRET not in everything_kept(room)
    assert (room.idea(theirs).comments, room.idea(theirs).supports) == (0, 0)


def test_a_comment_that_was_erased_is_not_put_back(room: Room) -> None:
    comment = say(room, room.capture(room.eva, "Evas idé"))
    room.do(room.ana, "comment.remove", comment=comment)
    erase(room)
    assert room.refusal(room.ana, "comment.restore", comment=comment) == "not_found"


def test_it_can_be_done_after_the_close_and_by_who_may_not_write(room: Room) -> None:
    theirs = room.capture(room.eva, "Evas idé")
    say(room, theirs)
    room.do(room.ben, "idea.support", idea=theirs, on=True)
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    room.do(room.ana, "workshop.close")
    erase(room)
    assert SECRET not in everything_kept(room)
    assert room.idea(theirs).supports == 0


def test_erasing_again_changes_nothing(room: Room) -> None:
    room.capture(room.ben, SECRET)
    assert erase(room) == ["idea.withdrawn"]
    assert erase(room) == []


def test_whoever_erased_is_told_when_and_nobody_else_is(room: Room) -> None:
    room.capture(room.ben, SECRET)
    assert "erased_at" not in room.me(room.ben)
    erase(room)
    first = room.me(room.ben)["erased_at"]
    erase(room)
    assert room.me(room.ben)["erased_at"] > first
    assert "erased_at" not in room.me(room.eva)


def test_what_was_made_before_and_comes_after_is_not_taken(room: Room) -> None:
    """A phone without a network kept it, and sends it before it hears of the erasing."""
    theirs, column = room.capture(room.eva, "Evas idé"), room.columns[0].id
    withdrawn = room.capture(room.ben, SECRET)
    room.do(room.ben, "idea.withdraw", idea=withdrawn)
    kept = [
        command(room.ben, "idea.capture", idea=new_id(), column=column, text=SECRET),
        command(room.ben, "comment.add", comment=new_id(), idea=theirs, text=SECRET),
        command(room.ben, "idea.support", idea=theirs, on=True),
        command(room.ben, "idea.restore", idea=withdrawn),
    ]
    made = now()
    erase(room)
    told = room.send(*(made_at(one, made) for one in kept))
    room.go_to("commit")
    told += room.send(made_at(command(room.ben, "action.suggest", suggestion=new_id(), title=SECRET), made))
    assert [one.code for one in told] == ["not_allowed"] * 5
    assert SECRET not in everything_kept(room)
    assert room.idea(theirs).supports == 0


def test_what_is_made_after_it_and_what_others_made_before_is_taken(room: Room) -> None:
    made = now()
    room.capture(room.ben, SECRET)
    erase(room)
    told = room.send(
        made_at(command(room.eva, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Evas"), made),
        made_at(command(room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Nytt"), now()),
    )
    assert [one.ok for one in told] == [True, True]


def test_by_a_clock_that_was_set_back_since_it_says_nothing(room: Room) -> None:
    """Else nothing would be taken from them before that clock has caught up."""
    erase(room)
    Participant.objects.filter(pk=room.ben.id).update(erased_at=now() + timedelta(hours=1))
    new = command(room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Nytt")
    assert room.send(made_at(new, now()))[0].ok


def test_votes_stay_and_keep_the_place_of_an_idea(room: Room) -> None:
    mine, theirs = room.capture(room.ben, SECRET), room.capture(room.eva, "Evas idé")
    room.go_to("vote", votes_per_person=3)
    assert room.vote(room.eva, mine).ok
    assert room.vote(room.ben, theirs).ok
    erase(room)
    assert {one["text"]: one["points"] for one in room.state(Audience.STAFF)["ideas"]} == {GONE: 1, "Evas idé": 1}
