"""The order of ideas, where many are put into the same gap."""

import pytest

from ideahub.core.actor import Audience
from tests.support.fold import canonical, fold, seen
from tests.support.room import Room


@pytest.mark.parametrize("audience", list(Audience))
def test_everybody_is_told_when_all_are_spread_anew(room: Room, audience: Audience) -> None:
    first, *others = [room.capture(room.ben, f"Idé {number}") for number in range(14)]
    before = room.state(audience)
    for idea in others:
        room.do(room.ana, "idea.move", idea=idea, before=first)
    after = fold(before, seen(audience, room.events(before["seq"])), staff=audience is Audience.STAFF)
    assert {idea["id"]: idea["position"] for idea in after["ideas"]} == {
        idea["id"]: idea["position"] for idea in room.state(audience)["ideas"]
    }
    assert len({idea["position"] for idea in canonical(after)["ideas"]}) == 14
