"""What a process looks after while time passes: who may still listen, and who is so far behind that it is let go.

The server's clock runs twenty times as fast (tests/support/quick.py).
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from pytest_django import DjangoDbBlocker

from ideahub.accounts.models import Membership
from ideahub.workshops.models import Participant, ProjectorLink
from ideahub.workshops.projector_links import revoke_link
from tests.support.line import Line
from tests.support.room import Room, open_room
from tests.support.server import Server, cookie_of, looking_into, running


@pytest.fixture(scope="module")
def quick_daphne(live_folder: Path, live_database: str) -> Iterator[Server]:
    with running(live_folder, database=live_database, application="tests.support.quick:application") as server:
        yield server


@pytest.fixture
def service(quick_daphne: Server, live_database: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Server]:
    with django_db_blocker.unblock(), looking_into(live_database), ExitStack() as quick_daphne.test:
        yield quick_daphne
    assert "Traceback" not in quick_daphne.said()


def say_got(line: Line, room: Room) -> None:
    line.events(room.seq)
    line.send({"type": "got", "seq": line.seq})
    line.send({"type": "ping", "t": 1})
    line.next("pong")


def test_4401_within_a_minute_for_those_whose_access_has_ended_and_for_nobody_else(service: Server) -> None:
    room = open_room()
    ben, eva, ana = (service.line(room, one) for one in (room.ben, room.eva, room.ana))
    screen, other_screen = service.projector(room), service.projector(room)
    revoke_link(ProjectorLink.objects.filter(workshop=room.workshop).earliest("created_at"))
    Membership.objects.filter(user=room.leader).delete()
    Participant.objects.filter(pk=room.ben.id).delete()
    assert [line.closed() for line in (screen, ana, ben)] == [4401, 4401, 4401]
    room.capture(room.eva, "Vi fortsätter")
    for line in (eva, other_screen):
        assert line.events(room.seq)[-1]["idea"]["text"] == "Vi fortsätter"


def test_4401_within_a_minute_for_who_has_signed_out_here_and_not_elsewhere(service: Server) -> None:
    room = open_room()
    here = cookie_of(room, room.ana)
    board, elsewhere = service.dial(room, cookie=here), service.line(room, room.ana)
    board.next("hello")
    Session.objects.get(pk=here.partition("=")[2]).delete()
    assert board.closed() == 4401
    room.capture(room.ben, "Vi fortsätter")
    assert elsewhere.events(room.seq)[-1]["idea"]["text"] == "Vi fortsätter"


def test_who_has_said_nothing_for_15_s_is_told_to_start_over_instead_of_being_sent_more(service: Server) -> None:
    room = open_room()
    silent, saying = service.line(room, room.ben), service.line(room, room.eva)
    room.capture(room.ana, "Första")
    for line in (silent, saying):
        line.events(room.seq)
    say_got(saying, room)
    told = silent.seq
    silent.quiet(1.0)
    room.capture(room.ana, "Andra")
    assert silent.next("resync")["reason"] == "behind"
    assert saying.events(room.seq)[-1]["idea"]["text"] == "Andra"
    assert silent.seq == told


def test_4408_for_who_never_comes_back_after_resync(service: Server) -> None:
    room = open_room()
    silent, saying = service.line(room, room.ben), service.line(room, room.eva)
    room.capture(room.ana, "Första")
    say_got(saying, room)
    silent.quiet(1.0)
    room.capture(room.ana, "Andra")
    silent.next("resync")
    say_got(saying, room)
    bye = silent.next("bye")
    assert (bye["reason"], bye["retry_after_s"] > 0) == ("too_slow", True)
    assert silent.closed() == 4408
    assert all(frame["type"] != "bye" for frame in saying.frames)


def test_4408_for_who_asks_for_everything_again_and_again_without_reading_it(service: Server) -> None:
    room = open_room()
    greedy, eva = service.line(room, room.ben), service.line(room, room.eva)
    room.capture(room.ana, "Första")
    for _time in range(60):
        greedy.send({"type": "since", "seq": 0, "epoch": greedy.frames[0]["epoch"]})
    assert greedy.closed() == 4408
    assert sum(frame["type"] == "events" and frame["after"] == 0 for frame in greedy.frames) < 30
    room.capture(room.ana, "Andra")
    assert eva.events(room.seq)[-1]["idea"]["text"] == "Andra"
