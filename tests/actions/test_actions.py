"""Who does what by when: made, changed, taken, removed."""

from typing import Any

import pytest

from ideahub.actions.models import ActionItem
from ideahub.core.actor import Audience
from ideahub.core.ids import new_id
from tests.support.fold import seen
from tests.support.room import Room, open_room

FIELDS = {
    "title": "Ring hamnen",
    "owner_name": "Rut",
    "owner_org": "Hamnen",
    "owner_email": "rut@example.se",
    "due_on": "2026-09-01",
}


def make(room: Room, **fields: Any) -> ActionItem:
    action = new_id()
    room.do(room.ana, "action.create", **{"action": action, "title": "Ring hamnen", **fields})
    return ActionItem.objects.get(pk=action)


def test_an_action_has_an_owner_a_day_and_the_ideas_it_came_from(room: Room) -> None:
    ideas = [room.capture(room.ben), room.capture(room.eva)]
    made = make(room, **FIELDS, ideas=ideas)
    [seen] = room.state(Audience.STAFF)["actions"]
    expected = {**FIELDS, "id": str(made.id), "status": "open", "ideas": [str(one) for one in ideas]}
    assert seen == expected


def test_an_address_is_for_staff_only(room: Room) -> None:
    make(room, **FIELDS)
    for audience in (Audience.PARTICIPANT, Audience.PROJECTOR):
        assert "owner_email" not in room.state(audience)["actions"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", "x" * 201), ("title", "a\x00b"), ("title", "\ud800"), ("title", None), ("title", 7),
        ("owner_name", "x" * 81), ("owner_org", "x" * 121), ("owner_email", "ingen adress"), ("owner_email", "a\x00@example.se"),
        ("owner_email", "x" * 250 + "@example.se"), ("owner_email", f"a@{'b.' * 130}se"), ("due_on", "i morgon"), ("due_on", "2026-02-30"),
        ("due_on", "\ud800"), ("due_on", 20260901), ("ideas", "alla"), ("ideas", [str(new_id())] * 101),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(room: Room, field: str, value: Any) -> None:
    args = {"action": new_id(), "title": "Ring", field: value}
    assert room.refusal(room.ana, "action.create", **args) == "invalid"
    if value is not None:
        made = make(room)
        assert room.refusal(room.ana, "action.update", **{"action": made.id, field: value}) == "invalid"


def test_ideas_of_another_workshop_are_unknown(room: Room) -> None:
    theirs = open_room()
    ideas = [theirs.capture(theirs.ben)]
    assert room.refusal(room.ana, "action.create", action=new_id(), title="Ring", ideas=ideas) == "not_found"
    assert ActionItem.objects.count() == 0


def test_a_step_has_a_cap(room: Room) -> None:
    room.go_to("commit", max_actions=1)
    made = make(room)
    assert room.refusal(room.ana, "action.create", action=new_id(), title="En till") == "cap_reached"
    room.do(room.ana, "action.remove", action=made.id)
    make(room)


def test_an_id_is_used_once(room: Room) -> None:
    made = make(room)
    room.do(room.ana, "action.remove", action=made.id)
    assert room.refusal(room.ana, "action.create", action=made.id, title="Igen") == "invalid"
    assert room.refusal(room.ana, "action.update", action=made.id, title="Igen") == "not_found"


def test_what_is_not_sent_stays_as_it_is(room: Room) -> None:
    made = make(room, **FIELDS, ideas=[room.capture(room.ben)])
    room.do(room.ana, "action.update", action=made.id, status="in_progress", due_on=None)
    made.refresh_from_db()
    assert (made.status, made.due_on, made.owner_name, made.ideas.count()) == ("in_progress", None, "Rut", 1)
    room.do(room.ana, "action.update", action=made.id, ideas=[])
    assert made.ideas.count() == 0


def test_an_action_made_as_a_draft_is_never_told_to_the_room(room: Room) -> None:
    before = room.seq
    make(room, status="draft")
    assert room.state(Audience.STAFF)["actions"][0]["status"] == "draft"
    for audience in (Audience.PARTICIPANT, Audience.PROJECTOR):
        assert room.state(audience)["actions"] == []
        assert seen(audience, room.events(before)) == []


def test_a_status_is_one_of_those_there_are(room: Room) -> None:
    assert room.refusal(room.ana, "action.update", action=make(room).id, status="lost") == "invalid"


def test_a_participant_takes_what_nobody_owns(room: Room) -> None:
    made = make(room)
    room.do(room.ben, "action.claim", action=made.id, name=" Ben ", email="ben@example.se")
    made.refresh_from_db()
    assert (made.owner_name, made.owner_email, made.status) == ("Ben", "ben@example.se", "accepted")
    assert room.refusal(room.eva, "action.claim", action=made.id, name="Eva", email="eva@example.se") == "not_allowed"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"email": ""}, "email"),
        ({"email": "ingen"}, "email"),
        ({"email": None}, "email"),
    ],
)
def test_whoever_takes_it_can_be_reached(room: Room, fields: dict[str, Any], field: str) -> None:
    result = room.ask(
        room.ben, "action.claim", **{"action": make(room).id, "name": "Ben", "email": "ben@example.se", **fields}
    )
    assert (result.code, result.field) == ("invalid", field)


def test_not_everybody_takes_everything(room: Room) -> None:
    made, claim = make(room), {"name": "Ben", "email": "ben@example.se"}
    assert room.refusal(room.ana, "action.claim", action=made.id, **claim) == "not_allowed"
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    assert room.refusal(room.ben, "action.claim", action=made.id, **claim) == "muted"
    room.do(room.ana, "action.update", action=made.id, status="draft")
    assert room.refusal(room.eva, "action.claim", action=made.id, **claim) == "not_found"
    room.do(room.ana, "workshop.close")
    assert room.refusal(room.eva, "action.claim", action=made.id, **claim) == "closed"
