"""Rows that are stored and read with the statements of frequent commands come back as they went."""

import pytest
from django.db import DataError, connection, transaction
from django.forms.models import model_to_dict

from ideahub.core.ids import new_id
from ideahub.eventlog.models import Outcome
from ideahub.eventlog.statements import Question, insert
from ideahub.ideas.models import Idea
from tests.support.room import Room, open_room

pytestmark = pytest.mark.django_db
OUTCOMES = Question(lambda stream, commands: Outcome.objects.filter(stream=stream, command__in=commands))


@pytest.fixture
def room() -> Room:
    return open_room()


def test_several_rows_are_stored_as_one_is(room: Room) -> None:
    results = [{"ok": True, "seq": 7}, {"ok": False, "detail": 'Nej, "så" går det inte: åäö \\ {1,2} NULL'}, {}]
    new = [_outcome(room, result) for result in results]
    insert(new)
    stored = {one.command: one for one in OUTCOMES.ask(room.workshop.id, {one.command for one in new})}
    assert [model_to_dict(stored[one.command]) for one in new] == [model_to_dict(one) for one in new]
    assert [stored[one.command].created_at for one in new] == [one.created_at for one in new]


def test_what_is_null_in_some_rows_and_in_all_of_them_is_null(room: Room) -> None:
    ideas = list(Idea.objects.filter(pk__in=[room.capture(room.ben), room.capture(room.ben)]).order_by("number"))
    for number, idea in enumerate(ideas):
        idea.pk, idea.number = new_id(), idea.number + 2
        idea.answers = {"for": 1, "against": 2} if number else None
    insert(ideas)
    stored = Idea.objects.filter(pk__in=[one.pk for one in ideas]).order_by("number")
    assert [model_to_dict(one) for one in stored] == [model_to_dict(one) for one in ideas]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite holds no text to a length")
def test_a_text_that_is_too_long_is_refused_and_not_cut_off(room: Room) -> None:
    new = [_outcome(room, {}), _outcome(room, {})]
    new[1].actor = "x" * 65
    with pytest.raises(DataError), transaction.atomic():
        insert(new)


def _outcome(room: Room, result: object) -> Outcome:
    stream = room.workshop.stream
    return Outcome(stream=stream, command=new_id(), actor="ben", result=result, created_at=room.workshop.created_at)
