"""The sweep's parts do not wait for each other: what goes wrong in one is no reason to keep what the others remove."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from ideahub.core.clock import now
from ideahub.retention import tasks
from ideahub.workshops.models import DayScreen, Participant
from tests.retention.conftest import closed, held
from tests.support.room import Room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    """Closed the day before yesterday, with names still in it, and a day's screen of then."""
    room = closed(held(), days_ago=2)
    DayScreen.objects.create(arena=room.workshop.arena, day=(now() - timedelta(days=3)).date(), token_hash="a" * 64)
    return room


def broken() -> None:
    raise OperationalError("canceling statement due to lock timeout")


def names(room: Room) -> set[str]:
    return set(Participant.objects.filter(workshop=room.workshop).values_list("name", flat=True))


def test_names_go_also_when_the_screens_cannot(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "forget_past_screens", broken)
    with pytest.raises(OperationalError):
        tasks.sweep()
    assert not names(room) & {"Ben", "Eva"}


def test_screens_go_also_when_the_meetings_cannot(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "keep_no_longer", broken)
    with pytest.raises(OperationalError):
        tasks.sweep()
    assert {"Ben", "Eva"} <= names(room)
    assert not DayScreen.objects.exists()
