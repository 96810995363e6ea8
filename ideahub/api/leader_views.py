"""Who leads a meeting, over HTTP."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ideahub.accounts.rules import may_manage_people, require_preparer
from ideahub.api.asking import SetupView, parse
from ideahub.mail.asking_leaders import mail_who_leads
from ideahub.workshops.leaders import change_leader, leaders_of, may_be_asked
from ideahub.workshops.models import Workshop


class LeaderBody(serializers.Serializer[object]):
    """Whether one of the arena's people is to lead it; who else does stays as it is."""

    member = serializers.IntegerField()
    leads = serializers.BooleanField()


class MayLead(serializers.Serializer[object]):
    member = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    is_me = serializers.BooleanField()
    leads = serializers.BooleanField()


class LeadersAnswer(serializers.Serializer[object]):
    """All who may lead the meeting, and which of them do. `may_invite`: the caller may give others a role in the arena."""

    arena = serializers.UUIDField()
    may_invite = serializers.BooleanField()
    people = MayLead(many=True)


class WorkshopLeaders(SetupView):
    @extend_schema(summary="Who leads a meeting, and who could", responses=LeadersAnswer)
    def get(self, request: Request, workshop_id: UUID) -> Response:
        workshop = self.workshop(workshop_id)
        require_preparer(user_id=self.user.id, arena_id=workshop.arena_id)
        return Response(self._answer(workshop))

    @extend_schema(
        summary="Ask somebody to lead a meeting, or no longer",
        description="Whoever is new, and is not the caller, is told by mail. Who else leads it stays as it is.",
        request=LeaderBody,
        responses=LeadersAnswer,
    )
    @transaction.atomic
    def patch(self, request: Request, workshop_id: UUID) -> Response:
        body = parse(LeaderBody, request.data)
        workshop = self.workshop(workshop_id)
        asked = change_leader(by=self.user, workshop=workshop, member=body["member"], leads=body["leads"])
        if asked:
            mail_who_leads(member=asked, by=self.user, workshop=workshop)
        return Response(self._answer(workshop))

    def _answer(self, workshop: Workshop) -> dict[str, Any]:
        leading = leaders_of(workshop)
        return {
            "arena": workshop.arena_id,
            "may_invite": may_manage_people(self.role_in(workshop.arena_id)),
            "people": [
                {
                    "member": one.id,
                    "name": one.user.name,
                    "email": one.user.email,
                    "is_me": one.user_id == self.user.id,
                    "leads": one.id in leading,
                }
                for one in may_be_asked(workshop)
            ],
        }
