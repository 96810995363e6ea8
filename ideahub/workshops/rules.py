"""When an input is open, and who may put something in."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.workshops.models import Activity, Participant, Workshop


def input_ends_at(workshop: Workshop, activity: Activity) -> datetime | None:
    """When the activity stops taking input, its grace included; None while it goes on without an end."""
    grace = timedelta(seconds=activity.rules.grace_s)
    if workshop.activity_id != activity.id:
        return activity.closed_at + grace if activity.closed_at else None
    return workshop.timer_ends_at + grace if workshop.timer_ends_at else None


def takes_input(workshop: Workshop, activity: Activity, *, now: datetime) -> bool:
    if workshop.status != "open" or activity.started_at is None:
        return False
    if workshop.activity_id != activity.id and activity.closed_at is None:
        return False
    ends_at = input_ends_at(workshop, activity)
    return ends_at is None or now <= ends_at


def require_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise DomainError("not_allowed", _("Bara den som leder mötet kan göra det."))


def require_participant(actor: Actor) -> None:
    if actor.participant is None:
        raise DomainError("not_allowed", _("Det görs på en telefon som är med i mötet."))


def require_open(workshop: Workshop) -> None:
    """Raises `closed` after the workshop, `not_open` before it."""
    if workshop.status == "closed":
        raise DomainError("closed", _("Mötet är avslutat."))
    if workshop.status != "open":
        raise DomainError("not_open", _("Mötet har inte öppnat än."))


def require_voice(participant: Participant | None) -> None:
    if participant is not None and participant.muted:
        raise DomainError("muted", _("Du kan läsa men inte skriva just nu. Dina röster gäller som vanligt."))
