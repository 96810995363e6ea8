from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.core.ids import new_id
from ideahub.edge.pacing import take_in
from ideahub.eventlog import sightings
from ideahub.protocol.frames import Result
from ideahub.workshops.models import Activity
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


def test_a_table_has_a_cap_in_each_step(room: Room) -> None:
    room.set_up("collect", max_ideas_per_person=1)
    room.capture(room.ben)
    more = Activity.objects.create(
        workshop=room.workshop, kind="collect", title="Mer", position=9, settings=room.step("collect").settings
    )
    room.do(room.ana, "activity.start", activity=more.id)
    room.capture(room.ben)
    args = {"idea": new_id(), "column": room.columns[0].id, "text": "En för mycket"}
    assert room.refusal(room.ben, "idea.capture", **args) == "cap_reached"


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


@pytest.fixture
def moved(db: None) -> Room:
    """Ben wrote for table 4 from two minutes ago until Eva took over a minute ago."""
    with time_machine.travel(now() - timedelta(seconds=180)):
        room = open_room(tables=6)
    with time_machine.travel(now() - timedelta(seconds=120)):
        room.do(room.ben, "table.take", table=4)
    with time_machine.travel(now() - timedelta(seconds=60)):
        room.do(room.ben, "table.pass")
        room.do(room.eva, "table.take", table=4)
    return room


def write(room: Room, *, seconds_ago: float | None = None, **said: object) -> Result:
    made = {} if seconds_ago is None else {"made": to_wire(now() - timedelta(seconds=seconds_ago))}
    args = {"idea": new_id(), "column": room.columns[0].id, "text": "Sagt vid bordet", **said}
    sent = command(room.ben, "idea.capture", **args)
    return room.send(sent._replace(raw={**sent.raw, **made}))[0]


def test_what_was_written_with_the_pen_is_the_tables_though_another_phone_has_it_by_now(moved: Room) -> None:
    moved.set_up("collect", anonymous=False)
    assert write(moved, seconds_ago=90, table=4).ok
    idea = moved.state(Audience.STAFF)["ideas"][0]
    assert (idea["table"], idea["author"]) == (4, None)
    assert moved.me(moved.eva)["own"] == moved.me(moved.ben)["own"] == [idea["id"]]


@pytest.mark.parametrize("seconds_ago", [150, 30, 0, None])
def test_what_was_written_for_a_table_without_its_pen_does_not_become_ones_own(
    moved: Room, seconds_ago: float | None
) -> None:
    result = write(moved, seconds_ago=seconds_ago, table=4)
    assert (result.code, result.field, result.detail) == (
        "not_allowed",
        "table",
        "Din telefon hade inte pennan för bord 4. Du kan skicka texten som din egen idé.",
    )
    assert moved.state(Audience.STAFF)["ideas"] == []


def test_who_had_a_pen_is_looked_up_once_a_batch_and_only_where_it_has_moved_since(moved: Room) -> None:
    def looked_up(seconds_ago: float) -> int:
        made = {"made": to_wire(now() - timedelta(seconds=seconds_ago))}
        args = {"column": moved.columns[0].id, "text": "Sagt vid bordet", "table": 4}
        sent = [command(moved.ben, "idea.capture", idea=new_id(), **args) for _ in range(3)]
        with CaptureQueriesContext(connection) as asked:
            moved.send(*(one._replace(raw=one.raw | made) for one in sent))
        return len([one for one in asked if "table.changed" in one["sql"]])

    assert (looked_up(90), looked_up(150), looked_up(30)) == (1, 1, 0)


def test_another_tables_pen_is_not_this_ones(moved: Room) -> None:
    for table in (3, 5, 99):
        assert write(moved, seconds_ago=90, table=table).code == "not_allowed"
    moved.do(moved.ben, "table.take", table=5)
    assert write(moved, table=4).code == "not_allowed"
    assert write(moved, table=5).ok


def test_it_can_be_sent_as_ones_own_also_by_who_has_a_pen(moved: Room) -> None:
    moved.do(moved.ben, "table.take", table=5)
    assert write(moved, seconds_ago=90, table=0).ok
    assert moved.state(Audience.STAFF)["ideas"][0]["table"] is None


def test_a_pen_that_was_taken_without_a_network_counts_for_what_was_written_with_it(room: Room) -> None:
    take = command(room.eva, "table.take", table=5)
    idea = new_id()
    args = {"idea": idea, "column": room.columns[0].id, "text": "Sagt vid bord fem", "table": 5}
    late = {"made": to_wire(now())}
    results = room.send(
        *(one._replace(raw=one.raw | late) for one in (take, command(room.eva, "idea.capture", **args)))
    )
    assert [one.ok for one in results] == [True, True]
    assert room.idea(idea).table == 5


def test_nothing_is_written_for_a_table_in_a_step_that_has_none(room: Room) -> None:
    room.set_up("collect", tables=0)
    result = write(room, table=4)
    assert (result.code, result.field) == ("not_allowed", "table")
    assert write(room).ok
    assert room.state(Audience.STAFF)["ideas"][0]["table"] is None


def test_staff_write_for_no_table(room: Room) -> None:
    args = {"idea": new_id(), "column": room.columns[0].id, "text": "Från scenen"}
    assert room.refusal(room.ana, "idea.capture", **args, table=4) == "not_allowed"
    assert room.refusal(room.ana, "idea.capture", **args, table=0) is None


def test_refusals_with_a_number_in_them_come_in_the_askers_language(room: Room) -> None:
    english = Actor(Audience.PARTICIPANT, room.eva.id, "en")
    told = [room.ask(english, "table.take", table=table).detail for table in (4, 9)]
    assert told == ["Another phone writes for table 4. Ask it to hand over.", "Tables have the numbers 1 to 6."]
    too_long = {"idea": new_id(), "column": room.columns[0].id, "text": "å" * 281}
    assert (room.ask(english, "idea.capture", **too_long).detail or "").startswith("The text is 1 character")
    assert (room.ask(english, "idea.capture").detail or "").startswith("The value")


def test_a_pen_that_was_asked_for_in_an_earlier_step_is_not_taken_now(db: None) -> None:
    with time_machine.travel(now() - timedelta(seconds=120)):
        room = open_room(at="gather", kinds=("collect", "group"), tables=6)
        room.set_up("collect", tables=6)
    with time_machine.travel(now() - timedelta(seconds=90)):
        room.go_to("group")
        room.go_to("collect")
    with time_machine.travel(now() - timedelta(seconds=30)):
        room.go_to("collect")
    assert take(room, seconds_ago=100).code == "not_open"
    assert room.me(room.ben)["table"] == 0
    assert take(room, seconds_ago=60).ok
    assert room.me(room.ben)["table"] == 4


def take(room: Room, *, seconds_ago: float) -> Result:
    sent = command(room.ben, "table.take", table=4)
    return room.send(sent._replace(raw={**sent.raw, "made": to_wire(now() - timedelta(seconds=seconds_ago))}))[0]
