"""What a frequent command asks of the database: a number that does not grow with the meeting, nor unseen with the code."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideahub.commands import Sent
from ideahub.core.ids import new_id
from ideahub.live import writer
from tests.support.room import Room, command, open_room

pytestmark = pytest.mark.django_db


def test_a_lone_capture_costs_a_fixed_number_of_statements() -> None:
    room = open_room()
    captures = [_capture(room) for _ in range(2)]
    assert [_statements(room, one) for one in captures] == [16, 16]


def test_a_lone_comment_costs_a_fixed_number_of_statements() -> None:
    room = open_room(comments=True)
    idea = room.capture(room.ana)
    comments = [command(room.ben, "comment.add", comment=new_id(), idea=idea, text="Bra") for _ in range(2)]
    assert [_statements(room, one) for one in comments] == [13, 13]


def test_a_lone_vote_costs_a_fixed_number_of_statements() -> None:
    room = open_room()
    idea = room.capture(room.ana)
    room.go_to("vote")
    assert [_statements(room, command(room.ben, "vote.set", target=idea, points=points)) for points in (1, 0)] == [
        20,
        20,
    ]


def _capture(room: Room) -> Sent:
    return command(room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller på taket")


def _statements(room: Room, sent: Sent) -> int:
    with CaptureQueriesContext(connection) as asked:
        results, _own = writer._execute(room.workshop.id, [sent])
    assert results[0].ok
    # Beginning and ending the transaction is another matter: the test itself is one.
    return sum(one["sql"].startswith(("SELECT", "INSERT", "UPDATE")) for one in asked)
