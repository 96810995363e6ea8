import asyncio
import random
from contextlib import AsyncExitStack
from typing import Any

from uuid_utils.compat import uuid7

from tests.faults.bare import PATIENCE_S, Bare
from tests.faults.history import Asked, History
from tests.faults.registry import experiment
from tests.faults.stage import Stage, read_truths, snapshots
from tests.faults.withholding import Withholding

EACH, AT_ONCE = 5, 24
BLIND, BLIND_WITHIN_S = 0.2, 0.03
Json = dict[str, Any]


@experiment(
    "F9",
    "socket cut between commit and ack, 10,000 times",
    passes_when="10,000 effects, 0 doubled, every resend answered `repeat`",
    quick=True,
)
def run(stage: Stage) -> None:
    """A proxy before each web process keeps the acknowledgement back, so that the cut comes when the commit is done and the client
    has heard nothing. Every fifth cut comes blindly, a moment after the command was sent: then the commit may not have been, and what
    the resend gets is whatever is right."""
    cuts = int(stage.length(quick=300, normal=10_000))
    workshop = stage.workshop(phones=cuts // EACH)
    starts = snapshots(stage.site.url, workshop)
    history, cutter = History(), Cutter(stage, workshop)
    asyncio.run(cutter.run(history))
    [truth] = read_truths(stage.site, [(workshop, starts)])
    stage.row.clients = len(workshop["phones"])
    stage.blame(history, [truth], least=cuts)
    effects = sum(event["type"] == "idea.captured" for event in truth.events) - len(workshop["ideas"])
    stage.measured("cuts", cutter.withheld + cutter.blind, cuts, at_least=True)
    stage.measured(
        "with the acknowledgement kept back", cutter.withheld, round(cuts * (1 - BLIND) * 0.9), at_least=True
    )
    stage.measured("resent and not answered repeat", cutter.not_repeated, 0)
    stage.measured("at a drawn moment", cutter.blind, round(cuts * BLIND * 0.5), at_least=True)
    stage.measured("of these committed before the resend", cutter.blind_repeated)
    stage.measured("effects missing or too many", abs(effects - cuts), 0)


class Cutter:
    """`withheld` and `blind` count cuts; `not_repeated` resends after the former that were decided a second time."""

    def __init__(self, stage: Stage, workshop: Json) -> None:
        self.proxies = [Withholding(port) for port in stage.site.web]
        self.origin, self.workshop = stage.site.url, workshop
        self.dice = random.Random(stage.options.seed)
        self.withheld = self.blind = self.not_repeated = self.blind_repeated = 0

    async def run(self, history: History) -> None:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(phone: Json) -> None:
            async with turn:
                await self._write_and_lose(phone, history)

        async with AsyncExitStack() as until:
            for proxy in self.proxies:
                await until.enter_async_context(proxy.running())
            await asyncio.gather(*(one(phone) for phone in self.workshop["phones"]))

    async def _write_and_lose(self, phone: Json, history: History) -> None:
        """Writes ideas one after another and loses the link at each; the next link begins with sending the last again."""
        last: Asked | None = None
        withheld = False
        for number in range(EACH + 1):
            proxy = self.dice.choice(self.proxies)
            bare = Bare(f"http://localhost:{proxy.port}", self.origin, self.workshop, phone, history)
            await bare.open()
            if last is not None:
                await bare.push(last)
                repeat = bool((await bare.answer_to(last)).get("repeat", False))
                self.not_repeated += withheld and not repeat
                self.blind_repeated += repeat and not withheld
            if number < EACH:
                text = f"{phone['participant']} {number}"
                last = bare.write("idea.capture", idea=str(uuid7()), column=self.workshop["columns"][0], text=text)
                withheld = self.dice.random() >= BLIND
                await self._push_and_cut(bare, last, proxy if withheld else None)
            bare.cut()

    async def _push_and_cut(self, bare: Bare, idea: Asked, proxy: Withholding | None) -> None:
        """Without a proxy that keeps the answer back, at a drawn moment."""
        assert bare.socket is not None
        if proxy is None:
            await bare.push(idea)
            await asyncio.sleep(self.dice.uniform(0, BLIND_WITHIN_S))
            self.blind += 1
            return
        link = proxy.links[bare.socket.local_address[1]]
        link.withhold()
        await bare.push(idea)
        async with asyncio.timeout(PATIENCE_S):
            await link.came.wait()
        self.withheld += 1
