from datetime import timedelta

import pytest

from ideahub.accounts.models import Role
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.retention import removal
from ideahub.workshops.models import Workshop
from tests.support.room import Room, make_user, open_room


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "PAUSE_S", 0)
    return


def held(*, anonymous: bool = False) -> Room:
    """Ben and Eva wrote under their names, voted and took an action; nobody has closed it yet."""
    room = open_room(at="collect", anonymous=anonymous, comments=True)
    idea = room.capture(room.ben, "Solceller på taket")
    other = room.capture(room.eva, "Cykelverkstad")
    room.do(room.eva, "comment.add", comment=new_id(), idea=idea, text="Ja!")
    room.do(room.eva, "idea.support", idea=idea, on=True)
    room.do(room.ana, "idea.merge", idea=other, into=room.capture(room.ben, "Verkstad"))
    room.do(room.ana, "participant.mute", participant=room.ben.id)
    room.do(room.ana, "participant.unmute", participant=room.ben.id)
    room.go_to("vote")
    assert room.vote(room.ben, idea).ok
    room.go_to("commit")
    action = new_id()
    room.do(room.ana, "action.create", action=action, title="Ring hamnen", ideas=[idea])
    room.do(room.ben, "action.claim", action=action, name="Benjamin Ek", email="ben@exempel.se")
    room.do(room.eva, "action.suggest", suggestion=new_id(), title="Mät taket")
    return room


def closed(room: Room, *, days_ago: float) -> Room:
    room.do(room.ana, "workshop.close")
    Workshop.objects.filter(pk=room.workshop.id).update(closed_at=now() - timedelta(days=days_ago))
    return room


@pytest.fixture
def old(db: None) -> Room:
    """A meeting that was closed nearly two years ago, with one organizer."""
    room = closed(held(), days_ago=720)
    make_user(room.workshop, name="olga", role=Role.ORGANIZER)
    return room
