"""Who may do what in an arena, over HTTP."""

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from ideahub.accounts.models import Membership, Role, User
from ideahub.accounts.people import change_role, find_member, invite_member, remove_member
from ideahub.accounts.queries import members_of
from ideahub.accounts.rules import require_organizer
from ideahub.api.asking import SetupView, parse
from ideahub.api.setup_answers import MemberAnswer
from ideahub.api.setup_serializers import InviteBody, RoleBody
from ideahub.mail.invitations import invitations_in, invited_user, mail_invitation
from ideahub.mail.models import Message
from ideahub.workshops.leaders import noting_who_is_led
from ideahub.workshops.ways_in import look_again_in_arena


class Members(SetupView):
    @extend_schema(summary="Who has a role in an arena", responses=MemberAnswer(many=True))
    def get(self, request: Request, arena_id: UUID) -> Response:
        arena = self.arena(arena_id)
        return Response(member_answers(arena.id, me=self.user))

    @extend_schema(summary="Invite somebody by e-mail", request=InviteBody, responses={201: MemberAnswer(many=True)})
    @transaction.atomic
    def post(self, request: Request, arena_id: UUID) -> Response:
        sent = parse(InviteBody, request.data)
        arena = self.arena(arena_id)
        member = invite_member(
            by=self.user, arena_id=arena.id, email=sent["email"], role=Role(sent["role"]), language=arena.language
        )
        mail_invitation(member=member, by=self.user, arena_name=arena.name)
        return Response(member_answers(arena.id, me=self.user), status=201)


class OneMember(SetupView):
    @extend_schema(summary="Give somebody another role", request=RoleBody, responses=MemberAnswer(many=True))
    @transaction.atomic
    def patch(self, request: Request, arena_id: UUID, member_id: int) -> Response:
        role = Role(parse(RoleBody, request.data)["role"])
        arena = self.arena(arena_id)
        with noting_who_is_led(arena.id):
            change_role(by=self.user, arena_id=arena.id, member_id=member_id, role=role)
        look_again_in_arena(arena.id)
        return Response(member_answers(arena.id, me=self.user))

    @extend_schema(summary="Take somebody out of an arena, or leave it", responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, arena_id: UUID, member_id: int) -> Response:
        arena = self.arena(arena_id)
        with noting_who_is_led(arena.id):
            remove_member(by=self.user, arena_id=arena.id, member_id=member_id)
        look_again_in_arena(arena.id)
        return Response(status=204)


class InviteAgain(SetupView):
    @extend_schema(summary="Send the invitation again", request=None, responses=MemberAnswer(many=True))
    @transaction.atomic
    def post(self, request: Request, arena_id: UUID, member_id: int) -> Response:
        arena = self.arena(arena_id)
        require_organizer(user_id=self.user.id, arena_id=arena.id)
        member = find_member(arena_id=arena.id, member_id=member_id)
        mail_invitation(member=member, by=self.user, arena_name=arena.name)
        return Response(member_answers(arena.id, me=self.user))


def member_answers(arena_id: UUID, *, me: User) -> list[dict[str, Any]]:
    latest = {invited_user(one): one for one in invitations_in(arena_id)}
    return [_answer(one, latest.get(one.user_id), is_me=one.user_id == me.id) for one in members_of(arena_id)]


def _answer(member: Membership, invitation: Message | None, *, is_me: bool) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.user.name,
        "email": member.user.email,
        "role": member.role,
        "is_me": is_me,
        "last_seen": member.user.last_login,
        "invited_at": invitation.created_at if invitation else None,
        "invitation": invitation.state if invitation else None,
    }
