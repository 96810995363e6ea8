import time
from typing import Any
from uuid import UUID

import psycopg
import redis

from ideahub.embedded import ports
from tests.faults.breaking import stopped
from tests.faults.closing import close
from tests.faults.crowd import Crowd
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import closes, longest_silence

Json = dict[str, Any]


def _flush(stage: Stage) -> None:
    with redis.Redis.from_url(stage.site.redis.url) as client:
        client.flushall()


def _count_now(crowd: Crowd) -> int:
    """How many phones those who look were told of last."""
    return max(crowd.online(), default=(0.0, 0))[1]


def _known_here(stage: Stage, crowd: Crowd) -> int:
    """How many the processes' leases in Redis say now."""
    key = f"ideahub:online:{UUID(crowd.workshops['A']['id']).hex}"
    with redis.Redis.from_url(stage.site.redis.url) as client:
        return sum(int(lease.split(b":")[0]) for lease in client.hgetall(key).values())


def _until_reported(stage: Stage, workshop: Json, *, since: float) -> float | None:
    done = ports.wait_until(lambda: _is_reported(stage, workshop), timeout_s=120, every_s=0.5)
    return time.time() - since if done else None


def _is_reported(stage: Stage, workshop: Json) -> bool:
    with psycopg.connect(stage.site.postgres.url()) as link:
        row = link.execute(
            "SELECT count(*) FROM reports_report WHERE workshop_id = %s AND state IN ('written', 'sent')",
            [workshop["id"]],
        ).fetchone()
    return bool(row and row[0])


@experiment("F6", "FLUSHALL in the middle of a vote", passes_when="nothing but limits and presence resets")
def run(stage: Stage) -> None:
    crowd = stage.crowd(step="vote")
    starts = stage.starts(crowd)
    crowd.load(rate=max(10.0, stage.options.clients / 20), mix="vote")
    time.sleep(5)
    here = len(crowd.workshops["A"]["phones"])
    told = crowd.wait(lambda _look: _count_now(crowd) == here, timeout_s=30)
    over = stage.workshop(phones=1, ideas=5)
    began = time.time()
    with stopped(stage.site, "worker"):
        close(stage.site, over)
        _flush(stage)
    with redis.Redis.from_url(stage.site.redis.url) as client:
        for _time in range(3):
            client.flushall()
            time.sleep(4)
    ended = time.time()
    back = crowd.wait(lambda _look: _count_now(crowd) == here and _known_here(stage, crowd) == here, timeout_s=20)
    reported = _until_reported(stage, over, since=began)
    history = stage.judge(crowd, starts)
    stage.measured("links that ended", len(closes(history, began, time.time())), 0)
    stage.took(
        "longest without an acknowledgement", longest_silence((at for at, _s in history.acks), began, ended), 1.5
    )
    stage.took("all phones were told to be here before", told, 30)
    stage.took("all phones are here again after the last", back, 15)
    stage.took("report of a meeting whose job was flushed, after", reported, 60)
