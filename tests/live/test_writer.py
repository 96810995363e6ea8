"""What an answer says of the sender's own view: as a whole up to a seq, or a part of it that tells of its own events only."""

import asyncio
from time import monotonic

import pytest

from ideahub.commands import Sent
from ideahub.core.actor import Actor
from ideahub.core.ids import new_id
from ideahub.live import writer
from ideahub.live.writer import Decided, Waiting
from tests.support.room import Room, command, open_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return open_room()


def test_what_a_leader_does_to_the_sender_in_the_same_batch_is_not_taken_for_told(room: Room) -> None:
    ben, ana = answers_to(
        room, capture(room), command(room.ana, "participant.mute", participant=room.ben.id, muted=True)
    )
    assert ben.tells_of == {ben.results[0].seq}
    assert ana.results[0].ok
    assert ana.results[0].seq not in ben.tells_of


def test_nor_is_it_where_the_sender_s_own_event_is_the_last_of_the_batch(room: Room) -> None:
    """The wake names the sender by that seq."""
    ana, ben = answers_to(
        room, command(room.ana, "participant.mute", participant=room.eva.id, muted=True), capture(room)
    )
    assert ana.results[0].ok
    assert (ben.results[0].ok, ben.results[0].seq) == (True, room.seq)
    assert (ben.reflects, ben.tells_of) == (0, frozenset())


def test_a_batch_of_what_concerns_only_its_senders_is_told_up_to_its_end(room: Room) -> None:
    ben, eva = answers_to(room, capture(room), capture(room, room.eva))
    assert ben.tells_of == {ben.results[0].seq, eva.results[0].seq}
    assert (ben.reflects, eva.reflects) == (0, 0)


def test_what_another_does_to_who_gave_support_in_the_same_batch_is_not_taken_for_told(room: Room) -> None:
    evas = room.capture(room.eva)
    ben, eva = answers_to(room, command(room.ben, "idea.support", idea=evas, on=True), capture(room, room.eva))
    assert ben.results[0].seq in ben.tells_of
    assert eva.results[0].seq not in ben.tells_of - {ben.results[0].seq}
    assert len(ben.tells_of) == 1


def test_what_is_answered_again_is_not_taken_for_told_beside_what_is_new(room: Room) -> None:
    first, evas = capture(room), room.capture(room.eva)
    before, _own = writer._execute(room.workshop.id, [first])
    again, new = answers_to(room, first, command(room.ben, "idea.support", idea=evas, on=True))
    assert again.results[0].repeat
    told = again.tells_of | new.tells_of | {again.reflects, new.reflects}
    assert before[0].seq not in told


def test_an_answer_to_anything_else_brings_the_whole_view(room: Room) -> None:
    mine = room.capture(room.ben)
    (ben,) = answers_to(room, command(room.ben, "idea.withdraw", idea=mine))
    assert (ben.reflects, ben.tells_of) == (ben.results[0].seq, frozenset())


def capture(room: Room, by: Actor | None = None) -> Sent:
    return command(by or room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller på taket")


def answers_to(room: Room, *batch: Sent) -> list[Decided]:
    results, own = writer._execute(room.workshop.id, batch)

    async def answers() -> list[Decided]:
        loop = asyncio.get_running_loop()
        taken = [Waiting([sent], loop.create_future(), monotonic()) for sent in batch]
        writer.Writer(room.workshop.id)._answer(taken, list(batch), results, own)
        return [await one.done for one in taken]

    return asyncio.run(answers())
