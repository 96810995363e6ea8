"""Columns and steps as whole lists: what is new is made, what is left out goes, the order is the list's."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from ideahub.core.errors import DomainError
from ideahub.protocol.state import ActivitySettings
from ideahub.text import clean_line
from ideahub.workshops import setup_rules as rules
from ideahub.workshops.models import Activity, Column, Workshop
from ideahub.workshops.plans import MOST_COLUMNS, MOST_STEPS, ColumnPlan, StepPlan


def replace_columns(workshop: Workshop, plans: tuple[ColumnPlan, ...]) -> None:
    """Raises DomainError: `invalid`, or `not_allowed` for one that holds ideas."""
    _require_count(len(plans), MOST_COLUMNS, field="columns")
    _require_distinct([plan.id for plan in plans], field="columns")
    if len({plan.shape for plan in plans}) < len(plans):
        raise DomainError("invalid", _("Varje område har sin egen form. Välj en annan."), field="columns")
    old = {one.id: one for one in workshop.columns.all()}
    gone = [one for one in old.values() if one.id not in {plan.id for plan in plans}]
    rules.require_removable_columns(gone, rules.columns_in_use(workshop) if gone else set())
    for position, plan in enumerate(plans):
        values = {"title": _title(plan.title, f"columns.{plan.id}"), "shape": plan.shape, "position": position}
        _write(Column, old.get(plan.id), workshop, plan.id, values)
    workshop.columns.filter(id__in=[one.id for one in gone]).delete()


def ask_about_columns(workshop: Workshop, *, before: Collection[UUID]) -> None:
    """A step that names the columns it asks about asks about new ones too, and about none that went.

    `before`: those there were before they were replaced.
    """
    now = list(workshop.columns.values_list("id", flat=True))
    for step in workshop.activities.all():
        named = step.rules.columns
        if named is None:
            continue
        asked = [str(one) for one in now if str(one) in named or one not in before]
        others = {name: value for name, value in step.settings.items() if name != "columns"}
        step.settings = others | {"columns": asked} if 0 < len(asked) < len(now) else others
        step.save(update_fields=["settings"])


def replace_steps(workshop: Workshop, plans: tuple[StepPlan, ...]) -> None:
    """Raises DomainError: `invalid`, or `not_allowed` for a step that is on, was held or has votes, or whose ideas
    would have names that people were told they have not."""
    _require_count(len(plans), MOST_STEPS, field="activities")
    _require_distinct([plan.id for plan in plans], field="activities")
    old = {one.id: one for one in workshop.activities.all()}
    gone = [one for one in old.values() if one.id not in {plan.id for plan in plans}]
    in_use, voted = rules.steps_in_use(workshop), rules.steps_with_ballots(workshop)
    rules.require_removable_steps(gone, in_use)
    for plan in plans:
        _require_settings(plan)
    if workshop.participants.exists():
        rules.require_names_kept_out(old.values(), plans)
    for position, plan in enumerate(plans):
        before = old.get(plan.id)
        if before is not None:
            rules.require_changeable_step(before=before, after=plan, in_use=in_use, has_ballots=plan.id in voted)
        values = {
            "kind": plan.kind,
            "title": _title(plan.title, rules.field_of(plan)),
            "minutes": plan.minutes,
            "settings": plan.settings,
            "position": position,
        }
        _write(Activity, before, workshop, plan.id, values)
    workshop.activities.filter(id__in=[one.id for one in gone]).delete()


def _write(
    model: type[Column] | type[Activity],
    row: Column | Activity | None,
    workshop: Workshop,
    pk: UUID,
    values: dict[str, Any],
) -> None:
    if row is None:
        _require_free(model, pk)
        model(id=pk, workshop=workshop, **values).save(force_insert=True)
    elif any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))


def _require_free(model: type[Model], pk: UUID) -> None:
    if model._default_manager.filter(pk=pk).exists():
        raise DomainError("invalid", _("Numret finns redan i ett annat möte. Ladda om sidan."), field="id")


def _title(raw: str, field: str) -> str:
    """May be empty while the meeting is a draft: what is missing is said when it is to be opened."""
    return clean_line(raw, most=120, field=field, least=0)


def _require_settings(plan: StepPlan) -> None:
    try:
        ActivitySettings.model_validate(plan.settings)
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise DomainError(
            "invalid", _("Värdet går inte att använda här. Välj ett annat."), field=f"{rules.field_of(plan)}.{name}"
        ) from error


def _require_count(count: int, most: int, *, field: str) -> None:
    if count > most:
        raise DomainError("invalid", _("Högst %(most)d får plats.") % {"most": most}, field=field)


def _require_distinct(ids: list[UUID], *, field: str) -> None:
    if len(set(ids)) < len(ids):
        raise DomainError("invalid", _("Samma sak står två gånger i listan."), field=field)
