"""Those who come by plain HTTP while things break: somebody who follows by long poll and writes by POST, and others who join."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from ideahub.demo.simulation import figures
from ideahub.demo.simulation.reducer import State
from tests.faults.bare import file
from tests.faults.crowd import Crowd
from tests.faults.history import UNKNOWN, Asked
from tests.faults.stage import Stage
from tests.faults.windows import longest_silence

Json = dict[str, Any]
POLL_S = 5
BETWEEN_POLLS_S, BETWEEN_WRITES_S, BETWEEN_JOINS_S = 0.1, 0.5, 1.0
# What a phone waits after a call that came to nothing, and how long altogether.
AGAIN_S, PATIENCE_S = 0.5, 60.0
JOINED = 201


class Visitors:
    """`statuses` of all calls by kind (0: no answer came), `seconds` that those took which went well, `told_at`: when a poll was
    answered, `in_after_s`: how long after the first try somebody was in."""

    def __init__(self, crowd: Crowd, mix: str) -> None:
        self.url, self.workshop, self.mix = crowd.origin, crowd.workshops["A"], mix
        self.phone = self.workshop["visitor"]
        self.statuses: dict[str, Counter[int]] = {kind: Counter() for kind in ("poll", "write", "join", "snapshot")}
        self.seconds: dict[str, list[float]] = {kind: [] for kind in self.statuses}
        self.told_at: list[float] = []
        self.in_after_s: list[float] = []
        self.asked: list[Asked] = []
        self.differs: list[str] = ["never looked"]
        self.state = State(self._state_now())
        self.over = threading.Event()

    @property
    def came_to_nothing(self) -> int:
        return sum(
            count for one in self.statuses.values() for status, count in one.items() if status == 0 or status >= 500
        )

    # ---- What each does until it is over ---------------------------------------------------------------------------

    def follow(self) -> None:
        while not self.over.wait(BETWEEN_POLLS_S):
            self._poll(POLL_S)

    def write(self) -> None:
        """One command after the other, each sent again until it is decided."""
        while not self.over.wait(BETWEEN_WRITES_S):
            asked = self._command()
            self.asked.append(asked)
            self._until(lambda: self._decided(asked))  # noqa: B023  called before the next round

    def join(self) -> None:
        while not self.over.wait(BETWEEN_JOINS_S):
            began = time.monotonic()
            self.in_after_s.append(time.monotonic() - began if self._until(self._let_in) else float("inf"))

    def compare(self) -> None:
        """After the quiet moment: in which parts the one who polls holds something else than a fresh snapshot."""
        for _try in range(20):
            self._poll(0)
            server = State(self._state_now())
            self.differs = figures.differences(self.state, server)
            if self.state.seq >= server.seq and not self.differs:
                return
            time.sleep(AGAIN_S)

    # ---- Single calls ----------------------------------------------------------------------------------------------

    def _let_in(self) -> bool:
        """Joins, and reads how everything stands, as the phone's page does."""
        joined = self._call("join", "POST", "join/", json={"name": "Ana", "language": "sv"}, cookie="")
        if joined is None:
            return False
        cookie = "; ".join(f"{name}={value}" for name, value in joined.cookies.items())
        return self._call("snapshot", "GET", "snapshot/?as=participant", cookie=cookie) is not None

    def _poll(self, wait_s: float) -> None:
        where = {"since": self.state.seq, "epoch": self.state.epoch, "wait": wait_s}
        answer = self._call("poll", "GET", "events/", params=where, also=frozenset({409}))
        if answer is None:
            time.sleep(AGAIN_S)
        elif answer.status_code == 409:
            self.state = State(self._state_now())
        else:
            self.told_at.append(time.time())
            told = answer.json()
            self.state.receive(told)
            self.state.receive_you(told.get("you", {}))

    def _command(self) -> Asked:
        if self.mix == "vote":
            name, args = (
                "vote.set",
                {"target": self.workshop["ideas"][len(self.asked) % 3], "points": len(self.asked) % 2},
            )
        else:
            column = self.workshop["columns"][0]
            name, args = (
                "idea.capture",
                {"idea": str(uuid7()), "column": column, "text": f"Utan socket {len(self.asked)}"},
            )
        who = self.phone["participant"]
        return Asked(str(uuid7()), who, self.workshop["id"], who, name, args, time.time())

    def _decided(self, asked: Asked) -> bool:
        command = {"id": asked.id, "name": asked.name, "args": asked.args}
        answer = self._call("write", "POST", "commands/", json={"commands": [command]})
        if answer is not None:
            file(asked, answer.json()["results"][0])
            asked.answered_at = time.time()
        return asked.outcome != UNKNOWN

    def _state_now(self) -> Json:
        answer: httpx.Response | None = None

        def look() -> bool:
            nonlocal answer
            answer = self._call("snapshot", "GET", "snapshot/?as=participant")
            return answer is not None

        assert self._until(look), "no snapshot"
        assert answer is not None
        return dict(answer.json())

    def _until(self, done: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > end:
                return False
            time.sleep(AGAIN_S)
        return True

    def _call(
        self,
        kind: str,
        method: str,
        path: str,
        *,
        cookie: str | None = None,
        also: frozenset[int] = frozenset(),
        **more: Any,
    ) -> httpx.Response | None:
        """None where it came to nothing, and has to be asked again."""
        headers = {"Origin": self.url, "Cookie": self.phone["cookie"] if cookie is None else cookie}
        began = time.monotonic()
        try:
            # Each on a connection of its own: one that is kept would stay with a process that others have left. Without TLS no
            # authorities need to be read, which would take 26 ms of CPU each time.
            answer = httpx.request(
                method, f"{self.url}/api/workshops/{self.workshop['code']}/{path}",
                headers=headers, timeout=30, verify=False, **more,
            )  # fmt: skip
        except httpx.HTTPError:
            self.statuses[kind][0] += 1
            return None
        self.statuses[kind][answer.status_code] += 1
        if answer.status_code >= 300 and answer.status_code not in also:
            return None
        self.seconds[kind].append(time.monotonic() - began)
        return answer


@contextmanager
def visiting(crowd: Crowd, *, mix: str = "collect") -> Iterator[Visitors]:
    """They come and go until the end of the block, and are compared after the quiet moment, which is taken then."""
    visitors = Visitors(crowd, mix)
    threads = [threading.Thread(target=one) for one in (visitors.follow, visitors.write, visitors.join)]
    for thread in threads:
        thread.start()
    try:
        yield visitors
    finally:
        visitors.over.set()
        for thread in threads:
            thread.join(PATIENCE_S * 2)
    crowd.settle()
    visitors.compare()


def tell(
    stage: Stage, visitors: Visitors, began: float, ended: float, *, silence_s: float, call_s: float | None = None
) -> None:
    """Into the row: nothing lost, everybody in, no longer than `silence_s` without an answer to the poll from `began` to `ended`.
    `call_s`: what no answered call may exceed."""
    taken = [one for one in visitors.asked if one.outcome != UNKNOWN]
    stage.measured("by HTTP: commands answered", len(taken), 2, at_least=True)
    stage.measured("by HTTP: commands never answered", len(visitors.asked) - len(taken), 0)
    stage.measured("by HTTP: came in", sum(one < PATIENCE_S for one in visitors.in_after_s), 2, at_least=True)
    stage.measured("by HTTP: never came in", sum(one >= PATIENCE_S for one in visitors.in_after_s), 0)
    stage.measured("by HTTP: answers of 500", sum(one[500] for one in visitors.statuses.values()), 0)
    stage.measured("by HTTP: parts of the state unlike a fresh snapshot", len(visitors.differs), 0)
    stage.took(
        "by HTTP: longest without an answer to the poll", longest_silence(visitors.told_at, began, ended), silence_s
    )
    slowest = max((one for kind in ("write", "join", "snapshot") for one in visitors.seconds[kind]), default=None)
    stage.took("by HTTP: slowest answer", slowest, call_s)
