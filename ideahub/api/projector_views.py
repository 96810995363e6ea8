"""Links for the room's screen, made and ended from the board."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ideahub.accounts.models import User
from ideahub.accounts.rules import require_preparer
from ideahub.core.errors import DomainError
from ideahub.edge.log_context import about
from ideahub.workshops.models import ProjectorLink, Workshop
from ideahub.workshops.projector_links import make_link, revoke_link, revoke_links

NO_LINK = _("Det finns ingen sådan länk i det här mötet.")
NO_WORKSHOP = _("Det du söker finns inte, eller så har du inte tillgång till det.")


class NewLink(serializers.Serializer[ProjectorLink]):
    id = serializers.UUIDField()
    url = serializers.URLField(help_text="Shown this once: only the token's hash is kept.")


class ProjectorLinks(APIView):
    @extend_schema(operation_id="projector_link_create", request=None, responses={201: NewLink})
    def post(self, request: Request, code: str) -> Response:
        """Makes a read-only link for the room's screen. Earlier ones go on working: the latest twenty, until they are
        revoked, the meeting has been closed for twelve hours, or they are thirty days old."""
        workshop = _led_workshop(request, code=code)
        link, token = make_link(workshop=workshop)
        url = f"{settings.PUBLIC_URL}{reverse('projector', args=[workshop.id])}#{token}"
        return Response({"id": str(link.id), "url": url}, status=201)

    @extend_schema(
        operation_id="projector_links_revoke", responses={204: OpenApiResponse(description="Revoked, all of them.")}
    )
    def delete(self, request: Request, code: str) -> Response:
        """Ends all of the meeting's links. Screens that show it are cut off at once."""
        revoke_links(workshop=_led_workshop(request, code=code))
        return Response(status=204)


class OneProjectorLink(APIView):
    @extend_schema(operation_id="projector_link_revoke", responses={204: OpenApiResponse(description="Revoked.")})
    def delete(self, request: Request, code: str, link_id: UUID) -> Response:
        """Ends the link. A screen that shows it is cut off at once."""
        workshop = _led_workshop(request, code=code)
        link = ProjectorLink.objects.filter(pk=link_id, workshop=workshop).first()
        if link is None:
            raise DomainError("not_found", NO_LINK)
        revoke_link(link)
        return Response(status=204)


def _led_workshop(request: Request, *, code: str) -> Workshop:
    """Raises DomainError: `not_found` for a stranger, `not_allowed` for a reader."""
    workshop = Workshop.objects.filter(code=code).first()
    if workshop is None:
        raise DomainError("not_found", NO_WORKSHOP)
    about(workshop.id)
    assert isinstance(request.user, User)
    require_preparer(user_id=request.user.id, arena_id=workshop.arena_id)
    return workshop
