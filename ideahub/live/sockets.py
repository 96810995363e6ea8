"""Who is connected to this process, by socket or by a waiting poll, so that they can be sent on when it ends."""

from typing import Protocol


class Guest(Protocol):
    async def leave(self, *, retry_after_s: float) -> None:
        """Says goodbye once what it was promised is done."""


here: set[Guest] = set()
