"""What Prometheus asks for: this process's counters, and the queues as the database and Redis have them now."""

import json
import time
from collections.abc import Iterator
from hmac import compare_digest
from ipaddress import ip_address
from threading import Lock

import redis
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from config.celery import SENT_AT
from ideahub.core.clock import now
from ideahub.edge import health
from ideahub.edge.presence import client
from ideahub.mail.models import Message
from ideahub.reports.models import Report

FRESH_S = 5.0
QUEUE = "celery"


def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever holds IDEAHUB_METRICS_TOKEN; without one, for this machine alone. Nobody else learns that it exists."""
    if not _may_read(request):
        return HttpResponseNotFound()
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    if token:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and _is_here(str(request.META.get("REMOTE_ADDR", "")))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


class Queues(Collector):
    """Read at most every five seconds, whoever asks; a part that cannot be read is left out."""

    def __init__(self) -> None:
        self.read_at = 0.0
        self.kept: list[GaugeMetricFamily] = []
        self.lock = Lock()

    def describe(self) -> list[GaugeMetricFamily]:
        """Registering must not read the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self.lock:
            if time.monotonic() - self.read_at > FRESH_S:
                self.kept = [*_parts(), *_mail(), *_reports(), *_jobs()]
                self.read_at = time.monotonic()
            yield from self.kept


def _parts() -> Iterator[GaugeMetricFamily]:
    family = GaugeMetricFamily("ideahub_part_up", "Whether a part of the service answers", labels=["part"])
    for part, up in health.look()[1].items():
        family.add_metric([part], float(up))
    yield family


def _mail() -> Iterator[GaugeMetricFamily]:
    try:
        counts = dict(Message.objects.values_list("state").annotate(n=Count("pk")).order_by())
        oldest = Message.objects.filter(state__in=["waiting", "sending"]).aggregate(at=Min("created_at"))["at"]
    except DatabaseError:
        return
    family = GaugeMetricFamily("ideahub_mails", "Mails in the outbox by state", labels=["state"])
    for state in Message.State.values:
        family.add_metric([state], counts.get(state, 0))
    yield family
    yield _age("ideahub_mail_oldest_seconds", "Age of the oldest mail that has not been sent", oldest)


def _reports() -> Iterator[GaugeMetricFamily]:
    try:
        unsent = Report.objects.filter(state__in=["due", "writing", "written"])
        oldest = unsent.aggregate(at=Min("created_at"))["at"]
    except DatabaseError:
        return
    yield _age("ideahub_report_oldest_seconds", "Age of the oldest report that is not through", oldest)


def _age(name: str, text: str, oldest: object) -> GaugeMetricFamily:
    age = (now() - oldest).total_seconds() if oldest else 0.0  # type: ignore[operator]
    return GaugeMetricFamily(name, text, value=max(0.0, age))


def _jobs() -> Iterator[GaugeMetricFamily]:
    try:
        waiting = client().llen(QUEUE)
        oldest = client().lindex(QUEUE, -1)
        beat = client().get(health.HEARTBEAT_KEY)
    except redis.RedisError:
        return
    yield GaugeMetricFamily("ideahub_jobs_waiting", "Jobs in the worker's queue", value=float(waiting))  # type: ignore[arg-type]
    now_s = time.time()
    sent_at = _sent_at(oldest) if oldest else now_s  # type: ignore[arg-type]
    if sent_at is not None:
        age = max(0.0, now_s - sent_at)
        yield GaugeMetricFamily(
            "ideahub_jobs_oldest_seconds", "Age of the job that no worker has taken for longest", value=age
        )
    if beat is not None:
        age = max(0.0, time.time() - float(beat))  # type: ignore[arg-type]
        yield GaugeMetricFamily("ideahub_worker_heartbeat_seconds", "Since the worker last finished a job", value=age)


def _sent_at(job: bytes) -> float | None:
    """None for what says no time, or is no job of ours: one odd entry must not cost all the other figures."""
    try:
        return float(json.loads(job)["headers"][SENT_AT])
    except (ValueError, KeyError, TypeError):
        return None


REGISTRY.register(Queues())
