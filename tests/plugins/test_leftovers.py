"""A test that really commits leaves nothing to the next."""

import pytest
from django.contrib.auth.models import Permission

from ideahub.eventlog.models import Event, Stream
from ideahub.workshops.models import Arena, Workshop
from tests.support.room import open_room


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "next"])
def test_what_was_committed_is_gone(turn: str) -> None:
    assert not any(model._default_manager.exists() for model in (Arena, Workshop, Stream, Event))
    assert Permission.objects.exists()
    open_room()
    assert Event.objects.exists()
