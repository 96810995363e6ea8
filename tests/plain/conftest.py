import pytest
from django.test import Client

from ideahub.core.actor import Actor
from ideahub.workshops.joining import cookie_name
from tests.support.page import Page
from tests.support.room import Room


@pytest.fixture
def stranger(room: Room) -> Page:
    """Somebody with a browser who has not joined."""
    return Page(Client(), f"/plain/{room.workshop.code}/")


def page_of(room: Room, actor: Actor) -> Page:
    """The plain page as somebody who joined before, on a device that has only that."""
    client = Client()
    client.cookies[cookie_name(room.workshop.id)] = room.tokens[actor.id]
    return Page(client, f"/plain/{room.workshop.code}/")


@pytest.fixture
def ben(room: Room) -> Page:
    return page_of(room, room.ben)
