"""How a socket ends: each close code of the protocol, and that nobody else notices."""

import json
from contextlib import suppress
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from ideahub.core.ids import new_id
from ideahub.eventlog.models import Outcome
from tests.support.line import Line
from tests.support.room import Room, open_room
from tests.support.server import Server, cookie_of


def require_undisturbed(line: Line, room: Room) -> None:
    """Somebody else's socket still tells what happens, at once."""
    room.capture(room.eva, "Vi fortsätter")
    began = monotonic()
    line.events(room.seq)
    assert monotonic() - began < 2


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "null", "[]", "7", '"push"', "{}", '{"type": "destroy"}', '{"type": "push"}', '{"type": "since", "seq": -1}',
        '{"type": "push", "commands": []}', '{"type": "push", "commands": ["x"]}', '{"type": "ping", "t": NaN}',
        '{"type": "ping", "t": ' + "9" * 5000 + "}", "[" * 9000,
        json.dumps({"type": "push", "commands": [{"id": "1"}] * 51}),
    ],
)  # fmt: skip
def test_4400_a_frame_that_cannot_be_read(service: Server, room: Room, text: str) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    ben.socket.send(text)
    assert ben.next("error")["detail"]
    assert ben.closed() == 4400
    require_undisturbed(eva, room)


def test_4400_a_frame_of_bytes(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ben.socket.send(b"\x00\xff")
    assert ben.closed() == 4400


def test_half_a_surrogate_pair_is_the_commands_own_problem(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    result = ben.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text="Sol \ud800")
    assert (result["ok"], result["code"], bool(result["detail"])) == (False, "invalid", True)
    assert ben.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text="Sol")["ok"]


def test_4401_nobody_at_all(service: Server, room: Room) -> None:
    assert service.dial(room, as_="participant").closed() == 4401
    assert service.dial(room, as_="staff").closed() == 4401


def test_4401_no_token_within_five_seconds(service: Server, room: Room) -> None:
    began = monotonic()
    assert service.dial(room, as_="projector").closed() == 4401
    assert 4 < monotonic() - began < 7


def test_4401_a_token_that_is_none(service: Server, room: Room) -> None:
    line = service.dial(room)
    line.send({"type": "auth", "token": "x" * 43})
    assert line.closed() == 4401


def test_4401_a_command_before_it_is_known_who_asks(service: Server, room: Room) -> None:
    line = service.dial(room)
    line.push("idea.capture", idea=new_id(), text="Solceller")
    assert line.closed() == 4401
    assert room.workshop.ideas.count() == 0


def test_4403_a_projector_that_commands(service: Server, room: Room) -> None:
    screen = service.projector(room)
    screen.push("workshop.close")
    assert screen.closed() == 4403
    assert room.fresh().status == "open"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", None])
def test_4403_another_origin(service: Server, room: Room, origin: str | None) -> None:
    line = service.dial(room, cookie=cookie_of(room, room.ben), origin=origin)
    assert line.closed() == 4403


@pytest.mark.parametrize("code", ["000000", "abc", "12345678901234567890", "%00", "٤٢٨٦١٧"])
def test_4404_no_such_workshop(service: Server, room: Room, code: str) -> None:
    assert service.dial(room, code=code).closed() == 4404


def test_4404_somebody_from_another_workshop(service: Server, room: Room) -> None:
    theirs = open_room()
    foreign = cookie_of(theirs, theirs.ana)
    assert service.dial(room, cookie=foreign).closed() == 4404
    stolen = cookie_of(theirs, theirs.ben).replace(theirs.workshop.id.hex[-12:], room.workshop.id.hex[-12:])
    assert service.dial(room, cookie=stolen).closed() == 4404


@pytest.mark.parametrize("subprotocol", [None, "ideahub.v2"])
def test_4409_another_subprotocol(service: Server, room: Room, subprotocol: str | None) -> None:
    line = service.dial(room, cookie=cookie_of(room, room.ben), subprotocol=subprotocol)
    assert line.closed() == 4409


