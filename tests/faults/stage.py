"""What an experiment works with: an installation to break, workshops in it, clients, and the row it fills."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import httpx

from tests.faults.checker import check
from tests.faults.crowd import Crowd
from tests.faults.figures import Figure, Row, share
from tests.faults.history import Asked, History, Truth
from tests.support.service import ROOT
from tests.support.topology import CADDYFILE, Topology, running_topology

Json = dict[str, Any]
WEBS = 3
ELSEWHERE = 10
WORKSHOP: Json = {"title": "A", "step": "collect", "phones": 0, "ideas": 20}
SHOWN_VIOLATIONS = 10


class Place(Protocol):
    """A running installation: where people reach it, and the environment of its processes."""

    url: str
    env: dict[str, str]


class CannotRun(Exception):
    """Something this experiment needs is not on this machine; the text says what."""


@dataclass(frozen=True, slots=True)
class Options:
    clients: int
    seed: int
    quick: bool = False
    full: bool = False
    noise: float = 1.0


@dataclass
class Stage:
    """One experiment under way. The installation is shared with the experiments before and after it unless it asks for its own."""

    options: Options
    row: Row
    folder: Path
    shared: "Shared"
    until_end: ExitStack
    crowds: list[Crowd] = field(default_factory=list)

    @property
    def site(self) -> Topology:
        return self.shared.topology()

    def own_site(self, **wanted: Any) -> Topology:
        """An installation of this experiment's own."""
        return self.until_end.enter_context(running_topology(make_folder(self.until_end), with_demo=False, **wanted))

    def length(self, *, quick: float, normal: float, full: float | None = None) -> float:
        """How long, or how often, by the options; the row says it."""
        if self.options.quick:
            return quick
        return full if self.options.full and full is not None else normal

    # ---- Workshops and clients -------------------------------------------------------------------------------------

    def workshop(self, site: Place | None = None, **wanted: Any) -> Json:
        return inside(site or self.site, "make", {**WORKSHOP, **wanted})[0]

    def crowd(
        self,
        *,
        step: str = "collect",
        clients: int | None = None,
        site: Place | None = None,
        urls: Sequence[str] | None = None,
        ideas: int = 20,
        skews_s: Sequence[float] = (0,),
        within: Sequence[str] = (),
    ) -> Crowd:
        """Phones, a board and a projector in one workshop, and a few phones in another; all in step when it returns. A last phone has
        joined and does nothing: for whoever comes by plain HTTP.

        `urls` are the addresses they use in turn, Caddy's unless given; `skews_s` by how much their clocks are wrong,
        `within` what starts a program where they are.
        """
        where = site or self.site
        count = clients or self.options.clients
        wanted = WORKSHOP | {"step": step, "ideas": ideas}
        here, there = inside(
            where, "make", wanted | {"phones": count + 1}, wanted | {"title": "B", "phones": ELSEWHERE}
        )
        here["visitor"] = here["phones"].pop()
        crowd = Crowd(self.folder, where.url, {"A": here, "B": there}, self.options.seed, within)
        self.until_end.callback(crowd.leave)
        self.crowds.append(crowd)
        addresses = list(urls or [where.url])
        everybody = [*_people(here, count), *_people(there, ELSEWHERE), _staff(here), _projector(here)]
        crowd.enter(
            [
                one | {"url": addresses[at % len(addresses)], "skew_s": skews_s[at % len(skews_s)]}
                for at, one in enumerate(everybody)
            ]
        )
        self.row.clients = len(everybody)
        return crowd

    @contextmanager
    def beside_a_meeting(self, *, clients: int, site: Place | None = None) -> Iterator[Crowd]:
        """People write in another meeting all the while, which the fault must not disturb; judged afterwards."""
        crowd = self.crowd(clients=clients, site=site)
        starts = self.starts(crowd)
        crowd.load(rate=10, mix="collect")
        yield crowd
        self.judge(crowd, starts, site=site)

    def starts(self, crowd: Crowd) -> dict[str, dict[str, Json]]:
        """Snapshots of each workshop for each audience, from which the log is folded later."""
        return {key: snapshots(crowd.origin, workshop) for key, workshop in crowd.workshops.items()}

    # ---- The verdict -----------------------------------------------------------------------------------------------

    def measured(
        self, name: str, value: float | None, limit: float | None = None, unit: str = "", **more: bool
    ) -> None:
        rounded = round(value, 3) if isinstance(value, float) else value
        self.row.figures.append(Figure(name, rounded, limit, unit, **more))

    def took(self, name: str, seconds: float | None, limit: float | None = None) -> None:
        self.measured(name, seconds, limit, "s", timed=True)

    def quantile(self, name: str, seconds: Sequence[float], part: float, limit: float | None = None) -> None:
        """The time that `part` of them do not exceed, and how many they are: of few, p99 is the slowest one."""
        value = share(seconds, part)
        self.row.figures.append(Figure(name, value, limit, "s", timed=True, samples=len(seconds)))

    def judge(
        self, crowd: Crowd, starts: dict[str, dict[str, Json]], *, site: Place | None = None, also: Sequence[Asked] = ()
    ) -> History:
        """The quiet moment, then the checker; what is not as promised goes into the row. `also`: asked by others than the crowd."""
        crowd.settle()
        history = crowd.finish()
        history.asked += also
        asked = [(workshop, starts[key]) for key, workshop in crowd.workshops.items()]
        self.blame(history, read_truths(site or self.site, asked), least=crowd.half_of_what_was_wanted)
        return history

    def blame(self, history: History, truths: Sequence[Truth], *, least: int = 1) -> None:
        """What is not as promised, into the row; fewer commands than `least` would say too little."""
        violations = check(history, truths)
        lost = sum(one.invariant == "I1" for one in violations)
        self.measured("commands", len(history.asked), least, at_least=True)
        self.measured("lost or doubled", lost, 0)
        self.measured("other violations of I2 to I8", len(violations) - lost, 0)
        self.row.violations += [f"{one.invariant}: {one.what}" for one in violations[:SHOWN_VIOLATIONS]]


