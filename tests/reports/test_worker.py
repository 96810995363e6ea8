"""Workers that are killed and a Redis that is away: late, but nothing doubled and nothing lost."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from pytest_django.fixtures import Settings

from ideahub.core.clock import now
from ideahub.embedded import ports
from ideahub.eventlog.models import Event
from ideahub.mail.models import Message
from ideahub.reports import tasks
from ideahub.reports.domain import request_report
from ideahub.reports.models import Report
from tests.mail.postbox import Postbox
from tests.reports.meetings import Meeting, hold_meeting
from tests.reports.workers import Workers, open_workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def workers(postbox: Postbox, tmp_path: Path, settings: Settings) -> Iterator[Workers]:
    with open_workers(tmp_path, smtp_url=postbox.url) as found:
        settings.REDIS_URL = found.redis.place.url
        before = current_app.conf.broker_url
        current_app.conf.broker_url = current_app.conf.broker_write_url = found.redis.place.url
        yield found
        current_app.conf.broker_url = current_app.conf.broker_write_url = before


def close(*, ideas: int = 3, recipients: tuple[str, ...] = ("ana@example.org",)) -> Meeting:
    meeting = hold_meeting(target="ideas", recipients=recipients)
    meeting.many_ideas(ideas)
    request_report(workshop=meeting.workshop, now=now())
    return meeting


def wait(ready: Callable[[], bool], *, timeout_s: float = 60) -> None:
    assert ports.wait_until(ready, timeout_s=timeout_s, every_s=0.01)


def is_sent(meeting: Meeting) -> bool:
    return Report.objects.filter(workshop=meeting.workshop, state="sent").exists()


def events(meeting: Meeting) -> int:
    return Event.objects.filter(stream=meeting.workshop.pk, type="report.sent").count()


def beats() -> bool:
    beat = tasks.connect().get(tasks.HEARTBEAT_KEY)
    return beat is not None and time.time() - float(beat) < 60  # type: ignore[arg-type]


def let_leases_pass() -> None:
    """What three minutes do."""
    past = now() - timedelta(seconds=1)
    Report.objects.filter(state="writing").update(lease_until=past)
    Message.objects.filter(state="sending").update(lease_until=past)


def test_a_living_worker_leaves_its_heartbeat_and_mails_the_report_at_once_when_woken(
    workers: Workers, postbox: Postbox
) -> None:
    workers.redis.start()
    workers.start()
    wait(lambda: "ready" in workers.log.read_text())
    wait(beats)
    meeting = close()
    began = time.monotonic()
    tasks.wake()
    wait(lambda: is_sent(meeting))
    assert time.monotonic() - began < 15
    assert postbox.recipients == ["ana@example.org"]


def test_a_worker_killed_while_it_writes_leaves_the_report_to_the_next(workers: Workers, postbox: Postbox) -> None:
    workers.redis.start()
    meeting = close(ideas=1000)
    doomed = workers.start()
    wait(lambda: Report.objects.get().state != "due")
    workers.kill(doomed)
    assert Report.objects.get().state == "writing"
    assert Message.objects.count() == 0

    let_leases_pass()
    workers.start()
    wait(lambda: is_sent(meeting))
    assert (postbox.recipients, events(meeting), Report.objects.get().tries) == (["ana@example.org"], 1, 2)


def test_a_worker_killed_inside_smtp_sends_that_mail_again_and_no_other(workers: Workers, postbox: Postbox) -> None:
    workers.redis.start()
    meeting = close(recipients=("ana@example.org", "ben@example.org", "cleo@example.org"))
    postbox.holds.set()
    doomed = workers.start()
    wait(postbox.reached.is_set)
    states = sorted(Message.objects.values_list("state", flat=True))
    workers.kill(doomed)
    assert states == ["sending", "waiting", "waiting"]

    postbox.holds.clear()
    let_leases_pass()
    workers.start()
    wait(lambda: is_sent(meeting))
    # The mail in whose dialogue the worker died may have arrived twice; its Message-ID lets the receiver see that.
    assert set(postbox.recipients) == {"ana@example.org", "ben@example.org", "cleo@example.org"}
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 3
    assert len(postbox.mails) <= 4
    assert events(meeting) == 1


def test_a_report_asked_for_while_redis_is_away_comes_when_it_is_back(workers: Workers, postbox: Postbox) -> None:
    meeting = close()
    began = time.monotonic()
    tasks.wake()
    assert time.monotonic() - began < 0.5

    workers.redis.start()
    workers.start()
    wait(lambda: is_sent(meeting))
    assert (postbox.recipients, events(meeting)) == (["ana@example.org"], 1)


def test_a_redis_that_hangs_holds_nobody_up(workers: Workers) -> None:
    workers.redis.start()
    workers.redis.hang()
    waited = []
    for _ in range(3):
        began = time.monotonic()
        tasks.wake()
        waited.append(time.monotonic() - began)
    assert min(waited) < 0.6
    assert max(waited) < 2


def test_two_workers_and_many_wake_ups_double_nothing(workers: Workers, postbox: Postbox) -> None:
    workers.redis.start()
    meetings = [close(recipients=(f"p{at}@example.org",)) for at in range(6)]
    for _ in range(8):
        tasks.wake()
    workers.start()
    workers.start()
    wait(lambda: all(is_sent(meeting) for meeting in meetings))
    assert postbox.recipients == [f"p{at}@example.org" for at in range(6)]
    assert [events(meeting) for meeting in meetings] == [1] * 6
