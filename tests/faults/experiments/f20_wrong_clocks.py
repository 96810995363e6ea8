import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from uuid_utils.compat import uuid7

from tests.faults.bare import Bare
from tests.faults.breaking import kill, restart_webs, until_webs_answer
from tests.faults.history import History
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import closes

HOUR, DAY = 3600.0, 86_400.0
TIMER_S, GRACE_S = 6.0, 5.0


@experiment(
    "F20",
    "server clock ± 1 h, phones ± 1 day",
    passes_when="order and budgets unmoved, timers by server time",
)
def run(stage: Stage) -> None:
    """Each web process runs with settings whose clock is read from a file: one is an hour ahead, one an hour behind, and they
    change places meanwhile. Phones make their ids by clocks that are a day ahead or behind. Monotonic clocks stay as they are."""
    site, files = stage.site, [stage.folder / f"clock{number}" for number in range(len(stage.site.web))]
    try:
        _set(files, [HOUR, -HOUR, 0.0])
        for number, file in enumerate(files):
            _start_shifted(stage, f"web{number + 1}", file)
        until_webs_answer(site)
        crowd = stage.crowd(step="vote", skews_s=[-DAY, 0, DAY], clients=min(stage.options.clients, 300))
        starts = stage.starts(crowd)
        crowd.load(rate=20, mix="vote")
        began = time.time()
        for shifts in ([HOUR, -HOUR, 0.0], [-HOUR, HOUR, 0.0], [0.0, 0.0, 0.0]):
            _set(files, shifts)
            time.sleep(8)
        history = stage.judge(crowd, starts)
        stage.measured("links that ended", len(closes(history, began, time.time())), 0)
        for shift in (HOUR, -HOUR):
            _set(files, [shift] * len(files))
            late, early = asyncio.run(_timed(stage, shift))
            where = f"by a server {shift / HOUR:+.0f} h and phones a day off"
            stage.measured(f"taken before the timer's end {where}", early, 2, at_least=True)
            stage.measured(f"taken after the timer's end {where}", late, 0)
    finally:
        restart_webs(site)


def _start_shifted(stage: Stage, name: str, file: Path) -> None:
    command, _more = stage.site.commands[name]
    more = {"DJANGO_SETTINGS_MODULE": "tests.faults.shifted_settings", "FAULTS_CLOCK_FILE": str(file)}
    kill(stage.site, name)
    stage.site.commands[name] = (command, more)
    stage.site.start(name)


def _set(files: list[Path], shifts: list[float]) -> None:
    for file, shift in zip(files, shifts, strict=True):
        # Replaced in one step: a process that reads meanwhile gets the old or the new one.
        beside = file.with_suffix(".new")
        beside.write_text(str(shift))
        beside.replace(file)


async def _timed(stage: Stage, shift: float) -> tuple[int, int]:
    """How many ideas were taken after the end of a timer and its grace, and how many before. The end is one by the servers' clock,
    as every board reckons it."""
    workshop = stage.workshop(phones=2)
    site, history = stage.site, History()
    staff = {"cookie": workshop["staff"], "participant": "staff"}
    board = Bare(site.direct(0), site.url, workshop, staff, history, audience="staff")
    phones = [Bare(site.direct(at), site.url, workshop, phone, history) for at, phone in enumerate(workshop["phones"])]
    for one in (board, *phones):
        await one.open()
    ends_at = datetime.now(UTC) + timedelta(seconds=shift + TIMER_S)
    timer = board.write("timer.set", ends_at=ends_at.isoformat().replace("+00:00", "Z"))
    await board.push(timer)
    assert (await board.answer_to(timer))["ok"]
    early = await _taken(phones, workshop)
    await asyncio.sleep(TIMER_S + GRACE_S + 0.5)
    return await _taken(phones, workshop), early


async def _taken(phones: list[Bare], workshop: dict[str, Any]) -> int:
    taken = 0
    for phone, skew in zip(phones, (-DAY, DAY), strict=True):
        column = workshop["columns"][0]
        key = str(uuid7(nanoseconds=int((time.time() + skew) * 10**9)))
        idea = phone.write("idea.capture", idea=key, column=column, text="Solceller")
        await phone.push(idea)
        taken += (await phone.answer_to(idea))["ok"]
    return taken
