"""Standing behind somebody else's idea."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from ideahub.ideas.models import Support
from ideahub.live import writer
from ideahub.reports.builder import build
from ideahub.reports.facts import from_json, to_json
from ideahub.reports.sheet import lay_out
from ideahub.reports.words import words_in
from tests.support.fold import seen
from tests.support.room import Room, command, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Room:
    room = open_room()
    room.ideas = [room.capture(room.ben, "Verkstad på gården"), room.capture(room.eva, "Solceller på taket")]
    room.crowd = [room.join() for _ in range(3)]
    return room


def support(room: Room, who: Actor, idea: UUID, on: bool = True) -> str | None:
    return room.refusal(who, "idea.support", idea=idea, on=on)


def standing(room: Room, audience: Audience = Audience.PARTICIPANT) -> dict[int, int]:
    return {one["number"]: one["supports"] for one in room.state(audience)["ideas"]}


def test_support_is_counted_for_everybody_and_told_to_its_giver_alone(room: Room) -> None:
    before = room.seq
    assert support(room, room.eva, room.ideas[0]) is None
    [told] = room.events(before)
    assert told.payload == {"seq": room.seq, "type": "support.changed", "supports": {str(room.ideas[0]): 1}}
    assert [standing(room, one) for one in Audience] == [{1: 1, 2: 0}] * 3
    assert (room.me(room.eva)["supports"], room.me(room.ben)["supports"]) == ([str(room.ideas[0])], [])


def test_it_is_absolute_and_can_be_taken_back(room: Room) -> None:
    assert [support(room, room.eva, room.ideas[0], on) for on in (False, True, True)] == [None] * 3
    assert (standing(room)[1], Support.objects.count()) == (1, 1)
    before = room.seq
    assert [support(room, room.eva, room.ideas[0], on) for on in (True, False, False)] == [None] * 3
    assert room.told(before) == ["support.changed"]
    assert (standing(room)[1], Support.objects.count(), room.me(room.eva)["supports"]) == (0, 0, [])


def test_a_command_sent_again_counts_once(room: Room) -> None:
    sent = command(room.eva, "idea.support", idea=room.ideas[0], on=True)
    assert [one.repeat for one in (*room.send(sent), *room.send(sent))] == [None, True]
    assert standing(room)[1] == 1


def test_nobody_supports_their_own_idea_and_staff_none(room: Room) -> None:
    assert support(room, room.ben, room.ideas[0]) == "not_allowed"
    assert support(room, room.ana, room.ideas[0]) == "not_allowed"
    room.set_up("collect", tables=4)
    room.do(room.ben, "table.take", table=2)
    ours = room.capture(room.ben, "Bordets idé")
    room.do(room.ben, "table.pass")
    room.do(room.eva, "table.take", table=2)
    assert support(room, room.eva, ours) == "not_allowed"


def test_what_the_room_does_not_see_is_not_supported_but_taken_back(room: Room) -> None:
    assert support(room, room.eva, room.ideas[0]) is None
    room.do(room.ana, "idea.hide", ideas=room.ideas[:1])
    assert support(room, room.crowd[0], room.ideas[0]) == "not_found"
    before = room.seq
    assert support(room, room.eva, room.ideas[0], False) is None
    assert [event.type for event in room.events(before)] == ["support.changed"]
    assert [seen(one, room.events(before)) for one in (Audience.PARTICIPANT, Audience.PROJECTOR)] == [[], []]
    assert standing(room, Audience.STAFF)[1] == 0
    room.set_up("collect", review=True)
    pending = room.capture(room.ben, "Väntar")
    assert [support(room, room.eva, one) for one in (pending, new_id())] == ["not_found"] * 2


def test_held_back_ideas_are_not_supported(room: Room) -> None:
    room.go_to("collect", show_others_after_s=None)
    assert support(room, room.eva, room.capture(room.ben)) == "not_found"


def test_support_is_taken_as_long_as_ideas_are(room: Room) -> None:
    room.end_timer(seconds_ago=3)
    assert support(room, room.eva, room.ideas[0]) is None
    room.end_timer(seconds_ago=60)
    assert support(room, room.crowd[0], room.ideas[0]) == "not_open"
    in_time = command(room.crowd[0], "idea.support", idea=room.ideas[0], on=True)
    in_time.raw["made"] = to_wire(now() - timedelta(seconds=61))
    person = room.fresh().participants.get(pk=room.crowd[0].id)
    person.joined_at -= timedelta(minutes=5)
    person.save()
    assert room.send(in_time)[0].ok
    room.go_to("vote")
    room.set_up("collect", grace_s=0, late_s=0)
    assert support(room, room.crowd[1], room.ideas[0]) == "not_open"
    room.do(room.ana, "workshop.close")
    assert support(room, room.crowd[1], room.ideas[0]) == "closed"


def test_the_muted_still_support(room: Room) -> None:
    room.do(room.ana, "participant.mute", participant=room.eva.id)
    assert support(room, room.eva, room.ideas[0]) is None


def test_refusals_come_in_the_askers_language(room: Room) -> None:
    english = Actor(Audience.PARTICIPANT, room.ben.id, "en")
    assert room.ask(english, "idea.support", idea=room.ideas[0], on=True).detail == (
        "It is your own idea. Support is for those of others."
    )


def test_the_support_of_a_batch_is_one_event(room: Room) -> None:
    before = room.seq
    idea, other = room.ideas
    batch = [
        *(command(one, "idea.support", idea=idea, on=True) for one in room.crowd),
        command(room.ben, "idea.support", idea=other, on=True),
        command(room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Mitt emellan"),
        command(room.crowd[0], "idea.support", idea=idea, on=False),
        command(room.crowd[0], "idea.support", idea=idea, on=True),
        command(room.ben, "idea.support", idea=idea, on=True),
    ]
    results, own = writer._execute(room.workshop.id, batch)
    assert [one.code for one in results] == [None] * 7 + ["not_allowed"]
    assert room.told(before) == ["idea.captured", "support.changed"]
    assert room.events(before)[1].payload["supports"] == {str(idea): 3, str(other): 1}
    assert {one.seq for one in results if one.ok and one.number is None} == {room.seq}
    assert [own[one.id]["supports"] for one in room.crowd] == [[str(idea)]] * 3


def test_an_idea_of_the_same_batch_can_be_supported(room: Room) -> None:
    new = new_id()
    batch = [
        command(room.eva, "idea.support", idea=room.ideas[0], on=True),
        command(room.ben, "idea.capture", idea=new, column=room.columns[0].id, text="Alldeles ny"),
        command(room.eva, "idea.support", idea=new, on=True),
        command(room.ana, "idea.hide", ideas=[new], reason=None),
    ]
    before = room.seq
    assert [one.ok for one in room.send(*batch)] == [True] * 4
    assert room.told(before) == ["idea.captured", "support.changed", "idea.hidden"]
    assert standing(room, Audience.STAFF) == {1: 1, 2: 0, 3: 1}


def test_merging_counts_each_person_once_and_splitting_brings_them_apart(room: Room) -> None:
    part, whole = room.ideas
    both, first, second = room.crowd
    for who, idea in [(both, part), (both, whole), (first, part), (second, whole), (room.eva, part)]:
        assert support(room, who, idea) is None
    room.do(room.ana, "idea.merge", idea=part, into=whole)
    # Eva wrote the one and stood behind the other.
    assert standing(room) == {2: 3}
    assert support(room, room.ben, whole) == "not_allowed"
    assert support(room, first, whole) is None
    assert support(room, first, part) == "not_found"
    assert room.events()[-1].type == "idea.merged"
    assert support(room, both, whole, False) is None
    assert standing(room) == {2: 2}
    assert support(room, room.eva, whole, False) is None
    assert standing(room) == {2: 2}
    room.do(room.ana, "idea.split", idea=part)
    assert standing(room) == {1: 1, 2: 1}
    assert room.me(first)["supports"] == [str(part)]


def test_what_was_merged_before_comes_along(room: Room) -> None:
    third = room.capture(room.ana, "Tredje")
    for who, idea in zip(room.crowd, [*room.ideas, third], strict=True):
        assert support(room, who, idea) is None
    room.do(room.ana, "idea.merge", idea=room.ideas[0], into=room.ideas[1])
    room.do(room.ana, "idea.merge", idea=room.ideas[1], into=third)
    assert standing(room) == {3: 3}
    room.do(room.ana, "idea.split", idea=room.ideas[0])
    assert standing(room) == {1: 1, 3: 2}


@pytest.mark.parametrize("name", ["idea.withdraw", "idea.erase"])
def test_nothing_is_kept_of_who_supported_an_idea_that_is_gone(room: Room, name: str) -> None:
    assert support(room, room.eva, room.ideas[0]) is None
    room.do(room.ben, name, idea=room.ideas[0])
    assert Support.objects.count() == 0
    assert (room.me(room.eva)["supports"], room.idea(room.ideas[0]).supports) == ([], 0)


def test_who_supports_what_stands_nowhere_but_in_their_own_view(room: Room) -> None:
    before = room.seq
    assert support(room, room.eva, room.ideas[0]) is None
    assert support(room, room.crowd[0], room.ideas[0]) is None
    told = [event.payload for event in room.events(before)]
    others = [room.me(one) for one in (room.ben, room.crowd[1])]
    states = [room.state(one)["ideas"] for one in (Audience.PARTICIPANT, Audience.PROJECTOR)]
    everything = json.dumps([told, others, states], default=str)
    assert all(str(one.id) not in everything for one in (room.eva, room.crowd[0]))
    assert all(event.concerns is None for event in room.events(before))


def test_the_report_says_how_many_support_each_idea(room: Room) -> None:
    for one in (room.eva, room.crowd[0]):
        assert support(room, one, room.ideas[0]) is None
    data = build(room.fresh())
    assert [idea.supports for idea in data.ideas] == [2, 0]
    assert from_json(to_json(data)) == data
    for language, note in (("sv", "2 stöder"), ("en", "2 supporters")):
        notes = [entry.note for part in lay_out(data, words_in(language)).listings for entry in part.entries]
        assert notes == [note, ""]
