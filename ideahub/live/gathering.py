"""What many ask for in the same moment is done once for all of them: while one round runs, the next one gathers."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

from ideahub.edge.log_context import of_many

MOST_IN_A_ROUND = 100
# The first is answered at once; while more keep coming, rounds follow each other so far apart.
GATHER_S = 0.05
# For who asks about no code in particular.
ANY = ""

Asked = TypeVar("Asked")
Told = TypeVar("Told")
Pool = Callable[..., Coroutine[Any, Any, Any]]


class Gathering(Generic[Asked, Told]):
    """`work` answers several askers of one code, in their order; `pool` is `executor.read` or `executor.write`.

    A round begins after all it answers were asked, so that nobody is told less than was true when they came.
    `apart_s`: how long after one round the next may begin.
    """

    def __init__(
        self, pool: Pool, work: Callable[[str, list[Asked]], Sequence[Told]], *, apart_s: float = GATHER_S
    ) -> None:
        self.pool, self.work, self.apart_s = pool, work, apart_s
        self._waiting: dict[str, list[tuple[Asked, asyncio.Future[Told]]]] = {}
        self._running: set[asyncio.Task[None]] = set()

    async def ask(self, code: str, asked: Asked) -> Told:
        """Raises what the round raised."""
        done: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        begins = code not in self._waiting
        self._waiting.setdefault(code, []).append((asked, done))
        if begins:
            task = asyncio.create_task(self._run(code), context=of_many())
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return await done

    async def _run(self, code: str) -> None:
        waiting = self._waiting[code]
        while waiting:
            taken = waiting[:MOST_IN_A_ROUND]
            del waiting[:MOST_IN_A_ROUND]
            await self._round(code, taken)
            await asyncio.sleep(self.apart_s)
        del self._waiting[code]

    async def _round(self, code: str, taken: "list[tuple[Asked, asyncio.Future[Told]]]") -> None:
        try:
            told = await self.pool(self.work, code, [asked for asked, _done in taken])
        except Exception as error:  # noqa: BLE001  raised at each who asked
            for _asked, done in taken:
                if not done.done():
                    done.set_exception(error)
            return
        for (_asked, done), answer in zip(taken, told, strict=True):
            if not done.done():
                done.set_result(answer)
