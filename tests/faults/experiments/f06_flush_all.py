import time

import redis

from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.windows import closes, longest_silence


@experiment("F6", "FLUSHALL in the middle of a vote", passes_when="nothing but limits and presence resets")
def run(stage: Stage) -> None:
    crowd = stage.crowd(step="vote")
    starts = stage.starts(crowd)
    crowd.load(rate=max(10.0, stage.options.clients / 20), mix="vote")
    time.sleep(5)
    began = time.time()
    with redis.Redis.from_url(stage.site.redis.url) as client:
        for _time in range(3):
            client.flushall()
            time.sleep(4)
    ended = time.time()
    history = stage.judge(crowd, starts)
    stage.measured("links that ended", len(closes(history, began, time.time())), 0)
    stage.took(
        "longest without an acknowledgement", longest_silence((at for at, _s in history.acks), began, ended), 1.5
    )