@dataclass
class Shared:
    """The installation that experiments use one after another; made when first asked for, and anew after it was spoilt."""

    until_end: ExitStack
    now: Topology | None = None
    _own: ExitStack = field(default_factory=ExitStack)

    def topology(self) -> Topology:
        if self.now is None:
            self._own = self.until_end.enter_context(ExitStack())
            folder = make_folder(self._own)
            self.now = self._own.enter_context(
                running_topology(folder, webs=WEBS, with_demo=False, caddyfile=spreading_caddyfile(folder))
            )
        return self.now

    def spoilt(self) -> None:
        self._own.close()
        self.now = None


def make_folder(until: ExitStack) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ideahub-faults-"))
    until.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def spreading_caddyfile(folder: Path) -> Path:
    """The proxy as we deliver it, but with the sockets of one workshop spread over all processes: nothing correct may
    depend on their being together."""
    text = CADDYFILE.read_text()
    assert "import web header X-Ideahub-Workshop" in text
    place = folder / "Caddyfile"
    place.write_text(text.replace("import web header X-Ideahub-Workshop", "import web round_robin"))
    return place


class Insider(threading.local):
    """A process with an installation's environment, which stays until another installation is asked about. One for each thread."""

    env: Mapping[str, str] | None = None
    process: subprocess.Popen[str] | None = None

    def ask(self, env: Mapping[str, str], verb: str, wanted: Sequence[Json]) -> list[Json]:
        """Raises RuntimeError when it could not be done; why was printed."""
        if self.process is None or self.env != env or self.process.poll() is not None:
            self._begin(env)
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([verb, wanted]) + "\n")
        self.process.stdin.flush()
        told = self.process.stdout.readline()
        if not told.endswith("\n"):
            raise RuntimeError(f"nobody answers inside to {verb!r}: the process ended with {self.process.wait()}")
        answers: list[Json] = json.loads(told)
        return answers

    def _begin(self, env: Mapping[str, str]) -> None:
        if self.process is not None:
            # At the end of what it reads it goes.
            self.process.communicate()
        self.env = dict(env)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.inside"], env=self.env, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip


_insider = Insider()


def inside(site: Place, verb: str, *wanted: Json) -> list[Json]:
    """Asks a process with the installation's environment, one answer for each thing wanted; see tests/faults/inside.py."""
    return _insider.ask(site.env, verb, wanted)


def read_truths(site: Place, asked: Sequence[tuple[Json, dict[str, Json]]]) -> list[Truth]:
    """Of each workshop, its log folded from its starts."""
    wanted = [{"workshop": workshop["id"], "starts": starts} for workshop, starts in asked]
    return [Truth(**one) for one in inside(site, "truth", *wanted)]


def snapshots(url: str, workshop: Json) -> dict[str, Json]:
    ask = partial(httpx.get, f"{url}/api/workshops/{workshop['code']}/snapshot/", timeout=30)
    answers = {
        "participant": ask(params={"as": "participant"}, headers={"Cookie": workshop["phones"][0]["cookie"]}),
        "staff": ask(params={"as": "staff"}, headers={"Cookie": workshop["staff"]}),
        "projector": ask(params={"as": "projector"}, headers={"Authorization": f"Bearer {workshop['projector']}"}),
    }
    return {audience: dict(answer.raise_for_status().json()) for audience, answer in answers.items()}


def _people(workshop: Json, count: int) -> list[Json]:
    return [
        {"name": f"{workshop['title']}{at}", "workshop": workshop["title"], "audience": "participant",
         "cookie": phone["cookie"], "actor": phone["participant"]}
        for at, phone in enumerate(workshop["phones"][:count])
    ]  # fmt: skip


def _staff(workshop: Json) -> Json:
    return {"name": f"{workshop['title']}-board", "workshop": workshop["title"], "audience": "staff",
            "cookie": workshop["staff"], "actor": "staff"}  # fmt: skip


def _projector(workshop: Json) -> Json:
    return {"name": f"{workshop['title']}-projector", "workshop": workshop["title"], "audience": "projector",
            "cookie": "", "token": workshop["projector"], "actor": "projector"}  # fmt: skip


def pause_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))
