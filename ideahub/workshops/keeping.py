"""How long a meeting and the names in it are kept, and who may change that."""

from calendar import monthrange
from copy import copy
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_organizer
from ideahub.core.errors import DomainError
from ideahub.eventlog.log import open_log
from ideahub.workshops.models import Status, Workshop
from ideahub.workshops.plans import KEEP, Unchanged

# Phones say a day: the sweep may be late, or its worker away for a while.
NAMES_KEPT = timedelta(hours=20)
MAILED_BEFORE = timedelta(days=30)
# A choice can be taken back, also one by which a meeting's day has passed.
AFTER_A_CHANGE = timedelta(days=14)
# By then a mail has gone or failed for good.
MAILED_AGAIN_AFTER = timedelta(days=1)
MOST_MONTHS = 600


def removal_at(workshop: Workshop, *, now: datetime) -> datetime | None:
    """When a closed meeting is removed; None as long as that is up to people.

    Never before its first mail had gone for 30 days, nor within 14 days of a change of how long it is kept.
    """
    if workshop.status != Status.CLOSED or workshop.closed_at is None or not workshop.keep_months:
        return None
    due = _months_after(workshop.closed_at, workshop.keep_months)
    if workshop.keeping_changed_at:
        due = max(due, workshop.keeping_changed_at + AFTER_A_CHANGE)
    if not workshop.mail_before_removal:
        return due
    mailed_at = workshop.removal_mailed_at or max(now, due - MAILED_BEFORE)
    return max(due, mailed_at + MAILED_BEFORE)


def is_to_be_mailed(workshop: Workshop, *, now: datetime) -> bool:
    """Whether a mail to its organizers that it will be removed is to be posted now; again each day while none has gone."""
    at, posted_at = removal_at(workshop, now=now), workshop.removal_posted_at
    return (
        at is not None
        and workshop.mail_before_removal
        and workshop.removal_mailed_at is None
        and (posted_at is None or posted_at + MAILED_AGAIN_AFTER <= now)
        and now >= at - MAILED_BEFORE
    )


def _months_after(moment: datetime, months: int) -> datetime:
    """The same day of the month, or its last."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def change_keeping(
    *, by: User, workshop_id: UUID, keep_months: int | Unchanged = KEEP, mail_before_removal: bool | Unchanged = KEEP
) -> None:
    """For organizers, also after the close. What is changed is mailed about anew. Raises DomainError."""
    with open_log(workshop_id) as log:
        workshop = Workshop.objects.get(pk=workshop_id)
        require_organizer(user_id=by.id, arena_id=workshop.arena_id)
        if _choose(workshop, keep_months, mail_before_removal, now=log.now):
            workshop.save(
                update_fields=[
                    "keep_months",
                    "mail_before_removal",
                    "keeping_changed_at",
                    "removal_posted_at",
                    "removal_mailed_at",
                ]
            )


def removal_if_chosen(
    *,
    by: User,
    workshop: Workshop,
    now: datetime,
    keep_months: int | Unchanged = KEEP,
    mail_before_removal: bool | Unchanged = KEEP,
) -> datetime | None:
    """When the meeting would be removed if an organizer chose that now; writes nothing. Raises DomainError as the choice does."""
    require_organizer(user_id=by.id, arena_id=workshop.arena_id)
    would_be = copy(workshop)
    _choose(would_be, keep_months, mail_before_removal, now=now)
    return removal_at(would_be, now=now)


def _choose(
    workshop: Workshop, keep_months: int | Unchanged, mail_before_removal: bool | Unchanged, *, now: datetime
) -> bool:
    """Puts it into the row, which is not saved here. False where all is as it was."""
    before = workshop.keep_months, workshop.mail_before_removal
    if keep_months is not KEEP:
        if not 0 <= keep_months <= MOST_MONTHS:
            raise DomainError("invalid", _("Välj hur länge mötet ska sparas."), field="keep_months")
        workshop.keep_months = keep_months
    if mail_before_removal is not KEEP:
        workshop.mail_before_removal = mail_before_removal
    if (workshop.keep_months, workshop.mail_before_removal) == before:
        return False
    workshop.keeping_changed_at = now
    workshop.removal_posted_at = workshop.removal_mailed_at = None
    return True
