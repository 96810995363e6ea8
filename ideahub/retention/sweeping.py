"""What the worker does with meetings whose time is over."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded

from ideahub.core.clock import now as clock_now
from ideahub.retention.names import erase_names, meetings_with_names
from ideahub.retention.removal import put_away_meetings, put_away_when_due, remove_rows
from ideahub.retention.warning import note_that_mail_has_gone, warn_of_removal
from ideahub.workshops.keeping import MAILED_BEFORE, is_to_be_mailed, removal_at
from ideahub.workshops.models import Status, Workshop

# The worker has other work too; what is left is taken up the next time.
LONGEST_S = 40.0

logger = logging.getLogger(__name__)


def keep_no_longer() -> None:
    """Names, then mails, then meetings. Safe to run twice at once and to kill."""
    end, now = time.monotonic() + LONGEST_S, clock_now()

    def is_time_up() -> bool:
        return time.monotonic() > end

    for workshop in meetings_with_names(now).values_list("pk", flat=True):
        if is_time_up():
            return
        _attempt(workshop, partial(erase_names, workshop, now=now))
    for one in _closed_long_ago():
        if is_time_up():
            return
        if one.removal_posted_at and not one.removal_mailed_at:
            _attempt(one.pk, partial(note_that_mail_has_gone, one.pk))
            one.refresh_from_db(fields=["removal_mailed_at"])
        if is_to_be_mailed(one, now=now):
            _attempt(one.pk, partial(warn_of_removal, one.pk, now=now))
        at = removal_at(one, now=now)
        if at is not None and at <= now:
            _attempt(one.pk, partial(put_away_when_due, one.pk, now=now))
    for workshop in put_away_meetings():
        _attempt(workshop, partial(remove_rows, workshop, is_time_up=is_time_up))


def _closed_long_ago() -> list[Workshop]:
    """Those whose day may be near: none is mailed about before its last 30 days, and a month has 28 at least."""
    closed = Workshop.objects.filter(status=Status.CLOSED, removed_at=None, is_rehearsal=False, keep_months__gt=0)
    kept = closed.order_by().values_list("keep_months", flat=True).distinct()
    now = clock_now()
    return [
        one
        for months in kept
        for one in closed.filter(keep_months=months, closed_at__lte=now + MAILED_BEFORE - timedelta(days=28 * months))
    ]


def _attempt(workshop: UUID, work: Callable[[], object]) -> None:
    """One meeting that cannot be treated must not keep the others. Of an error only its kind: its words may repeat a text."""
    try:
        work()
    except SoftTimeLimitExceeded:
        # The worker's word that all of this has to end.
        raise
    except Exception as error:  # noqa: BLE001
        logger.error("retention_failed", extra={"workshop": str(workshop), "error": type(error).__name__})
