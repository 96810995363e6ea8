"""A closed meeting that goes: put away at once, so that nobody finds it, then removed a few rows at a time."""

import secrets
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_organizer
from ideahub.actions.models import ActionItem, Suggestion
from ideahub.core.clock import now as clock_now
from ideahub.core.errors import DomainError
from ideahub.eventlog.log import open_log
from ideahub.eventlog.models import Event, Outcome
from ideahub.ideas.models import Cluster, Comment, Exposure, Idea, Support
from ideahub.mail.models import Attachment, Message
from ideahub.reports.models import Report, SummaryRequest
from ideahub.voting.models import Ballot, Vote
from ideahub.workshops.codes import new_qr_token
from ideahub.workshops.keeping import removal_at
from ideahub.workshops.models import Participant, ProjectorLink, Receipt, Status, Workshop

ROWS_AT_ONCE = 200
# SQLite lets one write at a time: whoever waits in a live meeting comes in between.
PAUSE_S = 0.02
# What mails about a meeting are called in the outbox.
MAILS = ("report", "summary", "removal")
# What is in a meeting and how it belongs there; nothing comes before what points to it.
INSIDE: tuple[tuple[type[Model], str], ...] = (
    (Support, "idea__workshop"), (Comment, "idea__workshop"),
    (Exposure, "workshop"), (Vote, "activity__workshop"), (Ballot, "activity__workshop"), (Suggestion, "workshop"),
    (ActionItem, "workshop"), (Idea, "workshop"), (Cluster, "workshop"), (Outcome, "stream"), (Event, "stream"),
    (Participant, "workshop"),
)  # fmt: skip


def remove_by_hand(*, by: User, workshop: Workshop) -> None:
    """Puts a closed meeting away for good. For organizers; raises DomainError `not_allowed` for one that is not closed."""
    require_organizer(user_id=by.id, arena_id=workshop.arena_id)
    if not _put_away(workshop.pk, if_still=lambda _one: True):
        raise DomainError("not_allowed", _("Bara ett avslutat möte kan raderas. Avsluta det först."))


def put_away_when_due(workshop: UUID, *, now: datetime) -> bool:
    """Puts it away if its time has come, also by what somebody may have changed just now."""

    def is_due(one: Workshop) -> bool:
        at = removal_at(one, now=now)
        return at is not None and at <= now

    return _put_away(workshop, if_still=is_due)


def _put_away(workshop: UUID, *, if_still: Callable[[Workshop], bool]) -> bool:
    with open_log(workshop):
        found = Workshop.objects.get(pk=workshop)
        if found.removed_at is not None or found.status != Status.CLOSED or not if_still(found):
            return False
        found.removed_at = clock_now()
        # No digits: what people type can no longer be it, and the code is free for another meeting.
        found.code, found.qr_token = f"x{secrets.token_hex(3)[:5]}", new_qr_token()
        found.save(update_fields=["removed_at", "code", "qr_token"])
        Receipt.objects.filter(participant__workshop=workshop).delete()
        ProjectorLink.objects.filter(workshop=workshop).delete()
    return True


def put_away_meetings() -> list[UUID]:
    return list(Workshop.objects.exclude(removed_at=None).values_list("pk", flat=True))


def remove_rows(workshop: UUID, *, is_time_up: Callable[[], bool]) -> bool:
    """Removes what is in a meeting that was put away, then the meeting. Whoever comes after a kill goes on with what is left.

    False when the time was up before.
    """
    for rows in _rows_of(workshop):
        while batch := list(rows.order_by().values_list("pk", flat=True)[:ROWS_AT_ONCE]):
            if is_time_up():
                return False
            _remove(rows.model._default_manager.filter(pk__in=batch))
            time.sleep(PAUSE_S)
    # The steps, areas and the log's head are few.
    Workshop.objects.filter(pk=workshop).exclude(removed_at=None).delete()
    return True


def _rows_of(workshop: UUID) -> Iterator[QuerySet[Any]]:
    # First what mails are made from: a report that is being written meanwhile leaves none behind.
    yield Report.objects.filter(workshop=workshop)
    yield SummaryRequest.objects.filter(workshop=workshop)
    about = Q()
    for kind in MAILS:
        about |= Q(key__startswith=f"{kind}:{workshop}:")
    yield Message.objects.filter(about)
    for model, way in INSIDE:
        yield model._default_manager.filter(**{way: workshop})


def _remove(rows: QuerySet[Any]) -> None:
    with transaction.atomic():
        files: list[UUID] = []
        if rows.model is Message:
            files = list(Attachment.objects.filter(messages__in=rows).values_list("pk", flat=True).distinct())
        rows.delete()
        Attachment.objects.filter(pk__in=files, messages=None).delete()
