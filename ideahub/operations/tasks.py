import logging

from celery import current_app, shared_task
from kombu.exceptions import OperationalError
from redis import RedisError

from ideahub.core.clock import now
from ideahub.operations.live_figures import take_sample
from ideahub.operations.rehearsing import rehearse_due

IMPATIENT = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0, "retry_on_timeout": False}
LONGEST_S = 300

logger = logging.getLogger(__name__)


@shared_task(name="ideahub.operations.rehearse", soft_time_limit=LONGEST_S, time_limit=LONGEST_S + 20)
def rehearse() -> None:
    """Runs the rehearsal that waits. Safe to run twice at once and to kill: it is claimed by a lease."""
    rehearse_due()


@shared_task(name="ideahub.operations.sample")
def sample() -> None:
    """One point of the curves on the operations page. Twice at once gives two points."""
    take_sample(now())


def wake() -> None:
    """Asks the worker to begin now; without it the sweep finds it within half a minute. Never raises."""
    try:
        with current_app.connection_for_write(connect_timeout=0.2, transport_options=IMPATIENT) as connection:
            current_app.send_task(rehearse.name, connection=connection, retry=False, expires=60)
    except (OSError, RedisError, OperationalError) as error:
        logger.warning("rehearsal_wake_lost", extra={"error": type(error).__name__})
