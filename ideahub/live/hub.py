"""One hub a process and workshop: one cursor in the log, each frame encoded once an audience, any number of listeners."""

import asyncio
import contextlib
import json
import logging
from collections import deque
from time import monotonic
from typing import Any
from uuid import UUID

from ideahub.commands import tick
from ideahub.core.actor import Audience
from ideahub.edge.identity import still_allowed
from ideahub.eventlog import publish
from ideahub.eventlog.queries import Head, events_since, head
from ideahub.ideas.queries import seconds_until_reveal
from ideahub.live.executor import read, write
from ideahub.live.listener import Listener
from ideahub.live.presence import count_everywhere
from ideahub.live.replay import Entry, Tail, frame
from ideahub.live.wakes import WakeListener
from ideahub.protocol.frames import HandsFrame, Online, Resync
from ideahub.protocol.state import Hands
from ideahub.snapshot import mine
from ideahub.workshops.domain import raised_hands

logger = logging.getLogger(__name__)

LOOK_AT_HEAD_S = 1.0
GATHER_S = 0.02
TALLY_GAP_S = 0.2
EMPTY_RANGE_S = 1.0
CHECK_ACCESS_S = 60.0
LINGER_S = 30.0
MOST_BEHIND = 2000

NOT_JOINED = 4401


