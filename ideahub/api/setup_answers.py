"""What set-up calls answer with: the shapes that stand in the API's description, and how rows become them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from ideahub.accounts.models import Role, User
from ideahub.accounts.rules import may_make_arenas, may_prepare
from ideahub.api.choices import (
    LANGUAGES,
    MAIL_STATES,
    REPORT_STATES,
    ROLES,
    SETUP_PARTS,
    STEP_KINDS,
    WORKSHOP_STATES,
)
from ideahub.api.moments import Moment
from ideahub.core import clock
from ideahub.protocol.state import ActivitySettings
from ideahub.workshops import setup_rules
from ideahub.workshops.agenda_templates import SHAPES, AgendaTemplate
from ideahub.workshops.data_facts import data_facts
from ideahub.workshops.facts import join_url
from ideahub.workshops.keeping import removal_at
from ideahub.workshops.models import Workshop
from ideahub.workshops.plans import partner_names, planned_minutes, version_of
from ideahub.workshops.readiness import what_is_missing


class MeAnswer(serializers.Serializer[object]):
    email = serializers.EmailField()
    name = serializers.CharField()
    language = serializers.ChoiceField(choices=LANGUAGES)
    may_make_arenas = serializers.BooleanField()


class ArenaAnswer(serializers.Serializer[object]):
    """`role` is the caller's own, `meetings` how many meetings the arena holds. `controller`, `data_contact` and `data_text` (in
    English: `data_text_en`): what it says of personal data itself, empty where it is as the installation says."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    place = serializers.CharField()
    date = serializers.DateField(allow_null=True)
    language = serializers.ChoiceField(choices=LANGUAGES)
    controller = serializers.CharField(allow_blank=True)
    data_contact = serializers.CharField(allow_blank=True)
    data_text = serializers.CharField(allow_blank=True)
    data_text_en = serializers.CharField(allow_blank=True)
    role = serializers.ChoiceField(choices=ROLES)
    meetings = serializers.IntegerField()


class StepAnswer(serializers.Serializer[object]):
    """`in_use`: it has been held or holds votes, so it cannot be removed. `current`: it is on now."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=STEP_KINDS)
    title = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    settings = serializers.DictField()
    in_use = serializers.BooleanField()
    current = serializers.BooleanField()


class ColumnAnswer(serializers.Serializer[object]):
    """`in_use`: it holds ideas, so it cannot be removed."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    shape = serializers.ChoiceField(choices=SHAPES)
    in_use = serializers.BooleanField()


class MissingAnswer(serializers.Serializer[object]):
    """What stands in the way of opening; `id` is the column or step it concerns."""

    code = serializers.CharField()
    part = serializers.ChoiceField(choices=SETUP_PARTS)
    id = serializers.UUIDField(allow_null=True)


class ToldAnswer(serializers.Serializer[object]):
    operator = serializers.CharField(allow_blank=True)
    contact = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    text_language = serializers.ChoiceField(choices=LANGUAGES)
    text_sv = serializers.CharField(allow_blank=True)
    text_en = serializers.CharField(allow_blank=True)
    keep_months = serializers.IntegerField()


class SetupAnswer(serializers.Serializer[object]):
    """`joined`: somebody has, so that steps without names stay so. `removed_on`: when a closed meeting will be, by `keep_months` and
    the mail before. `case_number`: what the authority registers it under, as its report says. `told`: who answers for personal data,
    whom to ask and what the arena adds, as participants are told."""

    id = serializers.UUIDField()
    version = serializers.CharField()
    arena = serializers.UUIDField()
    arena_name = serializers.CharField()
    role = serializers.ChoiceField(choices=ROLES)
    status = serializers.ChoiceField(choices=WORKSHOP_STATES)
    code = serializers.CharField()
    join_url = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    place = serializers.CharField()
    case_number = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(choices=LANGUAGES)
    starts_at = Moment(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    partners = serializers.ListField(child=serializers.CharField())
    recipients = serializers.ListField(child=serializers.CharField())
    columns = ColumnAnswer(many=True)
    activities = StepAnswer(many=True)
    keep_months = serializers.IntegerField()
    mail_before_removal = serializers.BooleanField()
    removed_on = Moment(allow_null=True)
    told = ToldAnswer()
    joined = serializers.BooleanField()
    missing = MissingAnswer(many=True)


class RemovalAnswer(serializers.Serializer[object]):
    """Null: not by itself, or not before the meeting has been closed."""

    removed_on = Moment(allow_null=True)


class ConflictAnswer(serializers.Serializer[object]):
    """Somebody else changed the set-up meanwhile; `current` is how it is now. Nothing was written."""

    code = serializers.CharField()
    detail = serializers.CharField()
    current = SetupAnswer()


class TemplateStep(serializers.Serializer[object]):
    kind = serializers.ChoiceField(choices=STEP_KINDS)
    title = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)


