import json
from collections.abc import Iterator

import pytest
from celery import current_app
from django.test import Client, override_settings

from ideahub.edge import figures
from ideahub.eventlog import link


@pytest.mark.django_db
def test_whoever_holds_the_token_reads_the_numbers_and_nobody_else() -> None:
    with override_settings(METRICS_TOKEN="a-long-token"):
        assert Client().get("/metrics").status_code == 404
        assert Client().get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
        right = Client().get("/metrics", headers={"Authorization": "Bearer a-long-token"})
        assert right.status_code == 200
        assert b"ideahub_commands_total" in right.content or b"ideahub_batch_commands" in right.content


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.20", "2001:db8::1", ""])
def test_without_a_token_only_this_machine_reads_them(address: str) -> None:
    assert Client(REMOTE_ADDR=address).get("/metrics").status_code == 404
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of this test's own, and numbers that are read anew."""
    monkeypatch.setattr(figures, "QUEUE", "jobs-of-a-test")
    monkeypatch.setattr(figures, "FRESH_S", -1.0)
    yield "jobs-of-a-test"
    link.shared().delete("jobs-of-a-test")


def oldest_job_s() -> float:
    told = Client().get("/metrics").content.decode()
    return float(next(line.split()[1] for line in told.splitlines() if line.startswith("ideahub_jobs_oldest_seconds ")))


@pytest.mark.django_db
def test_the_oldest_job_in_the_queue_has_its_age(queue: str) -> None:
    assert oldest_job_s() == 0
    for _job in range(2):
        current_app.send_task("ideahub.mail.sweep", queue=queue)
    first = json.loads(link.shared().lindex(queue, -1))  # type: ignore[arg-type]
    first["headers"]["sent_at"] = float(first["headers"]["sent_at"]) - 300
    link.shared().lset(queue, -1, json.dumps(first))
    assert oldest_job_s() >= 300


@pytest.mark.django_db
@pytest.mark.parametrize("odd", ["no job", "[]", '{"headers": {"sent_at": "soon"}}', '{"headers": {}}'])
def test_what_is_no_job_of_ours_costs_no_other_figure(queue: str, odd: str) -> None:
    link.shared().rpush(queue, odd)
    told = Client().get("/metrics").content.decode()
    assert "ideahub_jobs_waiting 1.0" in told
    assert "ideahub_jobs_oldest_seconds " not in told
