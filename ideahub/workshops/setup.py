"""Preparing a workshop: making it from a template or from another one, changing it, throwing a draft away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings as service
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_preparer
from ideahub.core.errors import DomainError
from ideahub.core.ids import new_id
from ideahub.eventlog.log import open_log
from ideahub.eventlog.models import Stream
from ideahub.text import clean, clean_address, clean_line
from ideahub.workshops import setup_rules as rules
from ideahub.workshops.agenda_templates import SHAPES, AgendaTemplate
from ideahub.workshops.codes import create_with_codes
from ideahub.workshops.domain import announce_set_up
from ideahub.workshops.leaders import make_leader
from ideahub.workshops.models import Activity, Arena, Column, Workshop
from ideahub.workshops.overtime import KEPT_AS, note_made_up
from ideahub.workshops.plans import KEEP, MOST_PARTNERS, MOST_RECIPIENTS, Changes, version_of
from ideahub.workshops.scene import Scene
from ideahub.workshops.setup_lists import ask_about_columns, replace_columns, replace_steps


class Conflict(Exception):
    """Somebody else changed the set-up since the version that this change was made from; nothing was written."""


@transaction.atomic
def create_workshop(
    *,
    by: User,
    arena: Arena,
    template: AgendaTemplate,
    title: str = "",
    language: str = "sv",
    starts_at: datetime | None = None,
) -> Workshop:
    """A draft with the template's columns and steps, led by whoever makes it. Raises DomainError `not_allowed` for readers."""
    require_preparer(user_id=by.id, arena_id=arena.id)
    workshop = _begin(
        arena=arena,
        title=clean_line(title, most=120, field="title", least=0),
        language=language,
        place=arena.place,
        starts_at=starts_at,
        settings={"minutes": template.minutes},
        keep_months=service.KEEP_MONTHS,
    )
    for position, name in enumerate(template.columns):
        Column.objects.create(workshop=workshop, title=name, position=position, shape=SHAPES[position])
    for position, step in enumerate(template.steps):
        Activity.objects.create(
            workshop=workshop,
            kind=step.kind,
            title=step.title,
            minutes=step.minutes,
            position=position,
            settings=step.settings,
        )
    make_leader(by=by, workshop=workshop)
    return workshop


@transaction.atomic
def duplicate_workshop(*, by: User, original: Workshop, title: str) -> Workshop:
    """A new draft with the same questions, steps and recipients; people and ideas stay behind, and so does the case number: what
    comes of another meeting is registered anew."""
    require_preparer(user_id=by.id, arena_id=original.arena_id)
    copy = _begin(
        arena=original.arena,
        title=clean_line(title, most=120, field="title", least=0),
        purpose=original.purpose,
        language=original.language,
        place=original.place,
        settings={name: value for name, value in original.settings.items() if name != KEPT_AS},
        partners=original.partners,
        recipients=original.recipients,
        keep_months=original.keep_months,
        mail_before_removal=original.mail_before_removal,
    )
    old_columns = list(original.columns.all())
    new_ids = {str(one.id): new_id() for one in old_columns}
    for column in old_columns:
        Column.objects.create(
            id=new_ids[str(column.id)], workshop=copy, title=column.title, position=column.position, shape=column.shape
        )
    for step in original.activities.all():
        Activity.objects.create(
            workshop=copy,
            kind=step.kind,
            title=step.title,
            minutes=step.minutes,
            position=step.position,
            settings=_with_new_columns(step.settings, new_ids),
        )
    make_leader(by=by, workshop=copy)
    return copy


def _begin(**fields: Any) -> Workshop:
    workshop = create_with_codes(**fields)
    Stream.objects.create(workshop=workshop)
    return workshop


def _with_new_columns(settings: dict[str, object], new_ids: dict[str, UUID]) -> dict[str, object]:
    """A step that asks about some columns only asks about their copies."""
    asked = settings.get("columns")
    if not isinstance(asked, list):
        return dict(settings)
    return {**settings, "columns": [str(new_ids.get(one, one)) for one in asked]}


def change_workshop(*, by: User, workshop_id: UUID, changes: Changes, version: str) -> None:
    """Writes the changes and tells everybody who watches.

    Raises Conflict when `version` is not the present one, DomainError when a change is not possible.
    """
    with open_log(workshop_id) as log:
        scene = Scene.of(log)
        workshop = scene.workshop
        require_preparer(user_id=by.id, arena_id=workshop.arena_id)
        rules.require_not_closed(workshop)
        if version_of(workshop, scene.columns, scene.activities) != version:
            raise Conflict
        _apply_fields(workshop, changes)
        if changes.activities is not KEEP:
            note_made_up(workshop, steps=scene.activities, plans=changes.activities, now=log.now)
        workshop.save()
        if changes.columns is not KEEP:
            replace_columns(workshop, changes.columns)
        if changes.activities is not KEEP:
            replace_steps(workshop, changes.activities)
        if changes.columns is not KEEP:
            ask_about_columns(workshop, before={one.id for one in scene.columns})
        announce_set_up(Scene.of(log))


def _apply_fields(workshop: Workshop, changes: Changes) -> None:
    if changes.title is not KEEP:
        least = 0 if workshop.status == "draft" else 1
        workshop.title = clean_line(changes.title, most=120, field="title", least=least)
    if changes.purpose is not KEEP:
        workshop.purpose = clean(changes.purpose, most=500, field="purpose", least=0)
    if changes.place is not KEEP:
        workshop.place = clean_line(changes.place, most=120, field="place", least=0)
    if changes.case_number is not KEEP:
        workshop.case_number = clean_case_number(changes.case_number)
    if changes.language is not KEEP:
        workshop.language = changes.language
    if changes.starts_at is not KEEP:
        workshop.starts_at = changes.starts_at
    if changes.minutes is not KEEP:
        workshop.settings = {**workshop.settings, "minutes": changes.minutes}
    if changes.partners is not KEEP:
        workshop.partners = _clean_partners(changes.partners)
    if changes.recipients is not KEEP:
        workshop.recipients = _clean_recipients(changes.recipients)


def clean_case_number(raw: str) -> str:
    return clean_line(raw, most=60, field="case_number", least=0)


def _clean_partners(names: tuple[str, ...]) -> list[str]:
    if len(names) > MOST_PARTNERS:
        raise DomainError("invalid", _("Högst %(most)d får plats.") % {"most": MOST_PARTNERS}, field="partners")
    return list(dict.fromkeys(clean_line(one, most=120, field="partners") for one in names))


def _clean_recipients(addresses: tuple[str, ...]) -> list[str]:
    if len(addresses) > MOST_RECIPIENTS:
        raise DomainError("invalid", _("Högst %(most)d får plats.") % {"most": MOST_RECIPIENTS}, field="recipients")
    return list(dict.fromkeys(clean_address(one, field="recipients") for one in addresses))


def delete_draft(*, by: User, workshop: Workshop) -> None:
    """Raises DomainError `not_allowed` for a meeting that has been opened."""
    require_preparer(user_id=by.id, arena_id=workshop.arena_id)
    rules.require_draft(workshop)
    workshop.delete()
