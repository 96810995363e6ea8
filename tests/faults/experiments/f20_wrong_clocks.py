import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from uuid_utils.compat import uuid7

from tests.faults.bare import Bare
from tests.faults.breaking import kill, restart_webs, until_webs_answer
from tests.faults.history import History
from tests.faults.phone import wire_time
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import closes

Json = dict[str, Any]
HOUR, DAY = 3600.0, 86_400.0
TIMER_S, GRACE_S, LATE_S = 6.0, 5, 8


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
        crowd = stage.crowd(step="vote", skews_s=[-DAY, 0, DAY])
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
            where = f"by a server {shift / HOUR:+.0f} h and phones a day off"
            for what, (taken, expected) in asyncio.run(_timed(stage, shift)).items():
                # Each phone asks once, so that none may be exceeded.
                stage.measured(f"{what} {where}", taken, expected, at_least=expected > 0)
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


async def _timed(stage: Stage, shift: float) -> dict[str, tuple[int, int]]:
    """How many ideas of two phones were taken, and how many should be: before the end of a timer, after it and its grace, and with a
    word of when they were made. Who says a day ahead is believed no later than now; who says a day behind, no earlier than the join: so
    the one behind is late input, until `late_s` is over. The end is one by the servers' clock, as every board reckons it."""
    workshop = stage.workshop(phones=0, settings={"comments": True, "grace_s": GRACE_S, "late_s": LATE_S})
    site, history = stage.site, History()
    # By the servers' clock, like all that follows.
    workshop["phones"] = [_join(site.direct(at), site.url, workshop, f"phone{at}") for at in range(2)]
    staff = {"cookie": workshop["staff"], "participant": "staff"}
    board = Bare(site.direct(0), site.url, workshop, staff, history, audience="staff")
    phones = [Bare(site.direct(at), site.url, workshop, phone, history) for at, phone in enumerate(workshop["phones"])]
    for one in (board, *phones):
        await one.open()
    ends_at = datetime.now(UTC) + timedelta(seconds=shift + TIMER_S)
    timer = board.write("timer.set", ends_at=ends_at.isoformat().replace("+00:00", "Z"))
    await board.push(timer)
    assert (await board.answer_to(timer))["ok"]
    found = {"taken before the timer's end": (sum(await _taken(phones, workshop, says=False)), 2)}
    await asyncio.sleep(TIMER_S + GRACE_S + 0.5)
    found["taken after the timer's end"] = (sum(await _taken(phones, workshop, says=False)), 0)
    behind, ahead = await _taken(phones, workshop, says=True)
    found["made a day ago as its phone says, taken as late input"] = (behind, 1)
    found["made tomorrow as its phone says, taken"] = (ahead, 0)
    await asyncio.sleep(LATE_S)
    found["taken after the time for late input, whatever phones say"] = (
        sum(await _taken(phones, workshop, says=True)),
        0,
    )
    return found


def _join(address: str, origin: str, workshop: Json, name: str) -> Json:
    path = f"/api/workshops/{workshop['code']}/join/"
    headers = {"Origin": origin, "Host": origin.rpartition("/")[2]}
    joined = httpx.post(
        f"{address}{path}", json={"name": "", "language": "sv"}, headers=headers, timeout=60
    ).raise_for_status()
    cookie = "; ".join(f"{key}={value}" for key, value in joined.cookies.items())
    return {"participant": name, "cookie": cookie}


async def _taken(phones: list[Bare], workshop: Json, *, says: bool) -> list[int]:
    """1 for each that was taken. `says`: with when it was made, by the phone's clock."""
    taken = []
    for phone, skew in zip(phones, (-DAY, DAY), strict=True):
        column, at = workshop["columns"][0], time.time() + skew
        key = str(uuid7(nanoseconds=int(at * 10**9)))
        idea = phone.write("idea.capture", idea=key, column=column, text="Solceller")
        await phone.push(idea, made=wire_time(at) if says else None)
        taken.append(int((await phone.answer_to(idea))["ok"]))
    return taken
