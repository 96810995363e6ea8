"""The phones of one process: what they do in each step."""

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
    Part,
    columns_by_key,
    draw_points,
    share_ideas,
)
from ideahub.demo.simulation.talk import Remark, Talk
from ideahub.demo.simulation.waiting import until

Json = dict[str, Any]
# A full room comes in within JOINING_S, a smaller one sooner.
JOINING_S, FULL_ROOM = 3.0, 120
STEP_WITHOUT_END_S = 600.0
DROPPING = 1 / 3
SPEAKING = 1 / 10
AWAY_S = (1.0, 40.0)
# While ideas come in, one that is seen is commented on so soon; in other steps all is said in a share of the step.
COMMENT_WITHIN_S = 60.0
COMMENT_WITHIN = 0.4


class Crowd:
    """What the whole room does (who writes what, who drops off) is drawn from the seed, alike in each process."""

    def __init__(
        self,
        door: Door,
        texts: SessionTexts,
        ledger: Ledger,
        *,
        ideas: dict[str, str],
        part: Part,
        speed: float,
        seed: int,
    ) -> None:
        """`ideas`: the ids that the material's ideas get here."""
        self.door, self.texts, self.ledger, self.ideas = door, texts, ledger, ideas
        self.part, self.speed, self.seed = part, speed, seed
        self.dice = random.Random(f"{seed}:{part.index}")
        self.phones: dict[int, Client] = {}
        mine = list(texts.comments)[part.index :: part.of]
        self.talk = Talk([Remark(ideas[one.idea], one.text) for one in mine if one.idea in ideas], self._say, self.dice)

    async def join(self) -> None:
        await asyncio.gather(*(self._join_one(index) for index in self.part.mine))

    async def _join_one(self, index: int) -> None:
        await asyncio.sleep(JOINING_S * index / max(FULL_ROOM, self.part.phones))
        name = FIRST_NAMES[index % len(FIRST_NAMES)] if index % 5 else ""
        entry = await self.door.join(name=name, language="en" if index % 12 == 11 else "sv")
        phone = Client(self.door, entry, self.ledger, random.Random(f"{self.seed}:phone {index}"))
        await phone.start()
        self.phones[index] = phone

    async def leave(self) -> None:
        await asyncio.gather(*(phone.leave() for phone in self.phones.values()))

    def _drawn(self, share: float, why: str) -> list[Client]:
        """Those of this process among a share of the whole room."""
        chosen = self._room_dice(why).sample(range(self.part.phones), round(self.part.phones * share))
        return [self.phones[index] for index in chosen if index in self.phones]

    def _room_dice(self, why: str) -> random.Random:
        return random.Random(f"{self.seed}:{why}")

    @property
    def newest(self) -> State | None:
        """What the phone that is furthest knows."""
        states = [phone.state for phone in self.phones.values() if phone.state]
        return max(states, key=lambda one: one.seq, default=None)

    @property
    def waiting(self) -> int:
        return sum(len(phone.outbox) for phone in self.phones.values())

    @property
    def connected(self) -> int:
        return sum(phone.socket is not None for phone in self.phones.values())

    # ---- Steps -----------------------------------------------------------------------------------------------------

    def turn_to(self, step: Json) -> None:
        """Another step is on, which `play` plays."""
        within_s = COMMENT_WITHIN_S / self.speed if step["kind"] == "collect" else COMMENT_WITHIN * self._length_s(step)
        self.talk.begin(within_s if step["settings"].get("comments") else None)

    async def play(self, step: Json) -> None:
        """Everything these phones do in a step; ends when all of it is done and answered."""
        parts: dict[str, Callable[[Json, float], list[Moment]]] = {
            "collect": self._collect,
            "vote": self._vote,
            "discuss": self._raise_hands,
        }
        moments = parts[step["kind"]](step, self._length_s(step)) if step["kind"] in parts else []
        if moments:
            moments += self._cuts(max(moment.at_s for moment in moments))
        await self._go_through(moments)
        await until(lambda: not self.waiting and not self.talk.is_due)

    def _length_s(self, step: Json) -> float:
        return (step["minutes"] * 60 if step["minutes"] else STEP_WITHOUT_END_S) / self.speed

    async def _go_through(self, moments: list[Moment]) -> None:
        begins = time.monotonic()
        for moment in sorted(moments, key=lambda one: one.at_s):
            await asyncio.sleep(max(0.0, begins + moment.at_s - time.monotonic()))
            moment.do()

    def _collect(self, step: Json, length_s: float) -> list[Moment]:
        state = self.newest
        assert state is not None
        columns = columns_by_key(self.texts, state.columns)
        caps = step["settings"]["max_ideas_per_person"]
        room = share_ideas(self.texts, phones=self.part.phones, most=caps, dice=self._room_dice("ideas"))
        moments = []
        for index, text in room:
            phone, idea = self.phones.get(index), self.ideas[text.id]
            if phone is None or idea in phone.written:
                continue
            body, most = text.text, step["settings"]["max_chars"]
            args = {"idea": idea, "column": columns[text.column], "text": body[:most]}
            moments.append(Moment(text.at_s / self.speed, self._writing(phone, "idea.capture", args)))
            if self.dice.random() < EDITED and len(body) + 1 < most:
                edit = {"idea": idea, "text": f"{body.rstrip('.')}."}
                later = text.at_s + self.dice.uniform(4, 15)
                moments.append(Moment(later / self.speed, self._writing(phone, "idea.edit", edit)))
        return moments

    def _say(self, phone: Client, remark: Remark) -> None:
        self._writing(phone, "comment.add", {"comment": new_id(), "idea": remark.idea, "text": remark.text})()

    def _writing(self, phone: Client, name: str, args: Json) -> Callable[[], None]:
        def write() -> None:
            phone.written.add(args.get("comment") or args["idea"])
            phone.send(name, **args)

        return write

    def _vote(self, step: Json, length_s: float) -> list[Moment]:
        moments = []
        for phone in self.phones.values():
            if any(any(said) for said in phone.votes.get(step["id"], {}).values()):
                continue  # in a vote that is started anew they keep what they said
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
        votes = {self.ideas[text.id]: text.votes for text in self.texts.ideas}
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
        for phone in self._drawn(SPEAKING, f"speaks in {step['id']}"):
            up = self.dice.uniform(0, length_s * 0.5)
            down = up + self.dice.uniform(0.05, 0.3) * length_s
            moments.append(Moment(up, self._sending(phone, "hand.raise", {})))
            moments.append(Moment(down, self._sending(phone, "hand.lower", {})))
        return moments

    def _cuts(self, last_s: float) -> list[Moment]:
        return [
            Moment(self.dice.uniform(0, last_s), self._cutting(phone, self.dice.uniform(*AWAY_S) / self.speed))
            for phone in self._drawn(DROPPING, "drops off")
        ]

    def _cutting(self, phone: Client, away_s: float) -> Callable[[], None]:
        return lambda: phone.cut(away_s)


def new_id() -> str:
    return str(uuid7())
