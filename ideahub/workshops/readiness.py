"""What a meeting still lacks before it can be opened, in the order people meet it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.workshops.models import Activity, Column, Workshop
from ideahub.workshops.plans import planned_minutes

Lack = Literal["title", "columns", "column_title", "steps", "step_title", "too_long"]
Part = Literal["question", "steps"]
PARTS: dict[Lack, Part] = {
    "title": "question",
    "columns": "question",
    "column_title": "question",
    "steps": "steps",
    "step_title": "steps",
    "too_long": "steps",
}

SENTENCES: dict[Lack, Any] = {
    "title": _("Mötet saknar namn. Skriv det som ska stå på skärmen."),
    "columns": _("Det finns inget område att skriva idéer i. Lägg till minst ett."),
    "column_title": _("Området saknar namn. Skriv vad idéerna ska handla om."),
    "steps": _("Mötet saknar steg. Lägg till minst ett."),
    "step_title": _("Steget saknar namn. Skriv vad som ska stå på telefonerna."),
    "too_long": _("Stegen tar längre tid än mötet. Korta ett steg, eller låt mötet sluta senare."),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One lack, and the column or step it concerns."""

    code: Lack
    id: UUID | None = None

    @property
    def part(self) -> Part:
        return PARTS[self.code]


def what_is_missing(workshop: Workshop, columns: Iterable[Column], activities: Iterable[Activity]) -> list[Missing]:
    steps, areas = list(activities), list(columns)
    lacks = [] if workshop.title else [Missing("title")]
    if not areas and any(one.kind == "collect" for one in steps):
        lacks.append(Missing("columns"))
    lacks += [Missing("column_title", one.id) for one in areas if not one.title]
    if not steps:
        lacks.append(Missing("steps"))
    lacks += [Missing("step_title", one.id) for one in steps if not one.title]
    length = planned_minutes(workshop)
    if length is not None and sum(one.minutes or 0 for one in steps) > length:
        lacks.append(Missing("too_long"))
    return lacks
