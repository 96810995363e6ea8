"""A room full of phones: what they do in each step."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any

from uuid_utils.compat import uuid7

from ideahub.demo.material import SessionTexts
from ideahub.demo.names import FIRST_NAMES
from ideahub.demo.opinions import draw_answers
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State
from ideahub.demo.simulation.script import (
    EDITED,
    LEAST_WEIGHT,
    Moment,
    columns_by_key,
    draw_points,
    share_ideas,
)
from ideahub.demo.simulation.waiting import until

Json = dict[str, Any]
JOINING_S = 3.0
STEP_WITHOUT_END_S = 600.0
DROPPING = 1 / 3
AWAY_S = (1.0, 40.0)


class Crowd:
    def __init__(self, door: Door, texts: SessionTexts, ledger: Ledger, *, speed: float, dice: random.Random) -> None:
        self.door, self.texts, self.ledger, self.speed, self.dice = door, texts, ledger, speed, dice
        self.phones: list[Client] = []
        self.dropping: list[Client] = []
        # The ids that the material's ideas got here.
        self.ideas: dict[str, str] = {}
        self.left_out = 0

    async def join(self, count: int) -> None:
        await asyncio.gather(*(self._join_one(index, JOINING_S * index / count) for index in range(count)))
        self.dropping = self.dice.sample(self.phones, round(count * DROPPING))

    async def _join_one(self, index: int, after_s: float) -> None:
        await asyncio.sleep(after_s)
        name = FIRST_NAMES[index % len(FIRST_NAMES)] if index % 5 else ""
        entry = await self.door.join(name=name, language="en" if index % 12 == 11 else "sv")
        phone = Client(self.door, entry, self.ledger, random.Random(self.dice.random()))
        await phone.start()
        self.phones.append(phone)

    async def leave(self) -> None:
        await asyncio.gather(*(phone.leave() for phone in self.phones))

    @property
    def newest(self) -> State | None:
        """What the phone that is furthest knows."""
        states = [phone.state for phone in self.phones if phone.state]
        return max(states, key=lambda one: one.seq, default=None)

    @property
    def waiting(self) -> int:
        return sum(len(phone.outbox) for phone in self.phones)

    @property
    def connected(self) -> int:
        return sum(phone.socket is not None for phone in self.phones)

    # ---- Steps -----------------------------------------------------------------------------------------------------

    async def play(self, step: Json) -> None:
        """Everything this crowd does in a step; ends when all of it is done and answered."""
        length_s = (step["minutes"] * 60 if step["minutes"] else STEP_WITHOUT_END_S) / self.speed
        parts: dict[str, Callable[[Json, float], list[Moment]]] = {
            "collect": self._collect,
            "vote": self._vote,
            "discuss": self._raise_hands,
        }
        moments = parts[step["kind"]](step, length_s) if step["kind"] in parts else []
        if step["settings"].get("comments"):
            moments += self._comment(length_s)
        if moments:
            moments += self._cuts(max(moment.at_s for moment in moments))
        await self._go_through(moments)
        await until(lambda: not self.waiting)

    async def _go_through(self, moments: list[Moment]) -> None:
        begins = time.monotonic()
        for moment in sorted(moments, key=lambda one: one.at_s):
            await asyncio.sleep(max(0.0, begins + moment.at_s - time.monotonic()))
            moment.do()

    def _collect(self, step: Json, length_s: float) -> list[Moment]:
        state = self.newest
        assert state is not None
        columns = columns_by_key(self.texts, state.columns)
        shared = share_ideas(
            self.texts, phones=len(self.phones), most=step["settings"]["max_ideas_per_person"], dice=self.dice
        )
        shared = [(phone, text) for phone, text in shared if text.id not in self.ideas]
        self.left_out = len(self.texts.ideas) - len(shared) - len(self.ideas)
        moments = []
        for phone, text in shared:
            idea = self.ideas[text.id] = new_id()
            body, most = text.text, step["settings"]["max_chars"]
            args = {"idea": idea, "column": columns[text.column], "text": body[:most]}
            moments.append(Moment(text.at_s / self.speed, self._writing(self.phones[phone], "idea.capture", args)))
            if self.dice.random() < EDITED and len(body) + 1 < most:
                edit = {"idea": idea, "text": f"{body.rstrip('.')}."}
                later = text.at_s + self.dice.uniform(4, 15)
                moments.append(Moment(later / self.speed, self._writing(self.phones[phone], "idea.edit", edit)))
        return moments

    def _writing(self, phone: Client, name: str, args: Json) -> Callable[[], None]:
        def write() -> None:
            phone.written.add(args.get("comment") or args["idea"])
            phone.send(name, **args)

        return write

    def _vote(self, step: Json, length_s: float) -> list[Moment]:
        moments = []
        for phone in self.phones:
            steps = self._answers(phone, step["settings"])
            times = sorted(self.dice.uniform(0, length_s * 0.6) for _ in steps)
            moments += [
                Moment(at, self._sending(phone, "vote.set", {"target": target, **said}))
                for at, (target, said) in zip(times, steps, strict=True)
            ]
            if times and self.dice.random() < 0.7:
                done = times[-1] + self.dice.uniform(0.1, 0.2) * length_s
                moments.append(Moment(done, self._sending(phone, "vote.done", {"done": True})))
        return moments

    def _answers(self, phone: Client, settings: Json) -> list[tuple[str, Json]]:
        """What one phone says of which target, as its model of voting has it."""
        weights = self._weights(phone.state, settings["target"])
        if settings["model"] != "points":
            return draw_answers(weights, model=settings["model"], dice=self.dice)
        most = min(settings["max_per_target"], settings["votes_per_person"])
        points = draw_points(weights, budget=settings["votes_per_person"], most=most, dice=self.dice)
        return [(target, {"points": number}) for target, number in points]

    def _weights(self, state: State | None, target: str) -> dict[str, float]:
        """How likely each target is to be chosen, by the votes that the material gives it."""
        if state is None:
            return {}
        votes = {self.ideas[text.id]: text.votes for text in self.texts.ideas if text.id in self.ideas}
        ideas = {key: LEAST_WEIGHT + votes.get(key, 0) for key in state.ideas}
        if target == "ideas":
            return ideas
        weights = dict.fromkeys(state.clusters, LEAST_WEIGHT)
        for key, idea in state.ideas.items():
            if idea["cluster"] in weights:
                weights[idea["cluster"]] += ideas[key]
        return weights

    def _sending(self, phone: Client, name: str, args: Json) -> Callable[[], None]:
        return lambda: (phone.send(name, **args), None)[1]

    def _raise_hands(self, step: Json, length_s: float) -> list[Moment]:
        moments = []
        for phone in self.dice.sample(self.phones, len(self.phones) // 10):
            up = self.dice.uniform(0, length_s * 0.5)
            down = up + self.dice.uniform(0.05, 0.3) * length_s
            moments.append(Moment(up, self._sending(phone, "hand.raise", {})))
            moments.append(Moment(down, self._sending(phone, "hand.lower", {})))
        return moments

    def _comment(self, length_s: float) -> list[Moment]:
        state = self.newest
        known = state.ideas if state else {}
        said = [one for one in self.texts.comments if self.ideas.get(one.idea) in known]
        return [
            Moment(
                self.dice.uniform(0, length_s * 0.8),
                self._writing(
                    self.dice.choice(self.phones),
                    "comment.add",
                    {"comment": new_id(), "idea": self.ideas[one.idea], "text": one.text},
                ),
            )
            for one in said
        ]

    def _cuts(self, last_s: float) -> list[Moment]:
        return [
            Moment(self.dice.uniform(0, last_s), self._cutting(phone, self.dice.uniform(*AWAY_S) / self.speed))
            for phone in self.dropping
        ]

    def _cutting(self, phone: Client, away_s: float) -> Callable[[], None]:
        return lambda: phone.cut(away_s)


def new_id() -> str:
    return str(uuid7())
