"""What clients write while things break: so many commands a second, shared over all of them."""

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from uuid_utils.compat import uuid7

from tests.faults.phone import Phone

Json = dict[str, Any]
# One comment to so many ideas, and so often support for one, or its taking back.
COMMENTS_EVERY = 4
SUPPORT_EVERY = 7


class Load:
    """Sends `rate` commands a second, evenly, each from another client. `mix` is collect or vote."""

    def __init__(self, phones: Sequence[Phone], dice: random.Random, *, rate: float, mix: str) -> None:
        self.phones = [one for one in phones if one.entry.audience == "participant"]
        self.dice, self.rate = dice, rate
        self.speak: Callable[[Phone], None] = {"collect": self._write, "vote": self._vote}[mix]
        self.count = itertools.count()
        self.task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Raises what the load has failed with: nothing written would look like nothing lost."""
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    async def _run(self) -> None:
        began, sent = time.monotonic(), 0
        order = list(self.phones)
        while order:
            self.dice.shuffle(order)
            for phone in order:
                await asyncio.sleep(max(0.0, began + sent / self.rate - time.monotonic()))
                sent += 1
                self.speak(phone)

    def _write(self, phone: Phone) -> None:
        number = next(self.count)
        shown = list(phone.state.ideas) if phone.state else []
        if number % COMMENTS_EVERY == 0 and shown:
            comment = str(uuid7())
            phone.written.add(comment)
            phone.send("comment.add", comment=comment, idea=self.dice.choice(shown), text=f"Ja, och {number}")
            return
        if number % SUPPORT_EVERY == 0 and shown:
            # Also for one's own: being refused is part of it.
            phone.send("idea.support", idea=self.dice.choice(shown), on=self.dice.random() < 0.8)
            return
        idea = str(uuid7())
        phone.written.add(idea)
        column = self.dice.choice(phone.workshop["columns"])
        phone.send("idea.capture", idea=idea, column=column, text=f"{phone.workshop['title']}: {phone.name} {number}")

    def _vote(self, phone: Phone) -> None:
        """Also beyond the budget: being refused is part of it."""
        target = self.dice.choice(phone.workshop["ideas"])
        phone.send("vote.set", target=target, points=self.dice.randint(0, phone.workshop["rules"]["max_per_target"]))
