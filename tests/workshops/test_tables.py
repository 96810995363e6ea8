from datetime import timedelta
from uuid import UUID

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.edge.pacing import take_in
from ideahub.eventlog import sightings
from ideahub.workshops.tables import GONE_AFTER_S
from tests.support.room import Room, command, open_room


@pytest.fixture
def room(db: None) -> Room:
    """Ben writes for table 4."""
    room = open_room(tables=6)
    room.do(room.ben, "table.take", table=4)
    return room


def tables(room: Room, audience: Audience = Audience.PARTICIPANT) -> dict[int, str]:
    return {one["number"]: one["pen"] for one in room.state(audience)["workshop"]["tables"]}


def was_seen(room: Room, actor: Actor, *, seconds_ago: float) -> None:
    key = sightings.key_of(room.workshop.id)
    sightings.note(room.workshop.id, [actor.id])
    sightings.client().zincrby(key, -seconds_ago, actor.id.hex)


def test_what_the_holder_of_the_pen_writes_is_the_tables(room: Room) -> None:
    room.set_up("collect", anonymous=False)
    of_table, own = room.capture(room.ben), room.capture(room.eva)
    assert {one["id"]: (one["table"], one["author"]) for one in room.state(Audience.PROJECTOR)["ideas"]} == {
        str(of_table): (4, None),
        str(own): (None, "Eva"),
    }
    assert (room.me(room.ben)["table"], room.me(room.eva)["table"]) == (4, 0)


def test_a_table_has_one_pen_at_a_time(room: Room) -> None:
    assert room.refusal(room.eva, "table.take", table=4) == "not_allowed"
    was_seen(room, room.ben, seconds_ago=GONE_AFTER_S - 10)
    assert room.refusal(room.eva, "table.take", table=4) == "not_allowed"
    assert room.me(room.eva)["table"] == 0


def test_the_pen_of_a_phone_that_is_gone_can_be_taken_over(room: Room) -> None:
    was_seen(room, room.ben, seconds_ago=GONE_AFTER_S + 10)
    room.do(room.eva, "table.take", table=4)
    assert (room.me(room.ben)["table"], room.me(room.eva)["table"]) == (0, 4)


def test_a_pen_that_is_handed_over_waits_for_the_next_phone_who_sees_the_tables_ideas(room: Room) -> None:
    room.set_up("collect", review=True)
    idea = room.capture(room.ben)
    room.do(room.ben, "table.pass")
    assert tables(room) == {4: "offered"}
    assert room.me(room.eva)["own"] == []
    room.do(room.eva, "table.take", table=4)
    assert tables(room) == {4: "taken"}
    assert [one["id"] for one in room.me(room.eva)["ideas"]] == [str(idea)]
    room.do(room.eva, "idea.edit", idea=idea, text="Bordets ord")
    room.do(room.eva, "idea.withdraw", idea=idea)


def test_without_the_pen_the_tables_ideas_are_somebody_elses(room: Room) -> None:
    idea = room.capture(room.ben)
    kim = room.join("Kim")
    room.do(kim, "table.take", table=5)
    for actor in (room.eva, kim):
        assert room.refusal(actor, "idea.edit", idea=idea, text="Mitt") == "not_allowed"
        assert room.refusal(actor, "idea.withdraw", idea=idea) == "not_allowed"


def test_taking_another_table_puts_the_first_pen_down(room: Room) -> None:
    room.do(room.ben, "table.take", table=2)
    assert tables(room) == {2: "taken", 4: "free"}


def test_the_leader_takes_the_pen_from_a_table_and_sees_who_has_it(room: Room) -> None:
    assert room.state(Audience.STAFF)["workshop"]["tables"][0]["holder"] == str(room.ben.id)
    assert room.state(Audience.PARTICIPANT)["workshop"]["tables"][0]["holder"] is None
    assert room.refusal(room.ana, "table.leave", table=9) == "not_found"
    room.do(room.ana, "table.leave", table=4)
    assert room.me(room.ben)["table"] == 0


def test_everybody_concerned_is_told_their_own_view(room: Room) -> None:
    was_seen(room, room.ben, seconds_ago=GONE_AFTER_S + 10)
    before = room.seq
    room.do(room.eva, "table.take", table=4)
    assert room.told(before) == ["table.changed"]


def test_only_numbers_that_the_meeting_has_and_only_where_tables_write(room: Room) -> None:
    for number in (0, 7, -1):
        assert room.refusal(room.eva, "table.take", table=number) == "invalid"
    room.set_up("collect", tables=0)
    assert room.refusal(room.eva, "table.take", table=1) == "not_open"
    assert room.idea(room.capture(room.ben)).table is None


def test_a_phone_without_a_pen_has_none_to_hand_over(room: Room) -> None:
    assert room.refusal(room.eva, "table.pass") == "not_found"
    assert room.refusal(room.eva, "table.leave") == "not_found"
    assert room.refusal(room.ana, "table.take", table=1) == "not_allowed"


def test_the_cap_is_the_tables_whoever_holds_the_pen(room: Room) -> None:
    room.set_up("collect", max_ideas_per_person=2)
    room.capture(room.ben)
    room.do(room.ben, "table.pass")
    room.do(room.eva, "table.take", table=4)
    room.capture(room.eva)
    refused = room.ask(room.eva, "idea.capture", idea=new_id(), column=room.columns[0].id, text="En till")
    assert (refused.code, "Bordet" in (refused.detail or "")) == ("cap_reached", True)
    room.capture(room.ben)


def test_a_table_may_send_more_than_one_person(room: Room) -> None:
    def taken(actor: Actor) -> int:
        raw = [command(actor, "idea.capture", idea=new_id(), column=UUID(int=0), text="x").raw for _ in range(45)]
        return len(take_in(actor, raw)[0])

    assert (taken(room.ben), taken(room.eva)) == (40, 10)


def test_somebody_who_is_muted_takes_no_pen(room: Room) -> None:
    room.do(room.ana, "participant.mute", participant=room.eva.id)
    assert room.refusal(room.eva, "table.take", table=1) == "muted"


def test_who_joined_long_ago_and_was_never_heard_of_keeps_the_pen(room: Room) -> None:
    room.fresh().tables.update(since=room.fresh().tables.get().since - timedelta(hours=1))
    assert room.refusal(room.eva, "table.take", table=4) == "not_allowed"