class Hub:
    """Follows one workshop's log and tells everybody in this process."""

    def __init__(self, workshop: UUID) -> None:
        self.workshop = workshop
        self.listeners: set[Listener] = set()
        self.arriving = 0
        self.counted_at = 0.0
        self.looked_at = 0.0
        self.tail = Tail()
        self.at = Head("", 0)
        self.told: dict[Audience, int] = {}
        self.told_at: dict[Audience, float] = {}
        self.tally_at = 0.0
        self.awake = asyncio.Event()
        self.wanted_at = monotonic()
        self.heard = False
        self.touched: dict[UUID, int] = {}
        # Whose own view changed without the log moving on: raised hands.
        self.moved_hands: set[UUID] = set()
        self.hands_due = False
        self.hands = Hands(count=0, hands=[])
        self.online = 0
        self.reveal_at: float | None = None
        self.checked_at = monotonic()
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(self._run())

    # ---- Coming and going ------------------------------------------------------------------------------------------

    async def attach(self, listener: Listener, *, since: int | None, epoch: str | None) -> None:
        """Starts telling a listener, from `since` on. Call after its `hello`."""
        self.arriving += 1
        try:
            await self.ready.wait()
            at = self.told.setdefault(listener.audience, self.at.seq)
            await self.catch_up(listener, since=at if since is None else since, epoch=epoch)
            self.listeners.add(listener)
        finally:
            self.arriving -= 1
        await listener.send(
            Online(count=max(self.online, int(listener.audience is Audience.PARTICIPANT))).model_dump_json()
        )
        await listener.send(self._hands_text(listener.audience))
        self.awake.set()

    def owe_own_view(self, listener: Listener) -> None:
        """Tells a phone that came back its own view anew: what concerned only it while it was away is in no event."""
        if listener.actor.participant is not None:
            self.touched.setdefault(listener.actor.id, self.at.seq)
            self.awake.set()

    def detach(self, listener: Listener) -> None:
        self.listeners.discard(listener)

    async def catch_up(self, listener: Listener, *, since: int, epoch: str | None) -> None:
        """Sends what came after `since`, or `resync` where that cannot be told."""
        listener.forgive()
        upto = self.told.setdefault(listener.audience, self.at.seq)
        another = epoch is not None and epoch != self.at.epoch
        if another or upto - since > MOST_BEHIND or (since > self.at.seq and not await self._has_reached(since)):
            listener.seq = upto
            listener.lost = True
            await listener.send(Resync(reason="epoch" if another else "behind").model_dump_json())
            return
        listener.seq = since
        if since < upto:
            text = await self._frame_between(listener.audience, since, upto)
            listener.told(upto, len(text))
            await listener.send(text)

    async def _has_reached(self, seq: int) -> bool:
        """Whether the log is at `seq`, which a snapshot may say before this cursor has come so far."""
        now = await read(head, self.workshop)
        return now.epoch == self.at.epoch and seq <= now.seq

    async def _frame_between(self, audience: Audience, after: int, upto: int) -> str:
        return frame(audience, await self._between(after, upto), after=after, upto=upto)[0]

    async def _between(self, after: int, upto: int) -> list[Entry]:
        """All entries of (after, upto], from the database where the tail is too short."""
        if self.tail.holds(after, upto):
            return self.tail.between(after, upto)
        older = Tail()
        older.entries = deque(Entry(event) for event in await read(events_since, self.workshop, after))
        return older.between(after, upto)

    # ---- The loop --------------------------------------------------------------------------------------------------

    def wake(self, message: publish.Wake) -> None:
        """Something happened. Called on the event loop."""
        for participant in message.touched:
            self.touched[participant] = message.seq
        if message.hands:
            self.moved_hands |= message.touched
            self.hands_due = True
        self.heard = True
        self.awake.set()

    async def _run(self) -> None:
        await self._start()
        while monotonic() - self.wanted_at < LINGER_S:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.awake.wait(), self._patience())
            self.awake.clear()
            announced, self.heard = self.heard, False
            await self._step(announced=announced)
            if self.listeners or self.arriving:
                self.wanted_at = monotonic()
            await asyncio.sleep(GATHER_S)
        await forget(self)

    async def _start(self) -> None:
        while not self.ready.is_set():
            try:
                self.tail = Tail()
                self.at = await read(head, self.workshop)
                self.tail.extend(await read(events_since, self.workshop, max(0, self.at.seq - 200)))
                if self.tail.entries:
                    # Something may have been written between the two reads.
                    self.at = Head(self.at.epoch, self.tail.entries[-1].seq)
                self.hands = await read(raised_hands, self.workshop)
                await self._plan_reveal()
                self.ready.set()
            except Exception:
                logger.exception("hub_cannot_start workshop=%s", self.workshop)
                await asyncio.sleep(LOOK_AT_HEAD_S)

    def _patience(self) -> float:
        """How long to sleep: until the next look at the head, or until a held-back tally may go."""
        held = any(seq < self.at.seq for seq in self.told.values())
        return TALLY_GAP_S / 4 if held else LOOK_AT_HEAD_S

    async def _step(self, *, announced: bool) -> None:
        try:
            await self._let_time_pass()
            if announced or monotonic() - self.looked_at >= LOOK_AT_HEAD_S:
                await self._read_log(announced=announced)
            await self._tell_all()
            await self._tell_hands()
            await self._tell_own()
            await self._tell_online()
            await self._check_access()
        except Exception:
            # The database may be away: the log is looked at again in a moment, and nobody's socket ends.
            logger.exception("hub_step_failed workshop=%s", self.workshop)
            await asyncio.sleep(LOOK_AT_HEAD_S)

    async def _plan_reveal(self) -> None:
        wait = await read(seconds_until_reveal, self.workshop)
        self.reveal_at = None if wait is None else monotonic() + wait

    async def _let_time_pass(self) -> None:
        if self.reveal_at is not None and monotonic() >= self.reveal_at:
            await write(tick, self.workshop)
            self.reveal_at = None

    async def _read_log(self, *, announced: bool) -> None:
        self.looked_at = monotonic()
        now = await read(head, self.workshop)
        if now.epoch != self.at.epoch or now.seq < self.at.seq:
            await self._start_over(now)
        if now.seq <= self.at.seq:
            return
        fresh = await read(events_since, self.workshop, self.at.seq)
        self.tail.extend(fresh)
        self.at = Head(now.epoch, fresh[-1].seq)
        for event in fresh:
            if event.concerns is not None:
                self.touched[event.concerns] = event.seq
        if not announced:
            # The wake was lost, and with it who was touched: look after everybody.
            self._touch_everybody()
            self.hands_due = True
        if any(event.type in {"activity.started", "workshop.changed", "workshop.opened"} for event in fresh):
            # A vote that begins gives everybody new points to place.
            self._touch_everybody()
            # Until it is planned it counts as due: looking too early does nothing.
            self.reveal_at = monotonic()
            await self._plan_reveal()

    def _touch_everybody(self) -> None:
        self.touched |= {one.actor.id: self.at.seq for one in self._of(Audience.PARTICIPANT)}

    async def _start_over(self, now: Head) -> None:
        """A restored database: what everybody has is of another world."""
        self.tail = Tail()
        self.at = now
        for audience in self.told:
            self.told[audience] = now.seq
        for listener in list(self.listeners):
            listener.lost = True
            await self._send(listener, Resync(reason="epoch").model_dump_json())

    # ---- Telling ---------------------------------------------------------------------------------------------------

    def _of(self, audience: Audience) -> list[Listener]:
        return [one for one in self.listeners if one.audience is audience]

    async def _tell_all(self) -> None:
        for audience in Audience:
            listeners = self._of(audience)
            after = self.told.get(audience, self.at.seq)
            if not listeners:
                self.told[audience] = self.at.seq
                continue
            if after < self.at.seq:
                await self._tell(audience, listeners, after)
            await self._tell_stragglers(listeners, self.told.get(audience, self.at.seq))

    async def _tell_stragglers(self, listeners: list[Listener], upto: int) -> None:
        """Those who came while a frame was on its way to the others."""
        for listener in listeners:
            if not listener.lost and listener.seq < upto:
                text = await self._frame_between(listener.audience, listener.seq, upto)
                listener.told(upto, len(text))
                await self._send(listener, text)

    async def _tell(self, audience: Audience, listeners: list[Listener], after: int) -> None:
        entries = await self._between(after, self.at.seq)
        now = monotonic()
        tally = any(entry.event.type == "tally.changed" and entry.text_for(audience) for entry in entries)
        if tally and audience is Audience.PARTICIPANT and now - self.tally_at < TALLY_GAP_S:
            return
        text, events = frame(audience, entries, after=after, upto=self.at.seq)
        if events == 0 and now - self.told_at.get(audience, 0.0) < EMPTY_RANGE_S:
            return
        if tally and audience is Audience.PARTICIPANT:
            self.tally_at = now
        self.told[audience], self.told_at[audience] = self.at.seq, now
        size = len(text.encode())
        for listener in listeners:
            await self._tell_one(listener, text, size, after)

    async def _tell_one(self, listener: Listener, text: str, size: int, after: int) -> None:
        if listener.lost or listener.seq >= self.at.seq:
            return
        if listener.is_behind:
            listener.lost = True
            await self._send(listener, Resync(reason="behind").model_dump_json())
            return
        if listener.seq != after:
            text = await self._frame_between(listener.audience, listener.seq, self.at.seq)
        listener.told(self.at.seq, size)
        await self._send(listener, text)

    async def _send(self, listener: Listener, text: str) -> None:
        try:
            await listener.send(text)
        except Exception:
            logger.info("listener_gone workshop=%s", self.workshop)
            self.detach(listener)

    async def _tell_hands(self) -> None:
        if not self.hands_due:
            return
        self.hands = await read(raised_hands, self.workshop)
        self.hands_due = False
        texts = {audience: self._hands_text(audience) for audience in Audience}
        for listener in list(self.listeners):
            await self._send(listener, texts[listener.audience])

    def _hands_text(self, audience: Audience) -> str:
        hands = self.hands.hands if audience is Audience.STAFF else None
        return HandsFrame(count=self.hands.count, hands=hands).model_dump_json()

    async def _tell_own(self) -> None:
        """`you` to those whose own view changed and who were not told with their ack."""
        touched, self.touched = self.touched, {}
        moved, self.moved_hands = self.moved_hands, set()
        due = [
            one
            for one in self._of(Audience.PARTICIPANT)
            if one.own_seq < touched.get(one.actor.id, 0) or one.actor.id in moved
        ]
        if not due:
            return
        try:
            own = await read(mine, self.workshop, list({one.actor.id for one in due}))
        except Exception:
            # Still owed, beside what came meanwhile.
            self.touched = touched | self.touched
            self.moved_hands |= moved
            raise
        for listener in due:
            if found := own.get(listener.actor.id):
                listener.own_seq = max(listener.own_seq, touched.get(listener.actor.id, 0))
                await self._send(listener, you(found))

    async def _tell_online(self) -> None:
        here = len({one.actor.id for one in self._of(Audience.PARTICIPANT)})
        if monotonic() - self.counted_at < LOOK_AT_HEAD_S:
            return
        self.counted_at = monotonic()
        total = await read(count_everywhere, self.workshop, here)
        if total != self.online:
            self.online = total
            text = Online(count=total).model_dump_json()
            for listener in list(self.listeners):
                await self._send(listener, text)

    async def _check_access(self) -> None:
        if monotonic() - self.checked_at < CHECK_ACCESS_S:
            return
        self.checked_at = monotonic()
        for audience in Audience:
            listeners = self._of(audience)
            if not listeners:
                continue
            allowed = await read(still_allowed, self.workshop, audience, {one.actor.id for one in listeners})
            for listener in listeners:
                if listener.actor.id not in allowed:
                    self.detach(listener)
                    await listener.close(NOT_JOINED)


