"""What set-up views share: everything is looked up among what the person asking may see, so a stranger gets 404."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.views import APIView

from ideahub.accounts.models import Role, User
from ideahub.accounts.rules import require_member
from ideahub.api.setup_answers import ArenaAnswer, setup_answer
from ideahub.core.errors import DomainError
from ideahub.edge.log_context import about
from ideahub.workshops.agenda_templates import Language
from ideahub.workshops.models import Arena, Workshop
from ideahub.workshops.queries import arenas_seen_by, with_setup, workshops_seen_by

Row = TypeVar("Row", bound=Model)


class SetupView(APIView):
    @property
    def user(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    def arena(self, arena_id: UUID) -> Arena:
        return found(arenas_seen_by(self.user.id), arena_id)

    def workshop(self, workshop_id: UUID) -> Workshop:
        workshop = found(workshops_seen_by(self.user.id), workshop_id)
        about(workshop.id)
        return workshop

    def arena_answer(self, arena_id: UUID) -> dict[str, Any]:
        return dict(ArenaAnswer(self.arena(arena_id)).data)

    def setup_answer(self, workshop_id: UUID) -> dict[str, Any]:
        workshop = found(with_setup(workshops_seen_by(self.user.id)), workshop_id)
        about(workshop.id)
        return setup_answer(workshop, role=self.role_in(workshop.arena_id))

    def role_in(self, arena_id: UUID) -> Role:
        return require_member(user_id=self.user.id, arena_id=arena_id)


def found(rows: QuerySet[Row], pk: UUID) -> Row:
    """Raises DomainError `not_found`."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise DomainError("not_found", _("Det du söker finns inte, eller så har du inte tillgång till det."))
    return row


def parse(serializer: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """What was sent, checked for shape. Raises ValidationError."""
    body = serializer(data=data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


def language_of(code: str | None) -> Language:
    return "en" if code and code.startswith("en") else "sv"
