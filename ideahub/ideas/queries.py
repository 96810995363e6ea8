from datetime import timedelta
from uuid import UUID

from django.db.models import F

from ideahub.core.clock import now
from ideahub.workshops.models import Activity


def seconds_until_reveal(workshop: UUID) -> float | None:
    """How long the activity that is on still holds back others' ideas; None when it does not, or not by time."""
    activity = Activity.objects.filter(workshop=workshop, kind="collect", workshop__activity=F("pk")).first()
    if activity is None or activity.started_at is None or not activity.rules.show_others_after_s:
        return None
    left = (activity.started_at + timedelta(seconds=activity.rules.show_others_after_s) - now()).total_seconds()
    return left + 0.05 if left > -60 else None
