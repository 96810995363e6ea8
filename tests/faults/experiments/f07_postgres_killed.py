import time

from ideahub.embedded import ports
from tests.faults.breaking import until_webs_answer
from tests.faults.registry import experiment
from tests.faults.stage import Stage
from tests.faults.visiting import tell, visiting

DOWN_S = 5.0


@experiment(
    "F7",
    "PostgreSQL kill -9 at the peak of a vote, restarted",
    passes_when="0 acknowledged lost; writes again ≤ 10 s after it is up; phones say so",
    quick=True,
)
def run(stage: Stage) -> None:
    crowd = stage.crowd(step="vote")
    starts = stage.starts(crowd)
    crowd.load(rate=max(10.0, stage.options.clients / 10), mix="vote")
    time.sleep(5)
    postgres = stage.site.postgres
    with visiting(crowd, mix="vote") as visitors:
        began = time.time()
        postgres.kill()
        time.sleep(DOWN_S)
        postgres.start_again()
        assert ports.wait_until(postgres.accepts, timeout_s=60)
        up_at = time.time()
        told = crowd.look()["acks"]
        crowd.wait(lambda look: look["acks"] > told, timeout_s=30)
        time.sleep(stage.length(quick=5, normal=20))
        ended = time.time()
    history = stage.judge(crowd, starts, also=visitors.asked)
    first = min((at for at, _seconds in history.acks if at > up_at), default=None)
    stage.took("writes again after", first and first - up_at, 10)
    stage.measured("phones told «unavailable»", history.notes.get("error: unavailable", 0), 1, at_least=True)
    tell(stage, visitors, began, ended, silence_s=up_at - began + 10)
    until_webs_answer(stage.site)
