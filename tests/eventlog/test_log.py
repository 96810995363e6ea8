"""The log: gapless, exactly once, one outcome a command, one transaction a batch."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection

from ideahub import commands, dispatch
from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.eventlog.models import Outcome
from ideahub.ideas.models import Idea
from ideahub.voting.models import Ballot
from tests.support.room import Room, command, open_room


def capture(room: Room, actor: Actor, text: str = "Solceller", **more: Any) -> commands.Sent:
    return command(actor, "idea.capture", idea=new_id(), column=room.columns[0].id, text=text, **more)


def require_gapless(room: Room) -> None:
    assert [event.seq for event in room.events()] == list(range(1, room.seq + 1))


def test_seq_has_no_gaps_also_after_refusals(room: Room) -> None:
    room.send(capture(room, room.ben), capture(room, room.ben, ""), capture(room, room.eva))
    require_gapless(room)


def test_a_command_sent_again_gets_its_first_outcome_and_does_nothing(room: Room) -> None:
    sent = capture(room, room.ben)
    [first] = room.send(sent)
    room.capture(room.eva)
    [again] = room.send(sent)
    assert again == first.model_copy(update={"repeat": True})
    assert room.workshop.ideas.count() == 2


def test_a_refusal_is_repeated_too(room: Room) -> None:
    sent = capture(room, room.ben, "")
    [first], [again] = room.send(sent), room.send(sent)
    assert (again.code, again.detail, again.repeat) == (first.code, first.detail, True)


def test_a_command_twice_in_one_batch_is_carried_out_once(room: Room) -> None:
    sent = capture(room, room.ben)
    first, again = room.send(sent, sent)
    assert (first.repeat, again.repeat, first.number) == (None, True, again.number)
    assert room.workshop.ideas.count() == 1


def test_somebody_elses_command_id_tells_nothing(room: Room) -> None:
    sent = capture(room, room.ben)
    room.send(sent)
    [stolen] = room.send(commands.Sent(room.eva, sent.raw))
    assert (stolen.ok, stolen.code, stolen.field, stolen.number) == (False, "invalid", "id", None)


def test_a_refusal_stays_the_same_for_a_phone_that_has_joined_anew(room: Room) -> None:
    sent = capture(room, room.ben, "")
    [first], [again] = room.send(sent), room.send(commands.Sent(room.eva, sent.raw))
    assert again == first.model_copy(update={"repeat": True})


def test_the_same_id_in_another_workshop_is_another_command(room: Room) -> None:
    other, id = open_room(), new_id()
    assert room.send(capture(room, room.ben, id=id))[0].ok
    assert other.send(capture(other, other.ben, id=id))[0].ok


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"id": "1", "name": "idea.capture"},
        {"name": "totals.show", "args": {}},
        {"id": None, "name": "totals.show"},
        {"id": str(new_id())},
        {"id": str(new_id()), "name": ["x"]},
        {"id": str(new_id()), "name": "x" * 41},
        {"id": str(new_id()), "name": "idea.destroy"},
        {"id": str(new_id()), "name": "\ud800"},
        {"id": str(new_id()), "name": "totals.show", "args": []},
        {"id": str(new_id()), "name": "idea.capture", "args": {"text": {"a": [1]}}},
        {"id": str(new_id()), "name": "idea.capture", "args": {"\ud800": 1}},
    ],
)
def test_what_is_no_command_is_refused_by_itself(room: Room, raw: dict[str, Any]) -> None:
    refused, taken = room.send(commands.Sent(room.ana, raw), capture(room, room.ben))
    assert (refused.ok, refused.code, bool(refused.detail)) == (False, "invalid", True)
    assert taken.ok


def test_one_command_that_breaks_disturbs_nobody_else(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        Idea.objects.create(workshop=room.workshop, number=1, text="Dubbel", created_at=None)

    monkeypatch.setitem(dispatch.RUN, "hand.raise", break_down)
    first, broken, last = room.send(capture(room, room.ben), command(room.ben, "hand.raise"), capture(room, room.eva))
    assert (first.ok, broken.code, last.ok) == (True, "invalid", True)
    assert [idea.number for idea in room.workshop.ideas.all()] == [1, 2]
    require_gapless(room)


def test_a_database_that_is_away_decides_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose_the_link(*_args: object) -> None:
        raise OperationalError

    monkeypatch.setitem(dispatch.RUN, "hand.raise", lose_the_link)
    with pytest.raises(OperationalError):
        room.send(capture(room, room.ben), command(room.eva, "hand.raise"))
    assert Outcome.objects.filter(stream_id=room.workshop.id, actor=room.ben.key).count() == 0


def test_refusals_are_told_in_the_language_of_who_asked(room: Room) -> None:
    english = Actor(room.eva.audience, room.eva.id, "en")
    swedish = room.send(capture(room, room.ben, ""))[0]
    assert swedish.detail == "Skriv något först."
    assert room.send(capture(room, english, ""))[0].detail != swedish.detail


def at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    """The work `count` times, each on a thread with its own connection, all starting together."""
    together = threading.Barrier(count)

    def run(index: int) -> Any:
        together.wait()
        try:
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_commands_sent_again_by_many_at_once_have_their_effect_once() -> None:
    room = open_room()
    batch = [capture(room, room.ben, f"Idé {n}") for n in range(5)]
    answers = at_once(6, lambda _index: room.send(*batch))
    assert room.workshop.ideas.count() == 5
    assert Outcome.objects.filter(command__in=[one.raw["id"] for one in batch]).count() == 5
    for results in zip(*answers, strict=True):
        assert [one.repeat for one in results].count(None) == 1
        assert len({(one.number, one.seq) for one in results}) == 1
    require_gapless(room)


@pytest.mark.django_db(transaction=True)
def test_votes_of_one_person_at_once_never_pass_the_budget() -> None:
    room = open_room()
    ideas = [room.capture(room.ana) for _n in range(8)]
    room.go_to("vote", votes_per_person=3, max_per_target=1)
    answers = at_once(8, lambda index: room.vote(room.ben, ideas[index]))
    assert sorted(str(one.code) for one in answers) == ["None"] * 3 + ["budget_spent"] * 5
    assert Ballot.objects.get(participant=room.ben.id).spent == 3
    require_gapless(room)


@pytest.mark.django_db(transaction=True)
def test_ideas_of_many_at_once_get_different_numbers() -> None:
    room = open_room()
    people = [room.join() for _n in range(6)]
    results = at_once(6, lambda index: room.send(capture(room, people[index]))[0])
    assert sorted(one.number for one in results) == [1, 2, 3, 4, 5, 6]
    require_gapless(room)
