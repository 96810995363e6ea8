"""What a phone is told that comes back after being away."""

from ideahub.eventlog.models import Stream
from tests.support.room import Room
from tests.support.server import Server

# What daphne is started with: the most that it reads, and, left to itself, the most that it sends.
DAPHNES_LIMIT = 64 * 1024


def epoch_of(room: Room) -> str:
    return Stream.objects.get(pk=room.workshop.id).epoch


def test_a_frame_larger_than_any_that_clients_may_send_arrives(service: Server, room: Room) -> None:
    since = room.seq
    for number in range(150):
        room.capture(room.eva, f"{number} " + "Solceller på varje tak " * 11)

    ben = service.line(room, room.ben, since=since, epoch=epoch_of(room))

    frame = ben.next("events")
    assert len(str(frame).encode()) > DAPHNES_LIMIT
    assert (frame["after"], frame["upto"], len(frame["events"])) == (since, room.seq, 150)


def test_a_phone_that_comes_back_is_told_its_own_view(service: Server, room: Room) -> None:
    """Votes are in no event that phones get: acknowledged to a link that was cut, they would be missing on the screen."""
    idea = room.capture(room.eva)
    room.go_to("vote", target="ideas", votes_per_person=5, max_per_target=2)
    since = room.seq
    room.vote(room.ben, idea, 2)

    ben = service.line(room, room.ben, since=since, epoch=epoch_of(room))

    you = ben.next("you")
    assert you["points"] == {str(idea): 2}
    assert you["points_left"] == 3
