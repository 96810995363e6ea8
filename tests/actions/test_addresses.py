"""An owner's address is kept while it is the action's own, and no longer: not in the rows, nor in what was told before."""

import json

import pytest

from ideahub.actions.models import ActionItem
from ideahub.core.ids import new_id
from tests.support.room import Room, command

ADDRESS = "samira@exempel.se"
OWNER = {"owner_name": "Samira Ek", "owner_org": "Hamnen", "owner_email": ADDRESS}


@pytest.fixture
def action(room: Room) -> str:
    made = str(new_id())
    room.do(room.ana, "action.create", action=made, title="Ring hamnen", **OWNER)
    room.do(room.ana, "action.update", action=made, title="Ring hamnen i dag")
    return made


def everything_kept(room: Room) -> str:
    rows = list(ActionItem.objects.values())
    return json.dumps([rows, [event.payload for event in room.events()]], ensure_ascii=False, default=str)


@pytest.mark.parametrize("next_address", ["", "joel@exempel.se"])
def test_an_address_that_staff_take_away_or_change_is_nowhere(room: Room, action: str, next_address: str) -> None:
    room.do(room.ana, "action.update", action=action, owner_email=next_address)
    kept = everything_kept(room)
    assert ADDRESS not in kept
    assert next_address in kept
    assert "Samira Ek" in kept


def test_an_address_stays_while_something_else_is_changed(room: Room, action: str) -> None:
    room.do(room.ana, "action.update", action=action, title="Ring hamnen i morgon")
    assert everything_kept(room).count(ADDRESS) == 4


def test_a_claimed_address_goes_as_well(room: Room) -> None:
    made = new_id()
    room.do(room.ana, "action.create", action=made, title="Ring hamnen")
    room.go_to("commit")
    room.do(room.ben, "action.claim", action=made, name="Samira Ek", email=ADDRESS)
    room.do(room.ana, "action.update", action=made, owner_email="")
    assert ADDRESS not in everything_kept(room)


def test_an_action_that_is_removed_takes_its_owner_along(room: Room, action: str) -> None:
    other = new_id()
    room.do(room.ana, "action.create", action=other, title="Mät taken", **{**OWNER, "owner_name": "Joel"})
    room.do(room.ana, "action.remove", action=action)
    kept = everything_kept(room)
    assert "Samira Ek" not in kept
    assert kept.count(ADDRESS) == 2


def test_an_address_is_gone_within_the_batch_that_told_it(room: Room) -> None:
    made = new_id()
    room.send(
        command(room.ana, "action.create", action=made, title="Ring hamnen", **OWNER),
        command(room.ana, "action.update", action=made, owner_email=""),
    )
    assert ADDRESS not in everything_kept(room)
