"""What the experiments break things with: it must tell what happened, and what did not."""

import asyncio
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve

from tests.faults import __main__ as faults
from tests.faults import flooding
from tests.faults.experiments.f22_restored import _waited, _without_what_went_back
from tests.faults.experiments.f25_malformed import NO_TEXT, Told, _closed
from tests.faults.figures import Row
from tests.faults.flooding import DRIP, DRIP_A_SECOND, DRIPS, KINDS, Flood
from tests.faults.fuzzing import statuses
from tests.faults.history import Asked, History, Truth
from tests.faults.malformed import commands_in
from tests.faults.registry import Experiment
from tests.faults.stage import Options
from tests.faults.withholding import Withholding
from tests.support.bad_network import Weather, bad_network
from tests.support.namespace import OWN_ETC, CannotMake, Namespace, namespace

HERE = "workshop-1"
HELLO = '{"type":"hello"}'
ACK = '{"type":"ack","results":[]}'
PHONE = {"cookie": "a=b", "participant": "ana"}


async def lets_all_in(socket: ServerConnection) -> None:
    """Greets, acknowledges every frame, and never closes."""
    await socket.send(HELLO)
    async for _text in socket:
        await socket.send(ACK)


async def cuts_at_once(socket: ServerConnection) -> None:
    await socket.send(HELLO)
    await socket.recv()
    await socket.close(4429)


async def cuts_after_a_while(socket: ServerConnection) -> None:
    await asyncio.sleep(0.5)
    await cuts_at_once(socket)


def flooded(service: object, *, flooders: int, **wanted: float) -> Flood:
    async def flood() -> Flood:
        async with serve(service, "127.0.0.1", 0, max_size=None) as server:  # type: ignore[arg-type]
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            workshop = {"code": "1", "phones": [PHONE] * flooders}
            one = Flood({"address": url, "origin": url, "workshop": workshop, "flooders": flooders, **wanted})
            await one.run()
            return one

    return asyncio.run(flood())


@pytest.mark.parametrize(("service", "uncut"), [(lets_all_in, 1), (cuts_at_once, 0)])
def test_a_flooder_whom_nobody_cuts_is_counted(service: object, uncut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flooding, "GIVEN_UP_S", 0.3)
    told = flooded(service, flooders=1, seconds=0.3, patience_s=0.3)
    assert told.uncut[KINDS[0]] == uncut
    assert told.flooders[KINDS[0]] == 1 - uncut
    assert bool(told.cuts[KINDS[0]]) is not bool(uncut)


def test_a_flood_lasts_until_each_flooder_was_cut() -> None:
    """However slowly it gets there."""
    told = flooded(cuts_after_a_while, flooders=len(KINDS), seconds=0.1, patience_s=30)
    assert told.flooders == dict.fromkeys(KINDS, 1)
    assert told.uncut == dict.fromkeys(KINDS, 0)


def test_a_drip_makes_up_for_what_it_was_kept_waiting() -> None:
    async def drip() -> int:
        frames, began = 0, time.monotonic()
        async for _text in flooding.frames_of(DRIPS):
            frames += 1
            if time.monotonic() - began > 1:
                break
            await asyncio.sleep(0.5 if frames == 1 else 0)
        return frames

    # Nine come by themselves; sixteen when the machine keeps nobody waiting at the end.
    assert asyncio.run(drip()) > 0.75 * DRIP_A_SECOND / DRIP


def test_an_acknowledgement_that_is_kept_back_never_reaches_the_client() -> None:
    async def talk() -> None:
        async with serve(lets_all_in, "127.0.0.1", 0) as server:
            proxy = Withholding(server.sockets[0].getsockname()[1])
            async with proxy.running():
                client = await connect(f"ws://127.0.0.1:{proxy.port}", compression=None)
                assert await client.recv() == HELLO
                await client.send("first")
                assert await client.recv() == ACK
                link = proxy.links[client.local_address[1]]
                link.withhold()
                await client.send("second")
                await link.came.wait()
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await client.recv()
                client.transport.abort()

    asyncio.run(talk())


