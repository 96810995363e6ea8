import asyncio
import time
from collections import Counter
from typing import Any

import httpx

from tests.faults.figures import share
from tests.faults.registry import experiment
from tests.faults.stage import Stage

A_SECOND = 60


@experiment("F18", "600 joins in 10 s from one address", passes_when="0 refused, p95 ≤ 1.5 s", quick=True)
def run(stage: Stage) -> None:
    """60 a second for as long as it takes; each phone has its own connection to the proxy. Half as many are there and write."""
    workshop, count = stage.workshop(ideas=40), stage.options.clients
    answers: Counter[int] = Counter()
    seconds: list[float] = []
    with stage.beside_a_meeting(clients=count // 2):
        asyncio.run(_join_all(stage.site.url, workshop, count, answers, seconds))
    stage.measured("joined", answers[201])
    stage.measured("refused or failed", count - answers[201], 0)
    stage.took("half of them within", share(seconds, 0.5))
    stage.took("95 % within", share(seconds, 0.95), 1.5)


async def _join_all(
    url: str, workshop: dict[str, Any], count: int, answers: Counter[int], seconds: list[float]
) -> None:
    address = f"{url}/api/workshops/{workshop['code']}/join/"
    limits = httpx.Limits(max_connections=count, max_keepalive_connections=0)
    async with httpx.AsyncClient(limits=limits, timeout=30, headers={"Origin": url}) as http:

        async def one(after_s: float) -> None:
            await asyncio.sleep(after_s)
            began = time.monotonic()
            try:
                answer = await http.post(address, json={"name": "Ana"}, headers={"Cookie": ""})
            except httpx.HTTPError:
                answers[0] += 1
                return
            answers[answer.status_code] += 1
            seconds.append(time.monotonic() - began)

        await asyncio.gather(*(one(number / A_SECOND) for number in range(count)))
