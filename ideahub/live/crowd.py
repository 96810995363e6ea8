"""The listeners of one audience: what is told them is built once, and written to each from where it is."""

import logging
from collections.abc import Callable
from functools import partial
from itertools import takewhile
from time import monotonic

from ideahub import metrics
from ideahub.core.actor import Actor, Audience
from ideahub.live.counted import Told
from ideahub.live.cursor import Cursor
from ideahub.live.frame import Frame
from ideahub.live.ledger import Ledger
from ideahub.live.listener import MOST_UNSAID_BYTES, Listener
from ideahub.live.outlet import Give
from ideahub.live.replay import Entry, frame
from ideahub.protocol.frames import Resync

# Phones are told totals and support this often at the most.
COUNTS_GAP_S = 0.2
EMPTY_RANGE_S = 1.0
DEBTS_GAP_S = 1.0
MOST_BEHIND = 2000
BEHIND, ANOTHER_EPOCH = (Frame(Resync(reason=reason).model_dump_json()) for reason in ("behind", "epoch"))

logger = logging.getLogger(__name__)


class Crowd:
    """
    `told` is the seq that all of them were told, but for those who are ahead of it or lost.

    Most listeners most of the time are in step: told just that, and with nothing waiting before what comes next. For them a frame is
    one call of the kernel and nothing else; what would be looked at lies scattered in memory, and for hundreds of sockets costs as
    much as half of handing the frame over.
    """

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.listeners: set[Listener] = set()
        self.in_step: dict[Listener, Give] = {}
        self.told = 0
        self.told_at = 0.0
        self.counts_at = 0.0
        self.ledger = Ledger()
        # When the next look is due at who owes too much: at that time, or at that total of the ledger.
        self.debts_at, self.debts_at_total = 0.0, 0
        self.counted = Told(audience)
        # When what is held back may go; endless while nothing is.
        self.due_at = float("inf")

    # ---- Coming and going ------------------------------------------------------------------------------------------

    async def admit(self, listener: Listener, cursor: Cursor, *, since: int | None, epoch: str | None) -> None:
        """Starts telling a listener from `since` on, or from now."""
        if not self.listeners:
            self.told = cursor.at.seq
        listener.has = self.ledger.total
        await self.catch_up(listener, cursor, since=self.told if since is None else since, epoch=epoch)
        self.listeners.add(listener)

    async def catch_up(self, listener: Listener, cursor: Cursor, *, since: int, epoch: str | None) -> None:
        """Writes what came after `since`, or `resync` where that cannot be told."""
        self._part(listener)
        listener.start_anew(self.ledger)
        if listener.too_slow:
            return
        another = epoch is not None and epoch != cursor.at.epoch
        ahead = since > cursor.at.seq and not await cursor.has_reached(since)
        if another or ahead or self.told - since > MOST_BEHIND:
            listener.told_apart(self.told, 0, self.ledger)
            self.lose(listener, ANOTHER_EPOCH if another else BEHIND)
            return
        size = 0
        while since < self.told:
            upto = self.told
            text, _count = frame(self.audience, await cursor.between(since, upto), after=since, upto=upto)
            size += len(text)
            self.write(listener, Frame(text))
            since = upto
        listener.told_apart(since, size, self.ledger)
        listener.lost = False
        self.debts_at_total = 0

    def remove(self, listener: Listener) -> None:
        self._part(listener)
        self.listeners.discard(listener)

    def lose(self, listener: Listener, why: Frame) -> None:
        """Tells it to fetch the snapshot, and nothing more until it asks."""
        self._part(listener)
        listener.lose()
        metrics.RESYNCS.labels("behind" if why is BEHIND else "epoch").inc()
        self.write(listener, why)

    def start_over(self, seq: int) -> None:
        """A restored database: what everybody has is of another world."""
        self.told, self.due_at = seq, float("inf")
        self.ledger.forget()
        for listener in tuple(self.listeners):
            self.lose(listener, ANOTHER_EPOCH)

    # ---- Telling ---------------------------------------------------------------------------------------------------

    async def tell(self, cursor: Cursor) -> None:
        """Brings everybody to where the cursor is, but for totals and support, which phones get at their own pace."""
        self.due_at = float("inf")
        upto = cursor.at.seq
        if not self.listeners:
            self.told = upto
        elif self.told < upto:
            self._tell_entries(await cursor.between(self.told, upto), upto)

    def _tell_entries(self, entries: list[Entry], upto: int) -> None:
        now = monotonic()
        counts = self._first_counts(entries)
        if counts is not None and now - self.counts_at < COUNTS_GAP_S:
            # What came before them need not wait.
            self.due_at = self.counts_at + COUNTS_GAP_S
            upto = counts.seq - 1
            entries = [entry for entry in entries if entry.seq <= upto]
        elif counts is not None:
            self.counts_at = now
        if upto <= self.told:
            return
        text, events = frame(self.audience, entries, after=self.told, upto=upto)
        if events == 0 and now - self.told_at < EMPTY_RANGE_S:
            self.due_at = min(self.due_at, self.told_at + EMPTY_RANGE_S)
            return
        self._write_all(Frame(text), entries, upto, now)

    def _first_counts(self, entries: list[Entry]) -> Entry | None:
        """From where on things may wait for the next counts. Support goes along with what comes after it, and holds up nothing."""
        if self.audience is not Audience.PARTICIPANT:
            return None
        seen = [one for one in entries if one.text_for(self.audience)]
        totals = next((one for one in seen if one.event.type == "tally.changed"), None)
        support = list(takewhile(lambda one: one.event.type == "support.changed", reversed(seen)))
        return totals or (support[-1] if support else None)

    def _write_all(self, told: Frame, entries: list[Entry], upto: int, now: float) -> None:
        self._look_for_debts(now)
        after = self.told
        self.told, self.told_at = upto, now
        self.ledger.add(upto, len(told.wire), now)
        apart = self.listeners.difference(self.in_step)
        sockets = self._write_to_those_in_step(told)
        for listener in apart:
            if listener.lost:
                continue
            if listener.seq >= upto:
                listener.is_ahead(self.ledger)
                continue
            if listener.seq < after:
                self.lose(listener, BEHIND)
                continue
            if listener.seq != after:
                rest = [entry for entry in entries if entry.seq > listener.seq]
                went = self.write(listener, Frame(frame(self.audience, rest, after=listener.seq, upto=upto)[0]))
            else:
                went = self._write_whole(listener, told)
            if not went:
                continue
            listener.seq = upto
            sockets += 1
            self._take_into_step(listener)
        self.counted.count(entries, sockets=sockets, size=len(told.wire))

    def _write_to_those_in_step(self, told: Frame) -> int:
        """To how many. Who does not take it all is in step no longer."""
        wire, size = told.wire, len(told.wire)
        left: list[tuple[int, int]] = []
        for at, give in enumerate(self.in_step.values()):
            try:
                sent = give(wire)
            except Exception:  # noqa: BLE001  whatever it is
                # Full, or gone: the transport finds out which.
                sent = 0
            if sent != size:
                left.append((at, sent))
        sockets = len(self.in_step) - len(left)
        if left:
            listeners = list(self.in_step)
            for at, sent in left:
                self._part(listeners[at])
                sockets += self._write_whole(listeners[at], told, sent)
        return sockets

    def _take_into_step(self, listener: Listener) -> None:
        try:
            give = listener.out.straight(until=partial(self._part, listener))
        except Exception:
            logger.info("listener_gone", exc_info=True)
            self.remove(listener)
            return
        if give is not None:
            self.in_step[listener] = give

    def _part(self, listener: Listener) -> None:
        """It is in step no longer: what comes next has to be looked at for it."""
        if self.in_step.pop(listener, None) is not None:
            listener.seq = self.told

    def _look_for_debts(self, now: float) -> None:
        """Loses who owes too much. That grows by what is sent and by the time only, so it need not be asked for each frame."""
        if now < self.debts_at and self.ledger.total < self.debts_at_total:
            return
        largest = 0
        for listener in tuple(self.listeners):
            if listener.lost:
                continue
            if listener.owes_too_much(self.ledger, now):
                self.lose(listener, BEHIND)
            else:
                largest = max(largest, self.ledger.total - listener.has)
        self.debts_at = now + DEBTS_GAP_S
        self.debts_at_total = self.ledger.total + MOST_UNSAID_BYTES - largest + 1

    def _write_whole(self, listener: Listener, told: Frame, sent: int | None = None) -> bool:
        """The frame, of which `sent` bytes are with the kernel already; whether it is not the last before it asks. Never raises."""
        try:
            if sent is None:
                sent = listener.out.pass_on(told.wire)
            if sent == len(told.wire):
                return True
            if listener.out.unsent > MOST_UNSAID_BYTES:
                self.lose(listener, BEHIND)
                return False
            listener.out.write_rest(told, sent)
        except Exception:
            logger.info("listener_gone", exc_info=True)
            self.remove(listener)
            return False
        return True

    def write(self, listener: Listener, told: Frame) -> bool:
        """Whether it could be. Never raises: a socket that breaks is nobody else's trouble."""
        try:
            listener.out.write(told)
        except Exception:
            logger.info("listener_gone", exc_info=True)
            self.remove(listener)
            return False
        return True

    def write_to_all(self, told: Frame) -> None:
        """A frame outside the log; those who cannot take more do without."""
        self.write_each(lambda _actor: told)

    def write_each(self, told: Callable[[Actor], Frame]) -> None:
        """The same, with what is told to each."""
        for listener in tuple(self.listeners):
            if not (listener.lost and listener.out.unsent):
                self.write(listener, told(listener.actor))
