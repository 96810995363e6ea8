from uuid import UUID

from django.db.models import QuerySet

from ideahub.edge.presence import known_here
from ideahub.operations.models import Rehearsal
from ideahub.workshops.models import Workshop
from ideahub.workshops.queries import workshops_seen_by


def people_in_meetings() -> int:
    """Phones connected to real meetings now, in the whole installation. Raises redis.RedisError while nobody knows."""
    running = Workshop.objects.filter(status="open", is_rehearsal=False).values_list("pk", flat=True)
    return sum(one.phones for one in known_here(list(running)).values())


def rehearsals_seen_by(user_id: UUID) -> QuerySet[Rehearsal]:
    return Rehearsal.objects.filter(workshop__in=workshops_seen_by(user_id)).select_related("workshop")
