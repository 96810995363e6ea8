"""The HTTP fallback: the same events as the socket, and what else is told beside them."""

from queue import Empty, Queue
from threading import Thread
from time import monotonic

import pytest

from ideahub.core.ids import new_id
from ideahub.eventlog.models import Stream
from ideahub.workshops.projector_links import make_link
from tests.support.room import Room, command, open_room
from tests.support.server import Server


def path(room: Room, call: str = "events/") -> str:
    return f"/api/workshops/{room.workshop.code}/{call}"


def epoch_of(room: Room) -> str:
    return Stream.objects.get(pk=room.workshop.id).epoch


def test_the_poll_tells_what_the_socket_tells(service: Server, room: Room) -> None:
    line, since = service.line(room, room.eva), room.seq
    phone = service.http(room, room.ben)
    sent = command(room.ben, "idea.capture", idea=new_id(), column=room.columns[0].id, text="Solceller")
    result = phone.post(path(room, "commands/"), json={"commands": [sent.raw]}).json()["results"][0]
    told = phone.get(path(room), params={"since": since, "epoch": epoch_of(room), "wait": 3}).json()
    assert told["events"] == line.events(result["seq"])
    assert (told["after"], told["upto"], told["you"]["own"]) == (since, room.seq, [told["events"][0]["idea"]["id"]])
    assert {"online", "hands"} <= told.keys()


def test_the_poll_waits_until_something_happens(service: Server, room: Room) -> None:
    phone, since = service.http(room, room.ben), room.seq
    answers: list[tuple[float, int]] = []

    def ask() -> None:
        answer = phone.get(path(room), params={"since": since, "wait": 20})
        answers.append((monotonic(), answer.json()["upto"]))

    asking = Thread(target=ask)
    asking.start()
    asking.join(0.7)
    assert answers == []
    room.capture(room.eva)
    written = monotonic()
    asking.join(10)
    assert answers[0][1] == room.seq
    assert answers[0][0] - written < 1.5


def test_a_queue_of_speakers_that_moves_ends_the_wait_of_who_stands_in_it(service: Server, room: Room) -> None:
    room.go_to("discuss")
    for one in (room.eva, room.ben):
        room.do(one, "hand.raise")
    phone, answers = service.http(room, room.ben), Queue[dict[str, object]]()
    asking = Thread(target=lambda: answers.put(phone.get(path(room), params={"since": room.seq, "wait": 20}).json()))
    asking.start()
    with pytest.raises(Empty):
        answers.get(timeout=0.7)
    room.do(room.ana, "hand.lower", participant=room.eva.id)
    assert answers.get(timeout=10)["hands"] == {"count": 1, "hands": None, "place": 1}
    asking.join(10)


def test_the_poll_answers_in_time_when_nothing_happens(service: Server, room: Room) -> None:
    phone, began = service.http(room, room.ben), monotonic()
    told = phone.get(path(room), params={"since": room.seq, "wait": 1}).json()
    assert (told["after"], told["upto"], told["events"]) == (room.seq, room.seq, [])
    assert 0.9 < monotonic() - began < 3


@pytest.mark.parametrize("params", [{"since": 10**9}, {"since": 0, "epoch": "0" * 32}])
def test_a_place_the_log_does_not_know_is_409(service: Server, room: Room, params: dict[str, str]) -> None:
    answer = service.http(room, room.ben).get(path(room), params=params)
    assert (answer.status_code, answer.json()) == (409, {"code": "resync"})


@pytest.mark.parametrize(
    ("params", "field"),
    [({}, "since"), ({"since": "-1"}, "since"), ({"since": "9" * 5000}, "since"), ({"since": "x"}, "since"),
     ({"since": "0", "wait": "inf"}, "wait"), ({"since": "0", "wait": "-1"}, "wait"), ({"since": "0", "wait": "x"}, "wait")],
)  # fmt: skip
def test_what_cannot_be_read_is_400(service: Server, room: Room, params: dict[str, str], field: str) -> None:
    answer = service.http(room, room.ben).get(path(room), params=params)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "invalid", field)


def test_nobody_is_401_and_somebody_from_elsewhere_404(service: Server, room: Room) -> None:
    theirs = open_room()
    assert service.http().get(path(room), params={"since": 0}).status_code == 401
    assert service.http(theirs, theirs.ana).get(path(room), params={"since": 0}).status_code == 404
    assert service.http().get("/api/workshops/000000/events/", params={"since": 0}).status_code == 404


def test_a_projector_polls_with_its_token(service: Server, room: Room) -> None:
    _link, token = make_link(workshop=room.workshop)
    screen = service.http()
    screen.headers["Authorization"] = f"Bearer {token}"
    told = screen.get(path(room), params={"since": 0, "wait": 0}).json()
    assert told["upto"] == room.seq
    assert "you" not in told
    assert told["hands"]["hands"] is None
