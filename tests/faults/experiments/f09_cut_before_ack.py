import asyncio
import random

from uuid_utils.compat import uuid7

from tests.faults.bare import Bare
from tests.faults.history import History
from tests.faults.registry import experiment
from tests.faults.stage import Stage, read_truths, snapshots

EACH, AT_ONCE = 5, 24
BLIND = 0.2


@experiment(
    "F9",
    "socket cut between commit and ack, 10,000 times",
    passes_when="10,000 effects, 0 doubled, every resend answered `repeat`",
    quick=True,
)
def run(stage: Stage) -> None:
    """The cut comes when the ack is on the wire and the client throws it away. Every fifth cut comes blindly, a moment after
    the command was sent: then the commit may not have been, and what the resend gets is whatever is right."""
    cuts = int(stage.length(quick=300, normal=10_000))
    workshop = stage.workshop(phones=cuts // EACH)
    starts = snapshots(stage.site.url, workshop)
    history, cutter = History(), Cutter(stage, workshop)
    asyncio.run(cutter.run(history))
    [truth] = read_truths(stage.site, [(workshop, starts)])
    stage.row.clients = len(workshop["phones"])
    stage.blame(history, [truth])
    effects = sum(event["type"] == "idea.captured" for event in truth.events) - len(workshop["ideas"])
    certain = cuts - cutter.blind
    stage.measured("cuts after the commit", certain)
    stage.measured("cuts at a drawn moment", cutter.blind)
    stage.measured("effects missing or too many", abs(effects - cuts), 0)
    stage.measured("certain ones resent and not answered repeat", cutter.not_repeated, 0)


class Cutter:
    def __init__(self, stage: Stage, workshop: dict) -> None:  # type: ignore[type-arg]
        self.urls = [stage.site.direct(number) for number in range(len(stage.site.web))]
        self.origin, self.workshop = stage.site.url, workshop
        self.dice = random.Random(stage.options.seed)
        self.blind = self.not_repeated = 0

    async def run(self, history: History) -> None:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(phone: dict) -> None:  # type: ignore[type-arg]
            async with turn:
                await self._write_and_lose(phone, history)

        await asyncio.gather(*(one(phone) for phone in self.workshop["phones"]))

    async def _write_and_lose(self, phone: dict, history: History) -> None:  # type: ignore[type-arg]
        """Writes ideas one after another and loses the link at each; the next link begins with sending the last again."""
        column, last, certain = self.workshop["columns"][0], None, False
        for number in range(EACH + 1):
            bare = Bare(self.dice.choice(self.urls), self.origin, self.workshop, phone, history)
            await bare.open()
            if last is not None:
                await bare.push(last)
                result = await bare.answer_to(last)
                self.not_repeated += certain and not result.get("repeat", False)
            if number < EACH:
                last = bare.write(
                    "idea.capture", idea=str(uuid7()), column=column, text=f"{phone['participant']} {number}"
                )
                await bare.push(last)
                certain = self.dice.random() >= BLIND
                if certain:
                    await bare.answer_to(last)
                else:
                    self.blind += 1
                    await asyncio.sleep(self.dice.uniform(0, 0.03))
            bare.cut()
