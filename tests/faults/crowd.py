"""All clients of an experiment, in a few processes, seen from the experiment."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ideahub.embedded import children
from tests.faults.history import History
from tests.support.service import ROOT

Json = dict[str, Any]
CLIENTS_A_PROCESS = 150
LOOK_EVERY_S = 0.1


class ClientsFailed(Exception):
    """A process of clients ended by itself: the experiment says nothing."""


@dataclass(slots=True)
class Group:
    """One process of clients, spoken to in lines of JSON."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, folder: Path, number: int, within: Sequence[str]) -> "Group":
        log = folder / f"clients{number}.log"
        with log.open("ab") as errors:
            process = subprocess.Popen(
                [*within, sys.executable, "-m", "tests.faults.client_process"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=ROOT,
            )  # fmt: skip
        return cls(process, log)

    def say(self, order: Json) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise ClientsFailed(self.log.read_text()[-2000:]) from None

    def hear(self) -> Json:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise ClientsFailed(self.log.read_text()[-2000:])
        answer: Json = json.loads(line)
        return answer


@dataclass(slots=True)
class Crowd:
    """`clients` are told apart by name; those of one process by `CLIENTS_A_PROCESS`. `within` starts a program where they are."""

    folder: Path
    origin: str
    workshops: dict[str, Json]
    seed: int
    within: Sequence[str] = ()
    groups: list[Group] = field(default_factory=list)
    size: int = 0
    # Commands that were asked for until the last load ended; what is asked for now, and since when.
    wanted: float = 0.0
    rate: float = 0.0
    since: float = 0.0

    def enter(self, clients: Sequence[Json]) -> None:
        """Starts the processes and lets everybody in; returns when all are in step."""
        self.size = len(clients)
        parts = max(1, -(-len(clients) // CLIENTS_A_PROCESS))
        self.groups = [Group.start(self.folder, number, self.within) for number in range(parts)]
        for number, group in enumerate(self.groups):
            mine = clients[number::parts]
            group.say(
                {"do": "enter", "clients": mine, "workshops": self.workshops, "origin": self.origin, "seed": self.seed}
            )
        self._answers()
        if self.until_in_step(timeout_s=60)[1] is None:
            raise ClientsFailed(f"not all came in: {self.look()['behind']} are missing")

    def tell(self, do: str, **order: Any) -> list[Json]:
        for group in self.groups:
            group.say({"do": do, **order})
        return self._answers()

    def _answers(self) -> list[Json]:
        return [group.hear() for group in self.groups]

    def load(self, *, rate: float, mix: str) -> None:
        self._count_load()
        self.tell("start_load", rate=rate / len(self.groups), mix=mix)
        self.rate, self.since = rate, time.monotonic()

    def _count_load(self) -> None:
        self.wanted += self.rate * (time.monotonic() - self.since)
        self.rate = 0.0

    @property
    def half_of_what_was_wanted(self) -> int:
        """So many commands there must have been: with fewer, nobody has been disturbed."""
        return max(1, round(self.wanted / 2))

    def look(self) -> Json:
        """`seqs` of each workshop's clients (-1: no link), all their `epochs`, `waiting` commands, `acks`, and how many are
        `behind` the first."""
        answers = self.tell("look")
        seqs: dict[str, list[int]] = {}
        for answer in answers:
            for workshop, ones in answer["seqs"].items():
                seqs.setdefault(workshop, []).extend(ones)
        behind = sum(one < 0 for ones in seqs.values() for one in ones)
        return {
            "seqs": seqs,
            "behind": behind,
            "epochs": {epoch for answer in answers for epoch in answer["epochs"]},
            **{name: sum(answer[name] for answer in answers) for name in ("waiting", "acks", "closes")},
        }

    def online(self) -> list[tuple[float, int]]:
        """What clients were told about how many are here, and when."""
        return [tuple(one) for answer in self.tell("online") for one in answer["online"]]

    def until_in_step(self, *, timeout_s: float) -> tuple[float | None, float | None]:
        """Seconds until 99 % and until all have reached what the first of them knows now; None where time was up."""
        began = time.monotonic()
        heads = {workshop: max(ones) for workshop, ones in self.look()["seqs"].items()}
        most: float | None = None
        while time.monotonic() - began < timeout_s:
            seqs = self.look()["seqs"]
            late = sum(one < max(heads[workshop], 0) for workshop, ones in seqs.items() for one in ones)
            passed = time.monotonic() - began
            if most is None and late <= self.size * 0.01:
                most = passed
            if late == 0:
                return most, passed
            time.sleep(LOOK_EVERY_S)
        return most, None

    def wait(self, is_so: Callable[[Json], bool], *, timeout_s: float) -> float | None:
        """Seconds until a look says so; None when time was up."""
        began = time.monotonic()
        while time.monotonic() - began < timeout_s:
            if is_so(self.look()):
                return time.monotonic() - began
            time.sleep(LOOK_EVERY_S)
        return None

    def settle(self, *, timeout_s: float = 60) -> None:
        """The quiet moment: nobody writes, everything is answered, all have links."""
        self._count_load()
        self.tell("stop_load")
        self.wait(lambda look: look["waiting"] == 0 and look["behind"] == 0, timeout_s=timeout_s)
        self.until_in_step(timeout_s=30)

    def finish(self) -> History:
        """Everybody compares with the server and leaves."""
        outs = [self.folder / f"history{number}.json" for number in range(len(self.groups))]
        for group, out in zip(self.groups, outs, strict=True):
            group.say({"do": "finish", "out": str(out)})
        self._answers()
        history = History()
        for out in outs:
            history.add(json.loads(out.read_text()))
            out.unlink()
        self.leave()
        return history

    def leave(self) -> None:
        for group in self.groups:
            for end in (group.process.stdin, group.process.stdout):
                if end:
                    end.close()
            children.stop(group.process)
        self.groups = []
