"""The instrument itself: it tells what was lost, whichever client does the work."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.server import ServerConnection, serve

from ideahub.embedded import ports
from tests.load.client.driver import Caller, Crowd, Heard, Kind, Order, compiler, crowd
from tests.load.judging import MOST_BUSY, Judgement, Position, judge, opened
from tests.load.product.commands import Numbered, vote

CLIENTS = 20
EVENTS = 10
TOGETHER_S = 0.05


@dataclass
class Hub:
    """Tells every command to everybody, those that come close together as one; does wrong what it is asked to."""

    keep_from: Callable[[int, int], bool] = lambda client, seq: False
    cut: Callable[[int, int], bool] = lambda client, seq: False
    refuse: Callable[[int], bool] = lambda seq: False
    # Told to start anew, and nothing more.
    lose: Callable[[int, int], bool] = lambda client, seq: False
    sockets: list[ServerConnection] = field(default_factory=list)
    seq: int = 0
    told: int = 0

    async def serve_one(self, socket: ServerConnection) -> None:
        self.sockets.append(socket)
        await socket.send('{"type":"hello","seq":0}')
        async for text in socket:
            frame = json.loads(text)
            if frame["type"] == "push":
                await self.decide(socket, frame["commands"][0]["id"])

    async def decide(self, socket: ServerConnection, command: str) -> None:
        if self.refuse(self.seq + 1):
            result: dict[str, object] = {"id": command, "ok": False, "code": "not_open"}
        else:
            self.seq += 1
            result = {"id": command, "ok": True, "seq": self.seq}
            asyncio.get_running_loop().call_later(TOGETHER_S, lambda: asyncio.ensure_future(self.tell()))
        await socket.send(json.dumps({"type": "ack", "results": [result]}, separators=(",", ":")))

    async def tell(self) -> None:
        after, self.told = self.told, self.seq
        if after == self.told:
            return
        for client, socket in enumerate(self.sockets):
            if self.cut(client, self.told):
                await socket.close(4408)
            elif self.lose(client, self.told):
                await socket.send('{"type":"resync","reason":"behind"}')
            elif not self.keep_from(client, self.told):
                await socket.send(f'{{"type":"events","after":{after},"upto":{self.told},"events":[]}}')


@contextmanager
def running(hub: Hub) -> Iterator[int]:
    port, loop = ports.free_port(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def main() -> None:
        async with serve(hub.serve_one, "127.0.0.1", port):
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()))
    thread.start()
    assert ports.wait_until(lambda: ports.answers(port=port), timeout_s=5)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


@pytest.fixture(params=["C", "Python"], autouse=True)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "C" and compiler() is None:
        pytest.skip("no C compiler")
    if request.param == "Python":
        monkeypatch.setenv("IDEAHUB_TEST_LOAD_CLIENT", "python")
    return str(request.param)


@contextmanager
def connected(hub: Hub) -> Iterator[Crowd]:
    with running(hub) as port, crowd() as clients:
        heard = clients.connect(
            [Caller(port, "/", ("Host: localhost",), credit=True) for _ in range(CLIENTS)], within_s=5
        )
        assert opened(heard, CLIENTS)[0] == CLIENTS
        yield clients


def orders(apart_s: float, *, events: int = EVENTS) -> list[Order]:
    numbered = Numbered()
    return [Order(n * apart_s, n % CLIENTS, *numbered.push(*vote("x"))) for n in range(events)]


def judged(heard: Heard) -> Judgement:
    return judge(heard, [Position(0, 0) for _ in range(CLIENTS)])


def fan_out(hub: Hub, *, apart_s: float = 0.1) -> Judgement:
    with connected(hub) as clients:
        return judged(clients.run(orders(apart_s), settle_s=1))


def test_run_in_which_everybody_gets_everything_has_no_failures() -> None:
    told = fan_out(Hub())
    assert told.failures == {}
    assert (told.sent, told.acked) == (EVENTS, EVENTS)
    assert told.screen.count == EVENTS * CLIENTS


def test_burst_that_comes_as_one_frame_is_on_every_screen() -> None:
    told = fan_out(Hub(), apart_s=0)
    assert told.failures == {}
    assert told.frames < EVENTS * CLIENTS
    assert told.screen.count == EVENTS * CLIENTS


def test_lost_event_is_reported() -> None:
    assert fan_out(Hub(keep_from=lambda client, seq: (client, seq) == (7, 5))).failures == {"events missing": 1}


def test_event_that_never_comes_is_reported() -> None:
    told = fan_out(Hub(keep_from=lambda client, seq: (client, seq) == (7, EVENTS)))
    assert told.failures == {"clients behind at the end": 1}


def test_lost_client_is_reported() -> None:
    assert fan_out(Hub(cut=lambda client, seq: (client, seq) == (3, 5))).failures["clients lost"] == 1


def test_refused_command_is_reported() -> None:
    refused = iter([True])
    told = fan_out(Hub(refuse=lambda seq: seq == 4 and next(refused, False)))
    assert told.failures == {"commands refused": 1}


def test_lost_event_in_a_burst_is_reported() -> None:
    told = fan_out(Hub(keep_from=lambda client, seq: client == 7), apart_s=0)
    assert told.failures == {"clients behind at the end": 1}


def test_client_told_to_start_anew_is_reported_and_not_waited_for() -> None:
    with connected(Hub(lose=lambda client, seq: (client, seq) == (7, EVENTS))) as clients:
        heard = clients.run(orders(0.01), settle_s=30)
    assert judged(heard).failures == {"clients told to resync": 1, "clients behind at the end": 1}
    assert heard.wall_s < 10


def test_what_is_late_counts_from_when_it_was_due() -> None:
    with connected(Hub()) as clients:
        sent = [record.at_ns for record in clients.run(orders(0)).records if record.kind == Kind.SENT]
    assert sent == [sent[0]] * EVENTS


def test_in_a_loop_each_client_sends_when_it_was_answered() -> None:
    with connected(Hub()) as clients:
        heard = clients.loop(orders(0, events=3 * CLIENTS), seconds=20)
    told = judged(heard)
    assert told.failures == {}
    assert (told.sent, told.acked, told.screen.count) == (3 * CLIENTS, 3 * CLIENTS, 3 * CLIENTS * CLIENTS)
    turns = [record.kind for record in heard.records if record.client == 7 and record.kind in (Kind.SENT, Kind.ACK)]
    assert turns == [Kind.SENT, Kind.ACK] * 3
    assert 0 < told.acked_within_s < heard.wall_s < 10


def test_loop_ends_when_its_time_is_over() -> None:
    with connected(Hub()) as clients:
        heard = clients.loop(orders(0, events=2000 * CLIENTS), seconds=0.5)
        again = clients.run(orders(0), settle_s=1)
    assert judged(heard).failures == {}
    assert CLIENTS < judged(heard).sent < 2000 * CLIENTS
    assert judged(again).sent == EVENTS


def test_refused_clients_are_counted_with_the_reason() -> None:
    with crowd() as clients:
        heard = clients.connect([Caller(ports.free_port(), "/") for _ in range(3)], within_s=2)
    inside, why = opened(heard, 3)
    assert inside == 0
    assert why.total() == 3


def test_run_that_the_client_limited_is_not_valid() -> None:
    assert Judgement(client_busy=MOST_BUSY).valid
    assert not Judgement(client_busy=MOST_BUSY + 0.01).valid
