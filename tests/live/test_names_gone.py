"""Whoever still listens when the names of a meeting go keeps none of them."""

import json
from datetime import timedelta

from ideahub.core.clock import now
from ideahub.eventlog.models import Stream
from ideahub.retention.names import erase_names
from ideahub.workshops.models import Workshop
from tests.support.room import Room
from tests.support.server import Server


def test_a_listener_begins_anew_and_hears_no_name_again(service: Server, room: Room) -> None:
    room.do(room.ana, "workshop.close")
    ana = service.line(room, room.ana, since=0, epoch=Stream.objects.get(pk=room.workshop.id).epoch)
    assert '"Ben"' in json.dumps(ana.events(room.seq))
    Workshop.objects.update(closed_at=now() - timedelta(days=1))
    assert erase_names(room.workshop.id, now=now())
    ana.next("resync")
    at = Stream.objects.get(pk=room.workshop.id)
    told = service.line(room, room.ana, since=0, epoch=at.epoch).events(at.seq)
    assert [event["type"] for event in told].count("participant.joined") == 2
    assert '"Ben"' not in json.dumps(told)
