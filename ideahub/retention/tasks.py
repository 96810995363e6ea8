import logging

from celery import current_app, shared_task
from kombu.exceptions import OperationalError
from redis import RedisError

from ideahub.retention.sweeping import keep_no_longer
from ideahub.workshops.day_screens import forget_past_screens

IMPATIENT = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0, "retry_on_timeout": False}

logger = logging.getLogger(__name__)


@shared_task(name="ideahub.retention.sweep")
def sweep() -> None:
    try:
        keep_no_longer()
    finally:
        forget_past_screens()


def wake() -> None:
    """Asks the worker to look now; without it the sweep comes within ten minutes. Never raises."""
    try:
        with current_app.connection_for_write(connect_timeout=0.2, transport_options=IMPATIENT) as connection:
            current_app.send_task(sweep.name, connection=connection, retry=False, expires=60)
    except (OSError, RedisError, OperationalError) as error:
        logger.warning("retention_wake_lost", extra={"error": type(error).__name__})