class TemplateAnswer(serializers.Serializer[object]):
    """`minutes` is null where a step has no end."""

    key = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    minutes = serializers.IntegerField(allow_null=True)
    columns = serializers.ListField(child=serializers.CharField())
    steps = TemplateStep(many=True)


class MemberAnswer(serializers.Serializer[object]):
    """`last_seen` is null for somebody who has never signed in; `invitation` is how their mail fares."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=ROLES)
    is_me = serializers.BooleanField()
    last_seen = Moment(allow_null=True)
    invited_at = Moment(allow_null=True)
    invitation = serializers.ChoiceField(choices=MAIL_STATES, allow_null=True)


class DeliveryAnswer(serializers.Serializer[object]):
    recipient = serializers.EmailField()
    state = serializers.ChoiceField(choices=MAIL_STATES)
    tries = serializers.IntegerField()
    sent_at = Moment(allow_null=True)


class ReportAnswer(serializers.Serializer[object]):
    """`pdf_due`: its PDF says another case number than the report and is being made anew; `pdf_failed`: that was tried too often, and
    it stays as it is."""

    version = serializers.IntegerField()
    state = serializers.ChoiceField(choices=REPORT_STATES)
    created_at = Moment()
    sent_at = Moment(allow_null=True)
    pdf_due = serializers.BooleanField()
    pdf_failed = serializers.BooleanField()
    deliveries = DeliveryAnswer(many=True)


def me_answer(user: User) -> dict[str, Any]:
    return {
        "email": user.email, "name": user.name, "language": user.language, "may_make_arenas": may_make_arenas(user),
    }  # fmt: skip


def template_answers(templates: Iterable[AgendaTemplate]) -> list[dict[str, Any]]:
    return [{**asdict(one), "minutes": one.minutes} for one in templates]


def setup_answer(workshop: Workshop, *, role: Role) -> dict[str, Any]:
    """Wants columns and activities prefetched."""
    columns, steps = list(workshop.columns.all()), list(workshop.activities.all())
    held_columns, held_steps = setup_rules.columns_in_use(workshop), setup_rules.steps_in_use(workshop)
    return {
        "id": workshop.id,
        "version": version_of(workshop, columns, steps),
        "arena": workshop.arena_id,
        "arena_name": workshop.arena.name,
        "role": role,
        "status": workshop.status,
        "code": workshop.code,
        "join_url": join_url(workshop),
        "title": workshop.title,
        "purpose": workshop.purpose,
        "place": workshop.place,
        "case_number": workshop.case_number,
        "language": workshop.language,
        "starts_at": workshop.starts_at,
        "minutes": planned_minutes(workshop),
        "partners": partner_names(workshop),
        # Other people's addresses are no concern of who only reads.
        "recipients": workshop.recipients if may_prepare(role) else [],
        "columns": [
            {"id": one.id, "title": one.title, "shape": one.shape, "in_use": one.id in held_columns} for one in columns
        ],
        "activities": [
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "minutes": one.minutes,
                "settings": {**ActivitySettings().model_dump(), **one.settings},
                "in_use": one.id in held_steps,
                "current": one.id == workshop.activity_id,
            }
            for one in steps
        ],
        "keep_months": workshop.keep_months,
        "mail_before_removal": workshop.mail_before_removal,
        "removed_on": removal_at(workshop, now=clock.now()),
        "told": data_facts(workshop).model_dump(mode="json"),
        "joined": workshop.participants.exists(),
        "missing": [
            {"code": one.code, "part": one.part, "id": one.id} for one in what_is_missing(workshop, columns, steps)
        ],
    }
