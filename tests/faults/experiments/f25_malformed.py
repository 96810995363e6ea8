import asyncio
import json
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from tests.faults.bare import PATIENCE_S, Bare
from tests.faults.fuzzing import CAME_THROUGH, everybody, fuzz
from tests.faults.history import History
from tests.faults.malformed import NAMES, WITHOUT_END, commands_in, frame
from tests.faults.registry import experiment
from tests.faults.stage import Stage

# Behind each frame goes a ping, and together they are below the 120 that a socket may send at once.
AT_ONCE, A_SOCKET = 16, 50
# So many that the pace of each is seldom what refuses them; of four sockets one is a board, whose pace is not limited.
PHONES, BOARD_EVERY = 200, 4
# They write in another meeting of the same two processes meanwhile.
BEHIND = 100
AS_IT_SHOULD = {4400, 4413, 4429}
# Text that is no text the library lets go of without a word (1006); it might say 1007.
NO_TEXT = {1006, 1007}
TOO_MANY_REQUESTS = 429


@dataclass(slots=True)
class Told:
    """`frames` are those that the service has answered for: borne, or closed the socket over. `strange`: what it should not have done."""

    frames: int = 0
    borne: int = 0
    results: int = 0
    turned_away: int = 0
    closed: Counter[int | None] = field(default_factory=Counter)
    strange: Counter[str] = field(default_factory=Counter)


@experiment(
    "F25",
    "10^6 malformed frames, 30 min of schema-driven HTTP fuzzing",
    passes_when="0 answers of 500, 0 tracebacks",
)
def run(stage: Stage) -> None:
    """Each frame waits until the one before it has been answered for. The fuzzer calls as each kind of caller, side by side."""
    frames = int(stage.length(quick=2000, normal=10_000, full=1_000_000))
    seconds = int(stage.length(quick=20, normal=90, full=1800))
    site = stage.own_site(webs=2)
    workshop = stage.workshop(site, phones=PHONES)
    told = Told()
    with stage.beside_a_meeting(clients=BEHIND, site=site):
        asyncio.run(_send_all(stage, site.url, workshop, frames, told))
        fuzzed = fuzz(site.url, workshop, seconds=seconds, seed=stage.options.seed, folder=stage.folder)
    logs = "\n".join(log.read_text() for log in site.folder.glob("web*.log"))
    stage.measured("frames answered for", told.frames, frames, at_least=True)
    stage.measured("of these borne", told.borne, 1, at_least=True)
    stage.measured("commands in them answered", told.results, 1, at_least=True)
    stage.measured("sockets closed for them", told.closed.total(), 1, at_least=True)
    stage.measured("turned away as too fast", told.turned_away)
    stage.measured("frames or sockets that ended otherwise than they should", told.strange.total(), 0)
    stage.measured("seconds of fuzzing HTTP", seconds)
    for one in fuzzed:
        stage.measured(f"calls as {one.who}", one.calls, seconds, at_least=True)
        stage.measured(f"of these let in, as {one.who}", one.let_in, 1, at_least=True)
    stage.measured("kinds of caller", len(fuzzed), len(everybody(workshop)), at_least=True)
    stage.measured("fuzzers that broke off", sum(one.ended not in CAME_THROUGH for one in fuzzed), 0)
    stage.measured("answers of 500", sum(one.broken for one in fuzzed), 0)
    stage.measured("tracebacks in the logs", logs.count("Traceback"), 0)
    stage.row.violations += [f"{times} times {what}" for what, times in told.strange.items()]
    stage.row.violations += [one.said[-3000:] for one in fuzzed if one.broken or one.ended not in CAME_THROUGH]
    if "Traceback" in logs:
        at = logs.index("Traceback")
        stage.row.violations.append(logs[at : at + 3000])


