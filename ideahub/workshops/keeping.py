"""How long a meeting and the names in it are kept, and who may change that."""

from calendar import monthrange
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
MOST_MONTHS = 600


def removal_at(workshop: Workshop, *, now: datetime) -> datetime | None:
    """When a closed meeting is removed, never before its mail was out for 30 days; None as long as that is up to people."""
    if workshop.status != Status.CLOSED or workshop.closed_at is None or not workshop.keep_months:
        return None
    due = _months_after(workshop.closed_at, workshop.keep_months)
    if not workshop.mail_before_removal:
        return due
    mailed_at = workshop.removal_mailed_at or max(now, due - MAILED_BEFORE)
    return max(due, mailed_at + MAILED_BEFORE)


def is_to_be_mailed(workshop: Workshop, *, now: datetime) -> bool:
    """Whether its organizers are to be told now that it will be removed."""
    at = removal_at(workshop, now=now)
    return (
        at is not None
        and workshop.mail_before_removal
        and workshop.removal_mailed_at is None
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
    """For organizers, also after the close. Another day is mailed anew. Raises DomainError."""
    with open_log(workshop_id):
        workshop = Workshop.objects.get(pk=workshop_id)
        require_organizer(user_id=by.id, arena_id=workshop.arena_id)
        if keep_months is not KEEP and keep_months != workshop.keep_months:
            if not 0 <= keep_months <= MOST_MONTHS:
                raise DomainError("invalid", _("Välj hur länge mötet ska sparas."), field="keep_months")
            workshop.keep_months, workshop.removal_mailed_at = keep_months, None
        if mail_before_removal is not KEEP:
            workshop.mail_before_removal = mail_before_removal
        workshop.save(update_fields=["keep_months", "mail_before_removal", "removal_mailed_at"])
