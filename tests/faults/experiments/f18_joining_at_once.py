import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import redis

from tests.faults.registry import experiment
from tests.faults.stage import Stage

A_SECOND = 60
# Somebody guesses, or in a whole arena many mistype: most of the wrong codes come before the phones, the rest beside them.
WRONG_CODES, WRONG_A_SECOND, WRONG_BEFORE = 100, 20, 60
# Of so many phones one types the code; the others scan it.
TYPES_EVERY = 3
PATIENCE_S = 120.0
OK, JOINED, NO_SUCH, TOO_FAST = 200, 201, 404, 429
Json = dict[str, Any]
# Method, path and cookie; None where no answer came.
Ask = Callable[[str, str, str], Awaitable[httpx.Response | None]]


class Arena:
    """All phones behind one address. Statuses of the joins by each way in (0: no answer at all), and how long they took."""

    def __init__(self, url: str, workshop: Json, count: int) -> None:
        self.url, self.workshop, self.count = url, workshop, count
        self.scanned, self.typed, self.wrong = Counter[int](), Counter[int](), Counter[int]()
        self.scanned_s: list[float] = []
        self.typed_s: list[float] = []
        # Of those who typed the code beside wrong ones: how often they were told to wait, and after how long each was in.
        self.waits = 0
        self.in_after_s: list[float] = []

    async def all_type(self) -> None:
        """60 a second join by the code."""
        async with self._knocking() as ask:
            await self._evenly(A_SECOND, self.count, lambda _number: self._join(ask, "", self.typed, self.typed_s))

    async def beside_wrong_codes(self) -> None:
        """The same, two of three by QR, when so many wrong codes have been typed that whoever has not been to the page has to wait."""
        async with self._knocking() as ask:

            async def one(number: int) -> None:
                await (self._type_in(ask) if number % TYPES_EVERY == 0 else self._scan(ask))

            async def mistype(number: int) -> None:
                self.wrong[_status(await ask("GET", f"/api/workshops/{number:06d}/", ""))] += 1

            async def all_join() -> None:
                await asyncio.sleep(WRONG_BEFORE / WRONG_A_SECOND)
                await self._evenly(A_SECOND, self.count, one)

            await asyncio.gather(all_join(), self._evenly(WRONG_A_SECOND, WRONG_CODES, mistype))

    async def _type_in(self, ask: Ask) -> None:
        """The page that asks for the code, then what the code leads to, then in; waits as long as it is told and tries again by itself,
        as the page does."""
        began, found = time.monotonic(), False
        device = _cookies(await ask("GET", "/j/", ""))
        while time.monotonic() < began + PATIENCE_S:
            if not found:
                answer = await ask("GET", f"/api/workshops/{self.workshop['code']}/", device)
                found = _status(answer) == OK
            if found:
                answer = await self._join(ask, device, self.typed, self.typed_s)
            if _status(answer) == JOINED:
                self.in_after_s.append(time.monotonic() - began)
                return
            self.waits += 1
            await asyncio.sleep(float(answer.headers.get("Retry-After", 1)) if answer is not None else 1)

    async def _scan(self, ask: Ask) -> None:
        """The page behind the QR code leaves a proof."""
        proof = _cookies(await ask("GET", f"/q/{self.workshop['qr']}", ""))
        await self._join(ask, proof, self.scanned, self.scanned_s)

    async def _join(self, ask: Ask, cookie: str, statuses: Counter[int], seconds: list[float]) -> httpx.Response | None:
        began = time.monotonic()
        answer = await ask("POST", f"/api/workshops/{self.workshop['code']}/join/", cookie)
        statuses[_status(answer)] += 1
        if answer is not None:
            seconds.append(time.monotonic() - began)
        return answer

    async def _evenly(self, a_second: float, count: int, do: Callable[[int], Awaitable[object]]) -> None:
        async def one(number: int) -> None:
            await asyncio.sleep(number / a_second)
            await do(number)

        await asyncio.gather(*(one(number) for number in range(count)))

    @asynccontextmanager
    async def _knocking(self) -> AsyncIterator[Ask]:
        """Each call on a connection of its own."""
        limits = httpx.Limits(max_connections=self.count, max_keepalive_connections=0)
        async with httpx.AsyncClient(
            base_url=self.url, limits=limits, timeout=30, headers={"Origin": self.url}
        ) as http:

            async def ask(method: str, path: str, cookie: str) -> httpx.Response | None:
                body = {"name": "Ana"} if method == "POST" else None
                try:
                    return await http.request(method, path, json=body, headers={"Cookie": cookie})
                except httpx.HTTPError:
                    return None

            yield ask


def _cookies(page: httpx.Response | None) -> str:
    return "; ".join(f"{name}={value}" for name, value in page.cookies.items()) if page else ""


def _status(answer: httpx.Response | None) -> int:
    return 0 if answer is None else answer.status_code


@experiment("F18", "600 joins in 10 s from one address", passes_when="0 refused, p95 ≤ 1.5 s", quick=True)
def run(stage: Stage) -> None:
    """60 a second for as long as it takes; each phone has its own connection to the proxy. Half as many are there and write. Then the
    same beside a hundred wrong codes from that address, by somebody who has never been to the page: all others are let in as if there were
    none, whether they scanned the QR code or typed the right one."""
    count, url = stage.options.clients, stage.site.url
    stage.row.fault = f"{count} joins, {A_SECOND} a second, from one address"
    alone, beside = [Arena(url, stage.workshop(ideas=40), count) for _ in range(2)]
    with stage.beside_a_meeting(clients=count // 2):
        asyncio.run(alone.all_type())
        asyncio.run(beside.beside_wrong_codes())
    # The next experiment comes from the same address.
    with redis.Redis.from_url(stage.site.redis.url) as limits:
        for key in limits.scan_iter("ideahub:limit:*"):
            limits.delete(key)
    stage.measured("joined", alone.typed[JOINED], count, at_least=True)
    stage.measured("refused or failed", count - alone.typed[JOINED], 0)
    stage.quantile("half of them within", alone.typed_s, 0.5)
    stage.quantile("95 % within", alone.typed_s, 0.95, 1.5)
    by_code = len(range(0, count, TYPES_EVERY))
    by_qr = count - by_code
    stage.measured("wrong codes", beside.wrong[NO_SUCH] + beside.wrong[TOO_FAST], WRONG_CODES, at_least=True)
    stage.measured("beside them, by QR: joined", beside.scanned[JOINED], by_qr, at_least=True)
    stage.measured("beside them, by QR: refused or failed", by_qr - beside.scanned[JOINED], 0)
    stage.quantile("beside them, by QR: 95 % within", beside.scanned_s, 0.95, 1.5)
    stage.measured("beside them, by the right code: times told to wait", beside.waits, 0)
    stage.measured("beside them, by the right code: never came in", by_code - len(beside.in_after_s), 0)
    stage.quantile("beside them, by the right code: all in after", beside.in_after_s, 1.0)
