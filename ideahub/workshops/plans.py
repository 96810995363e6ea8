"""What somebody wants a workshop to be: the set-up as values, and the version that tells two editors apart."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from ideahub.protocol.state import ActivityKind, Shape
from ideahub.workshops.models import Activity, Column, Workshop

MOST_COLUMNS = 6
MOST_STEPS = 20
MOST_RECIPIENTS = 50
MOST_PARTNERS = 40


class Unchanged(Enum):
    KEEP = "keep"


KEEP: Final = Unchanged.KEEP


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    id: UUID
    title: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class StepPlan:
    id: UUID
    kind: ActivityKind
    title: str
    minutes: int | None
    settings: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to change; what is not named stays. A list stands for the whole: order as given, what is left out goes.

    `minutes` is how long the meeting is planned to last, None without an end.
    """

    title: str | Unchanged = KEEP
    purpose: str | Unchanged = KEEP
    place: str | Unchanged = KEEP
    case_number: str | Unchanged = KEEP
    language: str | Unchanged = KEEP
    starts_at: datetime | Unchanged | None = KEEP
    minutes: int | Unchanged | None = KEEP
    partners: tuple[str, ...] | Unchanged = KEEP
    recipients: tuple[str, ...] | Unchanged = KEEP
    columns: tuple[ColumnPlan, ...] | Unchanged = KEEP
    activities: tuple[StepPlan, ...] | Unchanged = KEEP


def planned_minutes(workshop: Workshop) -> int | None:
    """How long the meeting is planned to last."""
    minutes = workshop.settings.get("minutes")
    return minutes if isinstance(minutes, int) else None


def planned_tables(steps: Iterable[Activity]) -> int:
    """For how many tables the steps are drawn; 0 without tables."""
    return max((step.rules.tables for step in steps if step.kind == "collect"), default=0)


def partner_names(workshop: Workshop) -> list[str]:
    return [one if isinstance(one, str) else str(one.get("name", "")) for one in workshop.partners]


def column_plan(column: Column) -> ColumnPlan:
    return ColumnPlan(id=column.id, title=column.title, shape=column.shape)  # type: ignore[arg-type]


def step_plan(step: Activity) -> StepPlan:
    return StepPlan(id=step.id, kind=step.kind, title=step.title, minutes=step.minutes, settings=step.settings)  # type: ignore[arg-type]


def version_of(workshop: Workshop, columns: Iterable[Column], activities: Iterable[Activity]) -> str:
    """Changes whenever anything that set-up may edit has changed, and only then."""
    plan = {
        "title": workshop.title,
        "purpose": workshop.purpose,
        "place": workshop.place,
        "case_number": workshop.case_number,
        "language": workshop.language,
        "starts_at": workshop.starts_at,
        "minutes": planned_minutes(workshop),
        "partners": partner_names(workshop),
        "recipients": workshop.recipients,
        "columns": [asdict(column_plan(one)) for one in columns],
        "activities": [asdict(step_plan(one)) for one in activities],
    }
    text = json.dumps(plan, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
