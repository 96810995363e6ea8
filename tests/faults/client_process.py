"""One process full of clients. Orders come as lines of JSON on standard input, each is answered by one on standard output."""

import asyncio
import json
import logging
import random
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ideahub.demo.simulation.door import Door, Pass
from tests.faults.book import Book
from tests.faults.load import Load
from tests.faults.phone import Phone

Json = dict[str, Any]
WATCHING = 30
AT_ONCE = 20
ENTER_EACH_S = 0.01
LONGEST_LINE = 64 * 1024 * 1024


class ClientProcess:
    def __init__(self) -> None:
        self.book = Book()
        self.phones: list[Phone] = []
        self.doors: dict[str, Door] = {}
        self.load: Load | None = None
        self.dice = random.Random()

    async def enter(self, order: Json) -> Json:
        """Lets in `clients`, each with its `name`, `workshop`, `audience`, `cookie` and the `url` it uses."""
        self.dice = random.Random(f"{order['seed']}:{order['clients'][0]['name']}")
        turn = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._let_in(one, order, turn) for one in order["clients"]))
        return await self.look({})

    async def _let_in(self, one: Json, order: Json, turn: asyncio.Semaphore) -> None:
        workshop = order["workshops"][one["workshop"]]
        door = self._door(one["url"], order["origin"], workshop["code"])
        phone = Phone(
            one["name"], door, Pass(one["audience"], one["cookie"], one.get("token", "")), workshop, self.book,
            actor=one["actor"], seed=order["seed"], watches=len(self.phones) < WATCHING,
            skew_s=one.get("skew_s", 0),
        )  # fmt: skip
        self.phones.append(phone)
        async with turn:
            await phone.start()
            await asyncio.sleep(ENTER_EACH_S)

    def _door(self, url: str, origin: str, code: str) -> Door:
        key = f"{url} {code}"
        if key not in self.doors:
            self.doors[key] = Door(url, code, origin=origin)
        return self.doors[key]

    async def start_load(self, order: Json) -> Json:
        await self.stop_load({})
        self.load = Load(self.phones, self.dice, rate=order["rate"], mix=order["mix"])
        return {}

    async def stop_load(self, order: Json) -> Json:
        if self.load:
            await self.load.stop()
            self.load = None
        return {}

    async def cut(self, order: Json) -> Json:
        """A share of the clients loses the network for a drawn time, at drawn moments of the next `within_s` seconds."""
        loop = asyncio.get_running_loop()
        chosen = self.dice.sample(self.phones, round(len(self.phones) * order["share"]))
        for phone in chosen:
            away_s = self.dice.uniform(*order["away_s"])
            loop.call_later(self.dice.uniform(0, order["within_s"]), phone.cut, away_s)
        return {"cut": len(chosen)}

    async def look(self, order: Json) -> Json:
        seqs: dict[str, list[int]] = {}
        for phone in self.phones:
            here = phone.socket is not None and phone.lost_at is None
            seqs.setdefault(phone.workshop["id"], []).append(phone.state.seq if here and phone.state else -1)
        waiting = sum(len(phone.outbox) for phone in self.phones)
        epochs = sorted({phone.state.epoch for phone in self.phones if phone.state})
        return {
            "seqs": seqs, "epochs": epochs, "waiting": waiting, "acks": len(self.book.acks), "closes": len(self.book.closes),
        }  # fmt: skip

    async def online(self, order: Json) -> Json:
        return {"online": self.book.online}

    async def finish(self, order: Json) -> Json:
        """Compares everybody with the server and writes everything down in the file `out`."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one_by_one(phone: Phone) -> Json:
            async with turn:
                return asdict(await phone.ending())

        seen = await asyncio.gather(*(one_by_one(phone) for phone in self.phones))
        await asyncio.gather(*(phone.leave() for phone in self.phones))
        # Nobody is left who could be kept waiting by this.
        Path(order["out"]).write_text(json.dumps({**self.book.as_json(), "seen": seen}))  # noqa: ASYNC240
        return {}


async def main() -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)
    orders = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    here = ClientProcess()
    while line := await orders.readline():
        order = json.loads(line)
        answer = await getattr(here, order["do"])(order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
