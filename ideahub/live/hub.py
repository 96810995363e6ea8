"""One hub a process and workshop: it follows the log and tells everybody in this process."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection
from time import monotonic
from uuid import UUID

from ideahub.commands import tick
from ideahub.core.actor import Audience
from ideahub.edge.identity import lasting_sessions, still_allowed
from ideahub.edge.log_context import of_many
from ideahub.eventlog import link, publish, sightings
from ideahub.eventlog.models import Event, Stream
from ideahub.ideas.queries import seconds_until_reveal
from ideahub.live.crowd import Crowd
from ideahub.live.cursor import Cursor
from ideahub.live.executor import read, write
from ideahub.live.frame import Frame
from ideahub.live.hands import RaisedHands
from ideahub.live.listener import Listener
from ideahub.live.own_views import OwnViews
from ideahub.live.presence import count_everywhere
from ideahub.live.reading_order import ReadingOrder
from ideahub.protocol.frames import Bye, Online
from ideahub.protocol.state import Hands
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.models import Workshop

logger = logging.getLogger(__name__)

LOOK_AT_HEAD_S = 1.0
LOOK_WHILE_DEAF_S = 0.5
GATHER_S = 0.02
SIGHTED_EVERY_S = 5.0
CHECK_ACCESS_S = 60.0
LINGER_S = 30.0

NOT_JOINED, NO_SUCH, TOO_SLOW = 4401, 4404, 4408
STARTS_SOMETHING = frozenset({"activity.started", "workshop.changed", "workshop.opened"})
SLOW = Frame(Bye(reason="too_slow", retry_after_s=2).model_dump_json())


class Hub:
    """`hears_others` says whether wakes of other processes arrive. Its task ends when nobody has listened for long."""

    def __init__(self, workshop: UUID, *, hears_others: Callable[[], bool]) -> None:
        self.workshop = workshop
        self.hears_others = hears_others
        self.cursor = Cursor(workshop)
        self.crowds = {audience: Crowd(audience) for audience in Audience}
        self.own = OwnViews(workshop, self.phones)
        self.reading = ReadingOrder(workshop, self.phones)
        self.arriving = 0
        self.awake = asyncio.Event()
        self.wanted_at = monotonic()
        # The seq that wakes have spoken of, and one that the look at the head found before any wake did.
        self.heard_seq = self.found_seq = 0
        self.hands_due = False
        self.hands = RaisedHands(Hands(count=0, hands=[]))
        self.online = 0
        self.degraded = False
        self.reveal_at: float | None = None
        self.counted_at = self.looked_at = self.sighted_at = self.hands_read_at = 0.0
        self.checked_at = monotonic()
        self.ready = asyncio.Event()
        self.task = asyncio.create_task(self._run(), context=of_many(workshop))

    @property
    def behind(self) -> int:
        """Events this process has heard of and not yet told, of the audience furthest behind."""
        return max((self.heard_seq - crowd.told for crowd in self.crowds.values() if crowd.listeners), default=0)

    @property
    def phones(self) -> Crowd:
        return self.crowds[Audience.PARTICIPANT]

    # ---- Coming and going ------------------------------------------------------------------------------------------

    async def attach(self, listener: Listener, *, since: int | None, epoch: str | None) -> None:
        """Starts telling a listener, from `since` on. Call after its `hello`."""
        self.arriving += 1
        try:
            await self.ready.wait()
            await self.crowds[listener.audience].admit(listener, self.cursor, since=since, epoch=epoch)
        finally:
            self.arriving -= 1
        if listener.audience is not Audience.PARTICIPANT:
            # What it proved itself by may have ended since, before anybody could tell this listener.
            self.checked_at = float("-inf")
        here = max(self.online, int(listener.audience is Audience.PARTICIPANT))
        listener.write(self._online_frame(listener.audience, here))
        listener.write(self.hands.frame(listener.actor))
        self.awake.set()

    def owe_own_view(self, listener: Listener) -> None:
        """Tells a phone that came back its own view anew: what concerned only it while it was away is in no event."""
        if listener.actor.participant is not None:
            self.own.owe(listener.actor.id, self.cursor.at.seq)
            self.awake.set()

    def detach(self, listener: Listener) -> None:
        self.crowds[listener.audience].remove(listener)

    async def catch_up(self, listener: Listener, *, since: int, epoch: str | None) -> None:
        """Tells it what came after `since`, and its own view anew."""
        await self.crowds[listener.audience].catch_up(listener, self.cursor, since=since, epoch=epoch)
        if listener.too_slow:
            await self._cut(listener)
        elif not listener.lost:
            # What it was told of its own view went into the state that its snapshot has replaced, or was of another world.
            listener.forget_own()
            self.owe_own_view(listener)
        self.awake.set()

    def got(self, listener: Listener, seq: int) -> None:
        listener.got(seq, self.crowds[listener.audience].ledger)

    def decided(self, listener: Listener, *, reflects: int, tells_of: Collection[int]) -> None:
        """An answer is on its way with the listener's own view as of seq `reflects`, or with what some events changed of it."""
        listener.answered(reflects=reflects, tells_of=tells_of)
        if self.own.owed or self.own.moved:
            self.awake.set()

    # ---- The loop --------------------------------------------------------------------------------------------------

    def wake(self, message: publish.Wake) -> None:
        """Something happened. Called on the event loop."""
        self.cursor.hand(message.fresh)
        for participant in message.touched:
            self.own.owe(participant, message.seq)
        if message.hands:
            self.own.moved |= message.touched
            self.hands_due = True
        if message.access:
            self.checked_at = float("-inf")
        self.heard_seq = max(self.heard_seq, message.seq)
        self.awake.set()

    def doubt(self) -> None:
        """Wakes may have been lost, and with them whose own view changed."""
        self.own.owe_everybody(self.cursor.at.seq)
        self.hands_due = True
        self.awake.set()

    def hears_again(self) -> None:
        """Wakes arrive once more. Those that were lost may have spoken of a way in that has ended, too."""
        self.checked_at = float("-inf")
        self.doubt()

    async def _run(self) -> None:
        """At once when something happens after a quiet moment; then in steps, so that what comes meanwhile gathers."""
        await self._start()
        while monotonic() - self.wanted_at < LINGER_S:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.awake.wait(), self._patience())
            self.awake.clear()
            await self._step()
            if self.arriving or any(crowd.listeners for crowd in self.crowds.values()):
                self.wanted_at = monotonic()
            await asyncio.sleep(GATHER_S)

    async def _start(self) -> None:
        while not self.ready.is_set():
            try:
                await self.cursor.start()
                self.heard_seq = self.found_seq = self.cursor.at.seq
                self.hands = RaisedHands(await read(raised_hands, self.workshop))
                await self._plan_reveal()
                self.ready.set()
            except Exception:
                logger.exception("hub_cannot_start workshop=%s", self.workshop)
                await asyncio.sleep(LOOK_AT_HEAD_S)

    def _patience(self) -> float:
        """How long to sleep: until the next look at the head, or until what is held back may go."""
        due = min(crowd.due_at for crowd in self.crowds.values()) - monotonic()
        return min(max(due, 0.001), self._look_every_s)

    @property
    def _look_every_s(self) -> float:
        """Without wakes from other processes the log is all there is to go by."""
        return LOOK_AT_HEAD_S if self.hears_others() else LOOK_WHILE_DEAF_S

    async def _step(self) -> None:
        try:
            await self._let_time_pass()
            await self._follow()
            await self.reading.tell()
            for crowd in self.crowds.values():
                await crowd.tell(self.cursor)
            await self._tell_hands()
            if await self.own.tell():
                self.awake.set()
            if monotonic() - self.counted_at >= LOOK_AT_HEAD_S:
                self.counted_at = monotonic()
                await self._tell_online()
                await self._cut_slow()
            await self._check_access()
        except (Stream.DoesNotExist, Workshop.DoesNotExist):
            await self._end()
        except Exception:
            # The database may be away: the log is looked at again in a moment, and nobody's socket ends.
            logger.exception("hub_step_failed workshop=%s", self.workshop)
            await asyncio.sleep(LOOK_AT_HEAD_S)

    async def _end(self) -> None:
        """The workshop has been deleted: there is nothing more to tell."""
        self.wanted_at = float("-inf")
        for crowd in self.crowds.values():
            for listener in tuple(crowd.listeners):
                self.detach(listener)
                await listener.out.close(NO_SUCH)

    async def _plan_reveal(self) -> None:
        wait = await read(seconds_until_reveal, self.workshop)
        self.reveal_at = None if wait is None else monotonic() + wait

    async def _let_time_pass(self) -> None:
        if self.reveal_at is not None and monotonic() >= self.reveal_at:
            await write(tick, self.workshop)
            self.reveal_at = None

    async def _follow(self) -> None:
        """Moves the cursor: over what was handed, then, where that is not all or a second has passed, through the log."""
        await self._take(self.cursor.take_handed())
        expected = self.heard_seq > self.cursor.at.seq
        if not expected and monotonic() - self.looked_at < self._look_every_s:
            return
        self.looked_at = monotonic()
        overlooked = self.found_seq > self.heard_seq
        fresh, another = await self.cursor.read_on(expected=expected)
        if another:
            self._start_over(another.seq)
            self.cursor.start_over(another)
            return
        await self._take(fresh)
        if overlooked or (self.cursor.at.seq > self.heard_seq and not self.hears_others()):
            self.doubt()
            self.heard_seq = self.cursor.at.seq
        self.found_seq = self.cursor.at.seq

    async def _take(self, fresh: list[Event]) -> None:
        self.own.owe_for(fresh)
        if any(event.type in STARTS_SOMETHING for event in fresh):
            # A vote that begins gives everybody new points to place.
            self.own.owe_everybody(self.cursor.at.seq)
            self.reading.is_due()
            # Until it is planned it counts as due: looking too early does nothing.
            self.reveal_at = monotonic()
            await self._plan_reveal()

    def _start_over(self, seq: int) -> None:
        self.heard_seq = self.found_seq = seq
        self.own.owed.clear()
        for crowd in self.crowds.values():
            crowd.start_over(seq)

    # ---- Beside the log --------------------------------------------------------------------------------------------

    async def _tell_hands(self) -> None:
        """Hands are in no event, and the wake that speaks of them may be lost: they are read as often as the log's head."""
        if not self.hands_due and monotonic() - self.hands_read_at < self._look_every_s:
            return
        # A hand that is raised while the database is read is read again.
        self.hands_due = False
        try:
            now = RaisedHands(await read(raised_hands, self.workshop))
        except BaseException:
            self.hands_due = True
            raise
        self.hands_read_at = monotonic()
        if now.hands == self.hands.hands:
            return
        self.own.moved |= now.hands.places.keys() ^ self.hands.hands.places.keys()
        self.hands = now
        for crowd in self.crowds.values():
            crowd.write_each(now.frame)

    async def _tell_online(self) -> None:
        here = {one.actor.id for one in self.phones.listeners}
        if monotonic() - self.sighted_at >= SIGHTED_EVERY_S:
            self.sighted_at = monotonic()
            await read(sightings.note, self.workshop, here)
        total = await read(count_everywhere, self.workshop, len(here), self.phones.counted.lag_ms())
        if (total, link.is_away()) != (self.online, self.degraded):
            self.online, self.degraded = total, link.is_away()
            for audience, crowd in self.crowds.items():
                crowd.write_to_all(self._online_frame(audience, total))

    def _online_frame(self, audience: Audience, count: int) -> Frame:
        """Staff are told that the count knows of this process only, and that each limits the pace by itself."""
        degraded = self.degraded if audience is Audience.STAFF else None
        return Frame(Online(count=count, degraded=degraded).model_dump_json(exclude_none=True))

    async def _cut_slow(self) -> None:
        """Who does not take what is sent, or does not come back for it, is let go."""
        now = monotonic()
        for crowd in self.crowds.values():
            for listener in [one for one in crowd.listeners if one.is_too_slow(now)]:
                await self._cut(listener)

    async def _cut(self, listener: Listener) -> None:
        self.detach(listener)
        self.crowds[listener.audience].write(listener, SLOW)
        await listener.out.close(TOO_SLOW)

    async def _check_access(self) -> None:
        if monotonic() - self.checked_at < CHECK_ACCESS_S:
            return
        self.checked_at = monotonic()
        try:
            await self._end_what_is_over()
        except BaseException:
            self.checked_at = float("-inf")
            raise

    async def _end_what_is_over(self) -> None:
        for audience, crowd in self.crowds.items():
            listeners = tuple(crowd.listeners)
            if not listeners:
                continue
            allowed = await read(still_allowed, self.workshop, audience, {one.actor.id for one in listeners})
            sessions = {one.session for one in listeners if one.session}
            lasting = await read(lasting_sessions, sessions) if sessions else set()
            for listener in listeners:
                if listener.actor.id not in allowed or (listener.session and listener.session not in lasting):
                    self.detach(listener)
                    await listener.out.close(NOT_JOINED)