@pytest.mark.parametrize("size", [16 * 1024 + 1, 20_000, 60_000])
def test_4413_a_frame_over_16_kib(service: Server, room: Room, size: int) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    ben.socket.send('{"type": "ping", "t": 1, "x": "' + "x" * (size - 33) + '"}')
    assert ben.closed() == 4413
    require_undisturbed(eva, room)


def test_4413_counts_bytes_and_not_characters(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ben.socket.send('{"type": "ping", "t": 1, "x": "' + "🌱" * 5000 + '"}')
    assert ben.closed() == 4413


def test_a_frame_of_16_kib_is_taken(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ben.socket.send('{"type": "ping", "t": 1, "x": "' + "x" * (16 * 1024 - 33) + '"}')
    assert ben.next("pong")


def flood(line: Line, *, seconds: float) -> None:
    """Sends as fast as it can until it is cut."""
    end = monotonic() + seconds
    with suppress(ConnectionClosed):
        while monotonic() < end:
            line.socket.send('{"type": "ping", "t": 1}')


def test_4429_a_flood_is_cut_and_nobody_else_notices(service: Server, room: Room) -> None:
    flooder, eva = service.line(room, room.ben), service.line(room, room.eva)
    flood(flooder, seconds=30)
    assert flooder.closed() == 4429
    require_undisturbed(eva, room)


def test_commands_too_fast_are_refused_one_by_one(service: Server, room: Room) -> None:
    ben = service.line(room, room.ben)
    ids = [ben.push("idea.capture", idea=new_id(), column=room.columns[0].id, text=f"Idé {n}") for n in range(12)]
    codes = [ben.result(one).get("code") for one in ids]
    assert codes == [None] * 10 + ["too_fast"] * 2


def test_an_idea_refused_as_too_fast_can_be_sent_again(service: Server, room: Room) -> None:
    ben, eva = service.line(room, room.ben), service.line(room, room.eva)
    ids = [ben.push("idea.capture", idea=new_id(), column=room.columns[0].id, text=f"Idé {n}") for n in range(11)]
    assert ben.result(ids[-1])["code"] == "too_fast"
    assert not Outcome.objects.filter(command=ids[-1]).exists()
    assert eva.ask("idea.capture", idea=new_id(), column=room.columns[0].id, text="Min")["ok"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
kinds = st.sampled_from(["push", "since", "got", "ping", "auth", "hello", ""])
frames = st.one_of(
    anything,
    st.builds(
        lambda kind, body: {**body, "type": kind}, kinds, st.dictionaries(st.text(max_size=5), anything, max_size=3)
    ),
    st.builds(
        lambda name, args: {"type": "push", "commands": [{"id": str(new_id()), "name": name, "args": args}]},
        st.sampled_from(["idea.capture", "idea.show", "vote.set", "timer.set", "action.create", "cluster.move"]),
        st.dictionaries(
            st.sampled_from(
                ["idea", "ideas", "text", "target", "points", "ends_at", "paused_s", "title", "due_on", "cluster"]
            ),
            anything,
        ),
    ),
)


def answered_or_closed(line: Line) -> int | None:
    """None when a ping behind it is answered, else the code that it was closed with."""
    try:
        line.socket.send('{"type": "ping", "t": 7}')
        line.wait(lambda got: got["type"] == "pong" and got["t"] == 7)
    except ConnectionClosed as ended:
        return ended.rcvd.code if ended.rcvd else 1006
    return None


def test_whatever_is_sent_ends_in_an_answer_or_a_close_code(service: Server, room: Room) -> None:
    eva = service.line(room, room.eva)

    @given(frame=frames)
    @settings(max_examples=80)
    def send(frame: object) -> None:
        line = service.line(room, room.ana)
        line.socket.send(json.dumps(frame))
        assert answered_or_closed(line) in {None, 4400}
        line.close()

    send()
    require_undisturbed(eva, room)
