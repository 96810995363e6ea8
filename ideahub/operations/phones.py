"""Synthetic phones: they join, follow, write and vote over the public protocol, from this process."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from uuid_utils.compat import uuid7

from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door, NoWayIn
from ideahub.demo.simulation.figures import Percentiles
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State
from ideahub.operations.pulse import Pulse
from ideahub.operations.verdict import JOIN_WITHIN_S, Figures, Stage

IDEAS_EACH = 3
VOTES_EACH = 3
SHARES = (0.25, 0.5, 0.75, 1.0)
WRITING_S = 6.0
VOTING_S = 6.0
SETTLE_S = 15.0
# A stage slower than this says enough: those that follow would only trouble the machine.
GIVE_UP_S = 10.0
GIVE_UP_SHARE = 0.5


@dataclass
class Phones:
    """A room of synthetic phones in one workshop."""

    door: Door
    wanted: int
    ledger: Ledger = field(default_factory=Ledger)
    dice: random.Random = field(default_factory=random.Random)
    clients: list[Client] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    turned_away: int = 0
    # Phones whose screen is not as it should be at the end; None until that has been looked at.
    unlike: int | None = None
    joined_in_time: int = 0
    pulse: Pulse = field(default_factory=Pulse)
    began: float = field(default_factory=time.monotonic)

    @property
    def progress(self) -> dict[str, int | str]:
        ideas = self.ledger.accepted("idea.capture")
        return {"joined": len(self.clients), "phones": self.wanted, "ideas": len(ideas), "seconds": self._seconds}

    @property
    def _seconds(self) -> int:
        return int(time.monotonic() - self.began)

    # ---- What they do ----------------------------------------------------------------------------------------------

    async def fill_room(self) -> bool:
        """Stage by stage more phones come in and write. Returns False when it was given up."""
        for share in SHARES:
            with self.pulse.measured():
                await self._join_up_to(round(self.wanted * share))
            with self._measured_stage():
                await self._write()
            if self._is_hopeless(round(self.wanted * share)):
                return False
        return True

    def _is_hopeless(self, asked: int) -> bool:
        return len(self.clients) < asked * GIVE_UP_SHARE or self.stages[-1].slowest_s > GIVE_UP_S

    async def _join_up_to(self, count: int) -> None:
        """As fast as a room: the whole of it within half a minute."""
        missing = count - len(self.clients) - self.turned_away
        pause = JOIN_WITHIN_S / 2 / self.wanted
        await asyncio.gather(*(self._join_one(index * pause) for index in range(missing)))

    async def _join_one(self, after_s: float) -> None:
        await asyncio.sleep(after_s)
        begun = time.monotonic()
        try:
            entry = await self.door.join(name="", language="sv")
            phone = Client(self.door, entry, self.ledger, random.Random(self.dice.random()))
            await phone.start()
        except NoWayIn as error:
            self.ledger.note(str(error))
            self.turned_away += 1
            return
        self.joined_in_time += time.monotonic() - begun < JOIN_WITHIN_S
        self.clients.append(phone)

    async def _write(self) -> None:
        """Whoever has not written yet writes their three ideas, spread over some seconds."""
        fresh = [one for one in self.clients if not one.written]
        pause = WRITING_S / max(1, len(fresh) * IDEAS_EACH)
        for _round in range(IDEAS_EACH):
            for phone in fresh:
                self._capture(phone)
                await asyncio.sleep(pause)
        await self._until_answered()

    def _capture(self, phone: Client) -> None:
        assert phone.state is not None
        columns = [one["id"] for one in phone.state.columns] or [None]
        idea = str(uuid7())
        phone.written.add(idea)
        phone.send("idea.capture", idea=idea, column=self.dice.choice(columns), text=f"Övningsidé {uuid4().hex[:8]}")

    async def vote(self) -> None:
        """Everybody places their votes within some seconds, as when a leader says that time is short."""
        with self._measured_stage(tells_others=False):
            await self._wait_for_step("vote")
            await asyncio.gather(*(self._place(phone) for phone in self.clients))
            await self._until_answered()

    async def compare(self) -> None:
        """Looks at every phone: whether it has the ideas that a phone which comes now is shown."""
        fresh = set(State(await self.door.snapshot(self.clients[0].entry)).ideas)

        def unlike() -> int:
            return sum(one.state is None or set(one.state.ideas) != fresh for one in self.clients)

        with self.pulse.measured():
            await self._until(lambda: not unlike())
        self.unlike = unlike()

    async def _place(self, phone: Client) -> None:
        assert phone.state is not None
        ideas = list(phone.state.ideas)
        if not ideas:
            return
        for idea in self.dice.sample(ideas, min(VOTES_EACH, len(ideas))):
            await asyncio.sleep(self.dice.uniform(0, VOTING_S / VOTES_EACH))
            phone.send("vote.set", target=idea, points=1)

    async def _wait_for_step(self, kind: str) -> bool:
        """Until every phone has heard that this step is on."""
        return await self._until(lambda: all(one.state and (one.state.activity or {}).get("kind") == kind
                                             for one in self.clients))  # fmt: skip

    async def _until_answered(self) -> bool:
        return await self._until(lambda: not any(one.outbox for one in self.clients))

    async def _until(self, reached: Callable[[], bool]) -> bool:
        end = time.monotonic() + SETTLE_S
        while not reached():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.1)
        return True

    async def leave(self) -> None:
        await asyncio.gather(*(one.leave() for one in self.clients))
        await self.door.http.aclose()

    # ---- What they saw ---------------------------------------------------------------------------------------------

    @contextmanager
    def _measured_stage(self, *, tells_others: bool = True) -> Iterator[None]:
        """`tells_others`: what is written now comes to the other phones' screens."""
        acks, screens = len(self.ledger.ack_s), len(self.ledger.screen_s)
        with self.pulse.measured():
            yield
        self.stages.append(
            Stage(
                phones=len(self.clients),
                ack_p95_s=_p95(self.ledger.ack_s[acks:]),
                screen_p95_s=_p95(self.ledger.screen_s[screens:]) if tells_others and len(self.clients) > 1 else 0.0,
                unanswered=sum(len(one.outbox) for one in self.clients),
            )
        )

    def figures(self, *, totals: dict[str, int], kept: set[str]) -> Figures:
        """`totals`: points by idea, and `kept`: ids of ideas, as the database has them at the end."""
        sent = [one.args["idea"] for one in self.ledger.entries.values() if one.name == "idea.capture"]
        placed: dict[str, int] = {}
        for args in self.ledger.accepted("vote.set"):
            placed[args["target"]] = placed.get(args["target"], 0) + args["points"]
        return Figures(
            phones=self.wanted,
            joined=self.joined_in_time,
            ideas_sent=len(sent),
            ideas_arrived=len(kept & set(sent)),
            unanswered=self.ledger.unanswered,
            unlike=self.unlike,
            screen_p95_s=_p95(self.ledger.screen_s),
            screen_worst_s=round(max(self.ledger.screen_s, default=0.0), 3),
            ack_p95_s=_p95(self.ledger.ack_s),
            votes=sum(placed.values()),
            votes_agree=placed == {target: points for target, points in totals.items() if points},
            stages=self.stages,
            busy=round(self.pulse.busy, 2),
            late_s=round(self.pulse.late_s, 3),
            seconds=round(time.monotonic() - self.began, 1),
        )


def _p95(seconds: list[float]) -> float | None:
    """None where nothing was seen, which is not the same as at once."""
    return Percentiles.of(seconds).p95 / 1000 if seconds else None