@contextmanager
def answering(host: str = "127.0.0.1") -> Iterator[int]:
    """Somebody who answers each call with a word; yields the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
        await writer.drain()
        writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(answer, host, 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_one_network_is_dead_while_the_other_lives() -> None:
    with answering() as port, bad_network(port, Weather(), networks=2) as air:
        dead, alive = (f"http://127.0.0.1:{one}" for one in air.ports)
        air.freeze(0)
        assert httpx.get(alive).text == "ok"
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(dead, timeout=0.3)
        air.thaw(0)
        assert httpx.get(dead).text == "ok"


ASK = "import httpx, sys, time; began = time.monotonic(); httpx.get(sys.argv[1], timeout=3); print(time.monotonic() - began)"


def asked_from(place: Namespace, port: int) -> "subprocess.CompletedProcess[str]":
    """Prints how long the answer took. Within three seconds, or not at all."""
    return subprocess.run(
        [*place.command, sys.executable, "-c", ASK, f"http://localhost:{port}"], capture_output=True, text=True
    )


def made(weather: Weather, until: ExitStack) -> Namespace:
    try:
        return until.enter_context(namespace(weather))
    except CannotMake as why:
        pytest.skip(str(why))


def test_a_namespace_s_packets_come_late_both_ways_and_what_is_lost_never_does() -> None:
    with answering("0.0.0.0") as port, ExitStack() as until:
        late, lossy = made(Weather(delay_s=0.1), until), made(Weather(loss=1), until)
        # There and back for the connection, and once more for the answer.
        assert float(asked_from(late, port).stdout) >= 0.4
        assert "ConnectTimeout" in asked_from(lossy, port).stderr
    assert not [place for place in (late, lossy) if (OWN_ETC / place.name).exists()]


def answered(id: str, at: float, *, asked_at: float = 0.0) -> Asked:
    return Asked(id, "A1", HERE, "ana", "idea.capture", {}, asked_at, "ok", None, ["1"], answered_at=at)


def restored(*commands: str) -> list[Truth]:
    """A database that knows these commands."""
    outcomes = [{"command": one, "ok": True} for one in commands]
    return [Truth(HERE, "e2", 0, [], outcomes, {}, [], {}, [], [], {})]


def test_only_what_the_old_database_decided_after_the_backup_may_be_gone() -> None:
    """Before the backup it must be there; what the new one acknowledged too, at whatever moment."""
    history = History(asked=[answered("before", 5), answered("between", 15), answered("new", 25)])
    gone = _without_what_went_back(history, restored(), {"before", "between"}, backed_up=10)
    assert gone == 1
    assert [one.id for one in history.asked] == ["before", "new"]


def test_only_what_waited_through_the_whole_restore_has_waited() -> None:
    asked = [
        answered("waited", 35, asked_at=18),
        answered("answered before it was done", 25, asked_at=18),
        answered("written meanwhile", 35, asked_at=22),
        answered("lost", 35, asked_at=18),
    ]
    known = restored("waited", "answered before it was done", "written meanwhile")
    assert _waited(History(asked=asked), known, began=20, restored=30) == 1


def test_calls_are_counted_from_what_the_fuzzer_wrote_down(tmp_path: Path) -> None:
    calls = {"1": {"response": {"status_code": 500}}, "2": {"response": {"status_code": 404}}, "3": {"response": None}}
    report = tmp_path / "report.ndjson"
    lines = [{"Initialize": {}}, {"ScenarioFinished": {"recorder": {"interactions": calls}}}]
    report.write_text("\n".join(json.dumps(one) for one in lines))
    assert list(statuses(report)) == [500, 404]
    assert list(statuses(tmp_path / "never written")) == []


def test_a_socket_that_ends_without_a_code_is_strange_but_for_text_that_is_no_text() -> None:
    told = Told()
    _closed(1006, NO_TEXT, told)
    assert not told.strange
    _closed(1006, {4400}, told)
    assert told.strange.total() == 1


def test_commands_of_a_push_are_owed_an_answer_each() -> None:
    assert commands_in('{"type":"push","commands":[{},{}]}') == 2
    assert commands_in('{"type":"ping","t":1}') == 0


@pytest.mark.parametrize(
    ("clients", "rows"),
    [(faults.CLIENTS, [["F10"], ["F1", "F2"]]), (faults.CLIENTS + 1, [[], ["F1", "F10", "F2"]])],
)
def test_what_runs_beside_the_others_does_so_as_long_as_the_machine_bears_the_clients_of_both(
    clients: int, rows: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(faults, "run_row", lambda chosen, *_more: ran.append([one.number for one in chosen]))
    chosen = [Experiment(number, "", "", print, False, number == "F10") for number in ("F1", "F10", "F2")]
    faults.run_all(chosen, Options(clients=clients, seed=1), print)
    assert sorted(ran) == sorted(rows)


def test_in_the_quick_run_two_are_under_way_at_a_time_and_each_runs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    both, ran = threading.Barrier(2), list[str]()

    def run(one: Experiment, *_more: object) -> Row:
        both.wait(timeout=10)
        return Row(one.number, "", "")

    monkeypatch.setattr(faults, "run_one", run)
    chosen = [Experiment(number, "", "", print, True, False) for number in ("F1", "F4", "F7", "F9")]
    faults.run_all(chosen, Options(clients=faults.CLIENTS, seed=1, quick=True), lambda row: ran.append(row.number))
    assert sorted(ran) == ["F1", "F4", "F7", "F9"]
