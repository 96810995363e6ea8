"""What Celery runs. A task only wakes: rows say what is to be done, and a sweep every 30 s finds what a wake-up missed."""

import logging
import threading
import time

from celery import current_app, shared_task
from celery.signals import worker_ready
from kombu.exceptions import OperationalError
from redis import RedisError

from ideahub.eventlog.publish import connect
from ideahub.reports.delivery import bring_reports_on

# Read by /readyz: the worker is well while this is less than 90 s old.
HEARTBEAT_KEY = "ideahub:worker:heartbeat"
IMPATIENT = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0, "retry_on_timeout": False}

logger = logging.getLogger(__name__)


@shared_task(name="ideahub.reports.sweep")
def sweep() -> None:
    bring_reports_on()


@shared_task(name="ideahub.reports.heartbeat")
def heartbeat() -> None:
    connect().set(HEARTBEAT_KEY, time.time(), ex=3600)


@worker_ready.connect
def sweep_at_start(**_: object) -> None:
    """A worker that comes back takes up at once what its predecessor left."""
    threading.Thread(target=wake, daemon=True).start()


def wake() -> None:
    """Asks the worker to look now. Best effort: returns within about half a second and never raises, Redis or not."""
    try:
        with current_app.connection_for_write(connect_timeout=0.2, transport_options=IMPATIENT) as connection:
            for task in (sweep, heartbeat):
                current_app.send_task(task.name, connection=connection, retry=False, expires=60)
    except (OSError, RedisError, OperationalError) as error:
        logger.warning("report_wake_lost", extra={"error": type(error).__name__})
