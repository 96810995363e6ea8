"""The order to read in, told to a hub's phones: before the step in which somebody reads begins, and now and then while it lasts."""

from time import monotonic
from uuid import UUID

from ideahub.ideas.exposure import fair_order
from ideahub.live.crowd import Crowd
from ideahub.live.executor import read
from ideahub.live.frame import Frame
from ideahub.protocol.frames import FairFrame

FAIR_GAP_S = 20.0


class ReadingOrder:
    def __init__(self, workshop: UUID, phones: Crowd) -> None:
        self.workshop = workshop
        self.phones = phones
        self.told = ""
        self.told_at = monotonic()

    def is_due(self) -> None:
        """A step begins: what phones are told next is how it stands now."""
        self.told_at = -FAIR_GAP_S

    async def tell(self) -> None:
        if monotonic() - self.told_at < FAIR_GAP_S:
            return
        self.told_at = monotonic()
        if not self.phones.listeners:
            return
        text = FairFrame(**dict(await read(fair_order, self.workshop))).model_dump_json()
        if text != self.told:
            self.told = text
            self.phones.write_to_all(Frame(text))
