"""A facilitator at a board, who takes the room through all steps to the end."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ideahub.demo.material import PERSONAL, SessionTexts
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.crowd import STEP_WITHOUT_END_S, new_id
from ideahub.demo.simulation.waiting import until

Json = dict[str, Any]
WAIT_FOR_ANSWER_S = 30.0


class Leader:
    def __init__(self, client: Client, texts: SessionTexts, ideas: dict[str, str], *, speed: float) -> None:
        """`ideas`: the ids that the material's ideas get here."""
        self.client, self.texts, self.ideas, self.speed = client, texts, ideas, speed

    async def lead(self, played: Callable[[str], Awaitable[None]]) -> None:
        """From the step that is on to the close. `played` waits until the crowd has done its part of a step."""
        state = self.client.state
        assert state is not None
        steps = sorted(state.activities, key=lambda one: one["position"])
        now = next((index for index, one in enumerate(steps) if one["id"] == state.workshop["activity"]), 0)
        for step in steps[now:]:
            if state.workshop["activity"] != step["id"] or step["started_at"] is None:
                await self._do("activity.start", activity=step["id"])
            length_s = (step["minutes"] * 60 if step["minutes"] else STEP_WITHOUT_END_S) / self.speed
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(played(step["id"]), length_s + WAIT_FOR_ANSWER_S)
            await self._own_part(step["kind"])
        await self._do("workshop.close")

    async def _do(self, name: str, **args: Any) -> None:
        """Sends a command and waits for its answer."""
        command = self.client.send(name, **args)
        async with asyncio.timeout(WAIT_FOR_ANSWER_S):
            await until(lambda: command not in self.client.outbox)

    async def _own_part(self, kind: str) -> None:
        parts: dict[str, Callable[[], Awaitable[None]]] = {
            "collect": self._review,
            "group": self._group,
            "vote": self._show_totals,
            "discuss": self._lift,
            "commit": self._agree,
        }
        if part := parts.get(kind):
            await part()

    @property
    def _on_board(self) -> dict[str, Json]:
        return self.client.state.ideas if self.client.state else {}

    async def _review(self) -> None:
        """Lets waiting ideas in, and takes out what holds personal data."""
        pending = [key for key, idea in self._on_board.items() if idea["status"] == "pending"]
        if pending:
            await self._do("idea.show", ideas=pending)
        flagged = [self.ideas[text.id] for text in self.texts.presentable if PERSONAL in text.flags]
        personal = [key for key in flagged if key in self._on_board]
        if personal:
            await self._do("idea.hide", ideas=personal, reason="Innehåller personuppgifter")

    async def _group(self) -> None:
        for key, title in self.texts.groups.items():
            ids = [self.ideas[text.id] for text in self.texts.presentable if text.group == key]
            members = [one for one in ids if one in self._on_board and self._on_board[one]["status"] == "shown"]
            if members:
                await self._do("cluster.create", cluster=new_id(), title=title, ideas=members)

    async def _show_totals(self) -> None:
        await self._do("totals.show")

    async def _lift(self) -> None:
        seen = [idea for idea in self._on_board.values() if idea["status"] == "shown"]
        if seen:
            first = max(seen, key=lambda idea: (idea["points"] or 0, -idea["number"]))
            await self._do("spotlight.set", idea=first["id"])
            await self._do("spotlight.set", idea=None)

    async def _agree(self) -> None:
        for action in self.texts.actions:
            ideas = [self.ideas[one] for one in action.from_ideas if self.ideas.get(one) in self._on_board]
            due = (datetime.now(UTC) + timedelta(days=action.due_in_days)).date()
            await self._do(
                "action.create",
                action=new_id(),
                title=action.title,
                owner_name=action.owner_name,
                owner_org=action.owner_org,
                owner_email=action.owner_email,
                due_on=due.isoformat(),
                ideas=ideas,
            )
