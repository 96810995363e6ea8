"""What the steps to come have been shortened by since the clock ran out. Kept with the meeting, so that all its boards agree."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ideahub.protocol.state import Timer
from ideahub.workshops.models import Activity, Workshop
from ideahub.workshops.plans import StepPlan

KEPT_AS = "made_up"


def note_made_up(workshop: Workshop, *, steps: Iterable[Activity], plans: Iterable[StepPlan], now: datetime) -> None:
    """Notes it in the workshop's settings, which are not saved here. `steps`: as they are, `plans`: as they will be.

    Nothing is noted before the clock has run out; where it ends at another time it begins anew.
    """
    ends_at, on = workshop.timer_ends_at, workshop.activity_id
    if ends_at is None or on is None or now <= ends_at:
        return
    less = _minutes_after(on, steps) - _minutes_after(on, plans)
    if less:
        end = Timer(ends_at=ends_at).model_dump(mode="json")["ends_at"]
        minutes = max(0, _made_up(workshop, end) + less)
        workshop.settings = {**workshop.settings, KEPT_AS: {"ends_at": end, "minutes": minutes}}


def _made_up(workshop: Workshop, end: str) -> int:
    kept = workshop.settings.get(KEPT_AS, {})
    return int(kept["minutes"]) if kept.get("ends_at") == end else 0


def _minutes_after(on: UUID, steps: Iterable[Activity | StepPlan]) -> int:
    """Of the steps behind that one."""
    minutes, is_behind = 0, False
    for step in steps:
        minutes += (step.minutes or 0) if is_behind else 0
        is_behind = is_behind or step.id == on
    return minutes