def you(me: dict[str, Any]) -> str:
    """A `you` frame with everything in `me` that can change."""
    fields = {key: value for key, value in me.items() if key != "participant"}
    return json.dumps({"type": "you", **fields}, ensure_ascii=False, separators=(",", ":"))


class Hubs:
    """All hubs of one event loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.open: dict[UUID, Hub] = {}
        self.wakes = WakeListener(self._wake)
        publish.listen(self._wake_from_any_thread)

    async def of(self, workshop: UUID) -> Hub:
        if workshop not in self.open or self.open[workshop].task.done():
            self.open[workshop] = Hub(workshop)
            await self.wakes.watch(workshop)
        # Whoever asked is about to come: it must not end meanwhile.
        self.open[workshop].wanted_at = monotonic()
        return self.open[workshop]

    def _wake(self, message: publish.Wake) -> None:
        if hub := self.open.get(message.workshop):
            hub.wake(message)

    def _wake_from_any_thread(self, message: publish.Wake) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._wake, message)


_hubs: Hubs | None = None


def hubs() -> Hubs:
    """The hubs of the running loop."""
    global _hubs
    if _hubs is None or _hubs.loop is not asyncio.get_running_loop():
        _hubs = Hubs()
    return _hubs


async def forget(hub: Hub) -> None:
    here = hubs()
    if here.open.get(hub.workshop) is hub:
        del here.open[hub.workshop]
        await here.wakes.unwatch(hub.workshop)
