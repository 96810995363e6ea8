"""The names that participants gave go within a day after the close: from the rows, from what the log told, and from the memory of
whoever was told. An action's owner keeps theirs, which belongs to the action."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ideahub.eventlog.log import open_log
from ideahub.eventlog.redaction import begin_anew, redact_names
from ideahub.ideas.models import Comment, Idea
from ideahub.workshops.keeping import NAMES_KEPT
from ideahub.workshops.models import Participant, Status, Workshop

EVENTS_AT_ONCE = 300


def meetings_with_names(now: datetime) -> QuerySet[Workshop]:
    """Those that were closed long enough ago and still hold names."""
    # A process of the version before may have opened it again and left the old moment there.
    hold_some = Q(names_erased_at=None) | Q(names_erased_at__lt=F("closed_at"))
    return Workshop.objects.filter(hold_some, status=Status.CLOSED, closed_at__lte=now - NAMES_KEPT, removed_at=None)


def erase_names(workshop: UUID, *, now: datetime) -> bool:
    """Each step is a transaction of its own under this meeting's lock alone. Killed in the middle, it is begun anew.

    False, and what is left stays, when somebody has opened the meeting again.
    """
    seq: int | None = 0
    while seq is not None:
        with open_log(workshop):
            if not meetings_with_names(now).filter(pk=workshop).exists():
                return False
            seq = redact_names(workshop, after=seq, most=EVENTS_AT_ONCE)
            if seq is None:
                _erase_from_rows(workshop, now=now)
                begin_anew(workshop)
    return True


def _erase_from_rows(workshop: UUID, *, now: datetime) -> None:
    Participant.objects.filter(workshop=workshop).exclude(name="").update(name="")
    Idea.objects.filter(workshop=workshop).exclude(author_name="").update(author_name="")
    Comment.objects.filter(idea__workshop=workshop).exclude(author_name="").update(author_name="")
    Workshop.objects.filter(pk=workshop).update(names_erased_at=now)
