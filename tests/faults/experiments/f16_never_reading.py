import asyncio
import time
from typing import Any

from uuid_utils.compat import uuid7

from tests.faults.bare import Bare
from tests.faults.breaking import counted, highest_memory
from tests.faults.figures import ratio, share
from tests.faults.history import OK, History
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import within

SLEEPERS = 50
ALLOWED_MB = SLEEPERS * 256 / 1024 + 20
# Below the 20 frames and the 32 KiB a second that one socket may send for as long as it likes.
FRAMES_A_SECOND, IDEAS_A_FRAME = 8, 3
WARM_S = 3
# As long as an idea may be, four bytes a character: in a minute each sleeper is sent more than the system itself would keep for it.
TEXT = "🌱" * 280
BEHIND, HELD = 'ideahub_resyncs_total{reason="behind"}', 'ideahub_connections{audience="participant"}'


@experiment(
    "F16",
    "50 clients that never read",
    passes_when="memory grows ≤ 50 × 256 KB + 20 MB; others' p99 ≤ 1.2 ×",
    quick=True,
)
def run(stage: Stage) -> None:
    """All in one process of the service. A board writes much, so that each sleeper falls far behind its 256 KiB: it is told
    `resync`, and let go when it does not ask for what it missed, or before that when it answers no ping."""
    seconds = stage.length(quick=16, normal=60)
    address = stage.site.direct(0)
    crowd = stage.crowd(urls=[address])
    starts = stage.starts(crowd)
    crowd.load(rate=10, mix="collect")
    here, history = crowd.workshops["A"], History()
    asyncio.run(_write_much(address, crowd.origin, here, history, WARM_S))
    began = time.time()
    asyncio.run(_write_much(address, crowd.origin, here, history, seconds))
    middle = time.time()
    behind, held = (counted(address, name) for name in (BEHIND, HELD))
    with highest_memory(stage.site.processes["web1"].pid) as grown:
        still = asyncio.run(_sleep_through(address, crowd.origin, here, history, seconds))
    ended = time.time()
    stage.measured("told that they are behind", counted(address, BEHIND) - behind, SLEEPERS, at_least=True)
    if not stage.options.quick:
        stage.measured("sleepers still held at the end", still - held, 0)
    seen = stage.judge(crowd, starts)
    before, meanwhile = within(seen.acks, began, middle), within(seen.acks, middle, ended)
    stage.measured("memory grew", grown() / 2**20, ALLOWED_MB, "MB")
    stage.quantile("others' p99 before", before, 0.99)
    stage.quantile("others' p99 with sleepers", meanwhile, 0.99)
    stage.measured("times as slow for others", ratio(share(meanwhile, 0.99), share(before, 0.99)), 1.2, timed=True)
    wanted = FRAMES_A_SECOND * IDEAS_A_FRAME * (2 * seconds + WARM_S)
    stage.measured("ideas the board wrote", len(history.asked), round(wanted / 2), at_least=True)


async def _write_much(address: str, origin: str, workshop: dict[str, Any], history: History, seconds: float) -> None:
    staff = {"cookie": workshop["staff"], "participant": "staff"}
    board = Bare(address, origin, workshop, staff, history, audience="staff")
    await board.open()
    end, column, frames = time.monotonic() + seconds, workshop["columns"][0], 0
    while time.monotonic() < end:
        ideas = [board.write("idea.capture", idea=str(uuid7()), column=column, text=TEXT) for _ in range(IDEAS_A_FRAME)]
        await board.push(*ideas)
        # They are decided in one batch and answered in one frame.
        await asyncio.gather(board.answers_to(*ideas), asyncio.sleep(1 / FRAMES_A_SECOND))
        frames += 1
        if frames % FRAMES_A_SECOND == 0:
            # It has read all that came before its answers: a board that does not say so is a sleeper itself. Once a second,
            # since that is a frame too.
            await board.say({"type": "got", "seq": max(int(idea.answers[-1]) for idea in ideas if idea.outcome == OK)})
    board.cut()


async def _sleep_through(
    address: str, origin: str, workshop: dict[str, Any], history: History, seconds: float
) -> float:
    """How many participants' sockets are held at the end."""
    sleepers = [Bare(address, origin, workshop, workshop["phones"][at % 20], history) for at in range(SLEEPERS)]
    for one in sleepers:
        await one.open(receive_buffer=4096)
        assert one.socket is not None
        one.socket.transport.pause_reading()
    await _write_much(address, origin, workshop, history, seconds)
    still = counted(address, HELD)
    for one in sleepers:
        one.cut()
    return still