async def _send_all(stage: Stage, url: str, workshop: dict[str, Any], frames: int, told: Told) -> None:
    staff = {"cookie": workshop["staff"], "participant": "staff"}
    turns = count()

    async def one(number: int) -> None:
        dice = random.Random(f"{stage.options.seed}:{number}")
        while told.frames < frames:
            turn = next(turns)
            board = turn % BOARD_EVERY == 0
            phone = staff if board else workshop["phones"][turn % PHONES]
            bare = Bare(url, url, workshop, phone, History(), audience="staff" if board else "participant")
            ids = [*workshop["ideas"][:3], *workshop["columns"], workshop["phones"][turn % PHONES]["participant"]]
            await _one_socket(bare, dice, ids, told)

    await asyncio.gather(*(one(number) for number in range(AT_ONCE)))


async def _one_socket(bare: Bare, dice: random.Random, ids: list[str], told: Told) -> None:
    """Sends until the socket is closed for it, or it has borne enough."""
    try:
        await bare.open()
    except InvalidStatus as refused:
        status = refused.response.status_code
        if status == TOO_MANY_REQUESTS:
            told.turned_away += 1
        else:
            told.strange[f"answered with {status} at the handshake"] += 1
        return
    except (WebSocketException, OSError, TimeoutError) as error:
        told.strange[f"no hello: {type(error).__name__} {error}"] += 1
        return
    try:
        await _until_closed(bare, dice, ids, told)
    except (OSError, TimeoutError, ConnectionClosed) as error:
        told.strange[f"no answer: {type(error).__name__}"] += 1
    with suppress(OSError):
        bare.cut()


async def _until_closed(bare: Bare, dice: random.Random, ids: list[str], told: Told) -> None:
    """Raises TimeoutError where neither an answer nor an end comes, ConnectionClosed where the end comes later than its cause."""
    owed = 0
    assert bare.socket is not None
    for number in range(A_SOCKET):
        sent = frame(dice, ids, WITHOUT_END if bare.audience == "staff" else NAMES)
        # Bytes as what they are, or as a text that is none.
        as_text = isinstance(sent, str) or dice.random() < 0.5
        # Half a surrogate pair cannot be sent as text at all; as JSON's escape it can.
        raw = sent.encode("utf-8", "replace") if isinstance(sent, str) else sent
        try:
            await bare.socket.send(raw, text=as_text)
            await bare.say({"type": "ping", "t": number})
            async with asyncio.timeout(PATIENCE_S):
                owed -= await _answered(bare, told, until_pong=number)
        except ConnectionClosed:
            told.frames += 1
            _closed(bare.socket.close_code, NO_TEXT if as_text and not _is_text(raw) else AS_IT_SHOULD, told)
            return
        told.frames += 1
        told.borne += 1
        owed += commands_in(sent)
    async with asyncio.timeout(PATIENCE_S):
        while owed > 0:
            owed -= await _answered(bare, told, until_pong=None)


def _closed(code: int | None, expected: set[int], told: Told) -> None:
    told.closed[code] += 1
    if code not in expected:
        told.strange[f"socket closed with {code} instead of {sorted(expected)}"] += 1


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


async def _answered(bare: Bare, told: Told, *, until_pong: int | None) -> int:
    """Reads up to the pong, or up to an acknowledgement; returns how many commands were answered on the way."""
    assert bare.socket is not None
    results = 0
    while True:
        text = await bare.socket.recv()
        heard = json.loads(text) if _is_ours(str(text)) else {"type": ""}
        if heard["type"] == "error" and heard["code"] == "unavailable":
            told.strange["answered «unavailable»"] += 1
        if heard["type"] == "ack":
            results += len(heard["results"])
            told.results += len(heard["results"])
            if until_pong is None:
                return results
        if heard["type"] == "pong" and heard["t"] == until_pong:
            return results


def _is_ours(text: str) -> bool:
    """Not what is told to everybody, which is not read at all."""
    return text.startswith(('{"type":"ack"', '{"type":"pong"', '{"type":"error"'))
