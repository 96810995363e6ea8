"""One process full of phones, started by `room.py`. Lines of JSON: its orders on standard input, what it tells on standard output."""

import asyncio
import contextlib
import json
import sys
from dataclasses import asdict
from typing import Any

from ideahub.demo.material import SessionTexts
from ideahub.demo.simulation import verdict
from ideahub.demo.simulation.crowd import Crowd
from ideahub.demo.simulation.door import Door, NoWayIn
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.look import Look
from ideahub.demo.simulation.script import Part

Json = dict[str, Any]
LONGEST_LINE = 64 * 1024 * 1024
TELL_EVERY_S = 0.2


class Share:
    """Its phones join and play whatever step they see, until they are told to rest."""

    def __init__(self, order: Json) -> None:
        self.ledger = Ledger()
        self.door = Door(order["url"], order["code"])
        self.part = Part(order["index"], of=order["of"], phones=order["phones"])
        self.crowd = Crowd(
            self.door, SessionTexts.model_validate(order["texts"]), self.ledger,
            ideas=order["ideas"], part=self.part, speed=order["speed"], seed=order["seed"],
        )  # fmt: skip
        self.step: str | None = None
        self.playing: asyncio.Task[None] | None = None
        self.played: list[str] = []
        self.is_resting = False

    async def run(self, orders: asyncio.StreamReader) -> None:
        """Raises NoWayIn. Ends at once when whoever gives the orders has gone."""
        telling = asyncio.create_task(self._keep_telling())
        session = asyncio.create_task(self._session())
        resting = asyncio.create_task(orders.readline())
        try:
            await asyncio.wait({session, resting}, return_when=asyncio.FIRST_COMPLETED)
            if session.done():
                session.result()
            if not await resting:
                return
            session.cancel()
            await asyncio.gather(session, return_exceptions=True)
            self.is_resting = True
            if await orders.readline():
                seen = await verdict.hold(list(self.crowd.phones.values()), self.door, self.ledger)
                await self.crowd.leave()
                say("seen", asdict(seen))
        finally:
            for task in (telling, session, resting):
                task.cancel()
            await asyncio.gather(telling, session, resting, return_exceptions=True)
            await self.crowd.leave()
            await self.door.http.aclose()

    async def _keep_telling(self) -> None:
        while True:
            say("look", asdict(self.look()))
            await asyncio.sleep(TELL_EVERY_S)

    def look(self) -> Look:
        state, ledger = self.crowd.newest, self.ledger
        return Look(
            workshop=state.workshop["id"] if state else "",
            is_open=state is None or state.workshop["status"] == "open",
            step=state.workshop["activity"] if state else None,
            title=(state.activity or {}).get("title", "") if state else "",
            seq=state.seq if state else 0,
            joined=len(self.crowd.phones),
            connected=self.crowd.connected,
            acknowledged=sum(ledger.acknowledged.values()),
            waiting=self.crowd.waiting,
            refused=sum(ledger.refused.values()),
            reconnects=ledger.reconnects,
            resyncs=ledger.resyncs,
            is_busy=self._is_busy,
            is_resting=self.is_resting,
            played=self.played,
        )

    @property
    def _is_busy(self) -> bool:
        """Whether its phones have something to do by themselves, without anybody leading."""
        state = self.crowd.newest
        if state is None or len(self.crowd.phones) < len(self.part.mine):
            return True
        if state.workshop["status"] != "open":
            return False
        waits_to_play = state.workshop["activity"] != self.step or (self.playing and not self.playing.done())
        return bool(waits_to_play or self.crowd.talk.is_due or self.crowd.waiting)

    # ---- The session -----------------------------------------------------------------------------------------------

    async def _session(self) -> None:
        await self.crowd.join()
        try:
            await self._follow()
        finally:
            if self.playing:
                self.playing.cancel()

    async def _follow(self) -> None:
        """Plays whatever step is on, until the workshop closes."""
        while (state := self.crowd.newest) and state.workshop["status"] == "open":
            now = state.activity
            if now and now["id"] != self.step:
                self._begin(now)
            elif self.playing and self.playing.done():
                self.playing.result()
            self.crowd.talk.go_on(list(self.crowd.phones.values()))
            await asyncio.sleep(0.02)

    def _begin(self, step: Json) -> None:
        if self.playing:
            self.playing.cancel()
        self.step = step["id"]
        self.crowd.turn_to(step)
        self.playing = asyncio.create_task(self._play(step))

    async def _play(self, step: Json) -> None:
        await self.crowd.play(step)
        self.played.append(step["id"])


def say(what: str, told: Any) -> None:
    sys.stdout.write(json.dumps({what: told}, ensure_ascii=True) + "\n")
    sys.stdout.flush()


async def main() -> None:
    orders = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    if first := await orders.readline():
        try:
            await Share(json.loads(first)).run(orders)
        except NoWayIn as error:
            say("problem", str(error))


if __name__ == "__main__":
    # Nobody reads on when the command that started it is gone.
    with contextlib.suppress(BrokenPipeError):
        asyncio.run(main())
