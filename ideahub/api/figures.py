"""Live figures of an arena's meetings, asked for every few seconds by a page that shows them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from ideahub.api.overview import Meeting, meeting_rows, pending_ideas
from ideahub.ideas.models import Idea
from ideahub.workshops.models import Workshop

MINUTES = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """`pace` counts ideas in each of the latest minutes, the present one last."""

    meeting: Meeting
    pace: list[int]
    pending: int


def arena_figures(workshops: QuerySet[Workshop], *, user_id: UUID, now: datetime) -> list[Figures]:
    """Reads a fixed number of queries."""
    meetings = meeting_rows(workshops, user_id=user_id)
    running = [one.id for one in meetings if one.status == "open"]
    pace, pending = _pace(running, now=now), pending_ideas(running)
    return [Figures(one, pace[one.id], pending[one.id]) for one in meetings]


def _pace(workshops: list[UUID], *, now: datetime) -> dict[UUID, list[int]]:
    since = now - timedelta(minutes=MINUTES)
    pace: dict[UUID, list[int]] = defaultdict(lambda: [0] * MINUTES)
    fresh = Idea.objects.filter(workshop__in=workshops, created_at__gt=since)
    for workshop, created_at in fresh.values_list("workshop_id", "created_at"):
        ago = int((now - created_at).total_seconds() // 60)
        pace[workshop][max(0, MINUTES - 1 - max(0, ago))] += 1
    return pace
