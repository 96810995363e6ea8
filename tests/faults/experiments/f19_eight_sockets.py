import asyncio
import random
from typing import Any

from tests.faults.bare import Bare
from tests.faults.embedded import beginning
from tests.faults.history import History
from tests.faults.registry import experiment
from tests.faults.stage import Place, Stage, make_folder, read_truths, snapshots

SOCKETS, TOGETHER = 8, 20
# 8 commands a round: more rounds a second would be told `too_fast`.
ROUND_S = 0.41


@experiment(
    "F19",
    "one participant, 8 sockets, same millisecond, 1,000 rounds",
    passes_when="I2 exactly, PostgreSQL and SQLite",
    quick=True,
)
def run(stage: Stage) -> None:
    """So many participants side by side, each with 8 sockets, that the rounds do not take an hour at the pace that is allowed."""
    rounds = int(stage.length(quick=60, normal=1000))
    urls = [stage.site.direct(number) for number in range(len(stage.site.web))]
    # What is counted here takes as long as it takes, so the other installation comes up meanwhile.
    with beginning(make_folder(stage.until_end)) as place:
        _race(stage, stage.site, urls, rounds, "PostgreSQL")
        place.until_it_answers()
        _race(stage, place, [place.url], rounds, "SQLite")
    stage.row.clients = SOCKETS * TOGETHER


def _race(stage: Stage, site: Place, urls: list[str], rounds: int, database: str) -> None:
    workshop = stage.workshop(site, step="vote", phones=TOGETHER, ideas=12)
    starts, history = snapshots(site.url, workshop), History()
    dice = random.Random(stage.options.seed)

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for phone in workshop["phones"]:
                group.create_task(_one(phone, random.Random(dice.random())))

    async def _one(phone: dict[str, Any], own: random.Random) -> None:
        sockets = [Bare(urls[at % len(urls)], site.url, workshop, phone, history) for at in range(SOCKETS)]
        for socket in sockets:
            await socket.open()
        for _round in range(rounds // TOGETHER):
            votes = [
                (one, one.write("vote.set", target=own.choice(workshop["ideas"]), points=own.randint(0, 3)))
                for one in sockets
            ]
            await asyncio.gather(*(one.push(vote) for one, vote in votes))
            await asyncio.gather(*(one.answer_to(vote) for one, vote in votes), asyncio.sleep(ROUND_S))
        for socket in sockets:
            socket.cut()

    asyncio.run(all_of_them())
    done = rounds // TOGETHER * TOGETHER
    stage.measured(f"rounds on {database}", done)
    stage.blame(history, read_truths(site, [(workshop, starts)]), least=SOCKETS * done)
    refused = sum(one.outcome == "refused" for one in history.asked)
    stage.measured("refused beyond the budget", refused, 1, at_least=True)
