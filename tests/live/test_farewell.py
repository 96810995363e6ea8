"""Whoever is cut learns why, however much they send, and however late they look."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from threading import Thread

import pytest
from websockets.client import ClientProtocol
from websockets.frames import Close, Frame, Opcode
from websockets.typing import Origin, Subprotocol
from websockets.uri import parse_uri

from ideahub.core.actor import Actor
from ideahub.live.farewell import repeats
from tests.support.room import Room
from tests.support.server import Server, cookie_of

PING = Frame(Opcode.TEXT, b'{"type":"ping","t":1}').serialize(mask=True)
# Less than the service throws away as fast as it comes.
FLOOD = PING * (3 * 2**20 // len(PING))
TIMES = 8


class Careless:
    """A client that is too busy with sending to look at what comes."""

    def __init__(self, link: socket.socket, protocol: ClientProtocol) -> None:
        self.link, self.protocol = link, protocol

    def look(self, *, answers: bool = True) -> None:
        """Reads to the end; answers the close as the protocol wants it. Raises OSError where the link was reset."""
        while data := self.link.recv(2**16):
            self.protocol.receive_data(data)
            if answers:
                self.link.sendall(b"".join(self.protocol.data_to_send()))

    @property
    def told(self) -> int | None:
        return self.protocol.close_rcvd and self.protocol.close_rcvd.code


@contextmanager
def careless(service: Server, room: Room, actor: Actor) -> Iterator[Careless]:
    uri = parse_uri(f"ws://127.0.0.1:{service.port}/ws/workshops/{room.workshop.code}/")
    protocol = ClientProtocol(uri, origin=Origin(service.url), subprotocols=[Subprotocol("ideahub.v1")], max_size=None)
    request = protocol.connect()
    request.headers["Cookie"] = cookie_of(room, actor)
    protocol.send_request(request)
    with closing(socket.create_connection(("127.0.0.1", service.port), timeout=30)) as link:
        link.sendall(b"".join(protocol.data_to_send()))
        while not any(b'"hello"' in event.data for event in protocol.events_received() if isinstance(event, Frame)):
            protocol.receive_data(link.recv(2**16))
        yield Careless(link, protocol)


def test_whoever_looks_only_after_a_flood_has_not_been_reset_and_reads_the_code(service: Server, room: Room) -> None:
    def flood(actor: Actor) -> int | None:
        with careless(service, room, actor) as one:
            one.link.sendall(FLOOD)
            one.look()
            return one.told

    floods = [room.join() for _time in range(TIMES)]
    with ThreadPoolExecutor(TIMES) as pool:
        assert list(pool.map(flood, floods)) == [4429] * TIMES


def test_whoever_never_stops_reads_the_code_and_is_let_go_all_the_same(service: Server, room: Room) -> None:
    with careless(service, room, room.ben) as one:
        begun = one.link.dup()

        def send_on() -> None:
            with suppress(OSError):
                while True:
                    begun.sendall(PING * 1000)

        flood = Thread(target=send_on)
        flood.start()
        with suppress(ConnectionResetError):
            one.look(answers=False)
        flood.join()
        begun.close()
        assert one.told == 4429


@pytest.mark.parametrize("answer", [Close(4413, "").serialize(), b""], ids=["with the code", "without a code"])
def test_an_answer_ends_the_link_in_good_order(service: Server, room: Room, answer: bytes) -> None:
    """Reading to the end raises nothing: the link is ended, not reset, as it is where no answer comes."""
    with careless(service, room, room.ben) as one:
        too_large = Frame(Opcode.TEXT, b"x" * 2**20).serialize(mask=True)
        one.link.sendall(too_large)
        closing = Frame(Opcode.CLOSE, answer).serialize(mask=True)
        # In two pieces, as a network may cut it.
        one.link.sendall(closing[:3])
        one.link.sendall(closing[3:])
        one.look(answers=False)
        assert one.told == 4413


def test_only_a_close_frame_with_the_code_is_an_answer() -> None:
    answer = Frame(Opcode.CLOSE, Close(4429, "").serialize()).serialize(mask=True)
    assert repeats(answer, 4429)
    assert not repeats(answer, 4413)
    assert not repeats(Frame(Opcode.PING, b"xx").serialize(mask=True), 4429)
    assert not repeats(answer[:5], 4429)
