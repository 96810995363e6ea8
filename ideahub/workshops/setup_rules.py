"""What of a workshop may be changed when: nothing that ideas, votes or the room stand on disappears."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideahub.core.errors import DomainError
from ideahub.protocol.state import ActivitySettings
from ideahub.workshops.models import Activity, Column, Workshop
from ideahub.workshops.plans import StepPlan

# What a ballot was given or counted by.
FIXED_BY_VOTES = ("target", "model", "votes_per_person", "max_per_target")


def require_not_closed(workshop: Workshop) -> None:
    if workshop.status == "closed":
        raise DomainError(
            "closed", _("Mötet är avslutat. Det här går inte att ändra längre. Gör en kopia av mötet i stället.")
        )


def require_draft(workshop: Workshop) -> None:
    if workshop.status != "draft":
        raise DomainError("not_allowed", _("Ett möte som har öppnats kan inte tas bort."))


def columns_in_use(workshop: Workshop) -> set[UUID]:
    """Columns that hold ideas or groups, whatever became of them."""
    held = Q(ideas__isnull=False) | Q(clusters__isnull=False)
    return set(workshop.columns.filter(held).values_list("id", flat=True).distinct())


def steps_in_use(workshop: Workshop) -> set[UUID]:
    """Steps that have been held or are on, and those that votes were given in."""
    held = Q(started_at__isnull=False) | Q(ballots__isnull=False) | Q(votes__isnull=False)
    return set(workshop.activities.filter(held).values_list("id", flat=True).distinct())


def steps_with_ballots(workshop: Workshop) -> set[UUID]:
    return set(workshop.activities.filter(ballots__isnull=False).values_list("id", flat=True).distinct())


def require_removable_columns(columns: Collection[Column], in_use: set[UUID]) -> None:
    for column in columns:
        if column.id in in_use:
            raise DomainError(
                "not_allowed",
                _("Området %(title)s har idéer och kan inte tas bort.") % {"title": column.title},
                field=f"columns.{column.id}",
            )


def require_removable_steps(steps: Collection[Activity], in_use: set[UUID]) -> None:
    for step in steps:
        if step.id in in_use:
            raise DomainError(
                "not_allowed",
                _("Steget %(title)s har redan hållits och kan inte tas bort.") % {"title": step.title},
                field=f"activities.{step.id}",
            )


def require_changeable_step(*, before: Activity, after: StepPlan, in_use: set[UUID], has_ballots: bool) -> None:
    if before.kind != after.kind and before.id in in_use:
        raise DomainError("not_allowed", _("Ett steg som har hållits kan inte bli ett annat."), field=field_of(after))
    old, new = before.rules, ActivitySettings.model_validate(after.settings)
    if has_ballots and any(getattr(old, name) != getattr(new, name) for name in FIXED_BY_VOTES):
        sentence = _("Det finns redan röster. Antalet och vad man röstar på går inte att ändra.")
        raise DomainError("not_allowed", sentence, field=field_of(after))


def require_names_kept_out(before: Iterable[Activity], after: Iterable[StepPlan]) -> None:
    """For a meeting that somebody has joined. Raises `not_allowed` where a step would show names that was to show none, or
    the first step that shows any would come to a meeting where everybody was told that no idea has a name."""
    old = {one.id: one for one in before}
    promised = all(one.rules.anonymous for one in old.values() if one.kind == "collect")
    for step in after:
        known = old.get(step.id)
        was_named = known is not None and known.kind == step.kind and not known.rules.anonymous
        if was_named or ActivitySettings.model_validate(step.settings).anonymous:
            continue
        if promised or (known is not None and known.rules.anonymous):
            sentence = _("Deltagare har gått med och fått veta att idéer visas utan namn. Det går inte att slå av.")
            raise DomainError("not_allowed", sentence, field=field_of(step))


def field_of(step: StepPlan) -> str:
    return f"activities.{step.id}"
