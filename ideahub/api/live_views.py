"""HTTP edge of a running workshop: the card, joining, the snapshot, commands. The long poll lives with the hub."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import ValidationError
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from ideahub.commands import execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.errors import DomainError
from ideahub.edge.identity import (
    NO_SUCH_WORKSHOP,
    NOT_JOINED,
    Credentials,
    Stranger,
    Unknown,
    identify,
    workshop_by_code,
)
from ideahub.edge.limits import WRONG_CODES, grant
from ideahub.edge.pacing import take_in
from ideahub.edge.presence import online_now
from ideahub.edge.problems import problem
from ideahub.protocol import frames, state
from ideahub.snapshot import own_part, shared, with_own, with_own_gzipped
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.joining import cookie_name, find_participant, join
from ideahub.workshops.models import Workshop
from ideahub.workshops.queries import is_anonymous

AS = OpenApiParameter(
    "as", OpenApiTypes.STR, enum=["participant", "staff"], description="As whom, when one browser holds both."
)
COOKIE_AGE_S = 180 * 24 * 3600


class NotJoined(Exception):
    """Answered with 401."""


class LiveView(APIView):
    """Anybody may ask; who they are is looked up per workshop."""

    permission_classes = [AllowAny]
    authentication_classes: list[type[SessionAuthentication]] = []

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, NotJoined):
            return problem(401, "not_joined", NOT_JOINED)
        return super().handle_exception(exc)

    def workshop(self, code: str) -> Workshop:
        """The workshop of a code, for those who already belong to it. Raises `not_found`."""
        workshop = workshop_by_code(code)
        if workshop is None:
            raise DomainError("not_found", NO_SUCH_WORKSHOP)
        return workshop

    def caller(self, request: Request, workshop: Workshop) -> Actor:
        """Raises NotJoined; staff that write must carry their CSRF token."""
        try:
            actor = identify(workshop, credentials(request))
        except Stranger:
            raise DomainError("not_found", NO_SUCH_WORKSHOP) from None
        except Unknown:
            raise NotJoined from None
        if actor.is_staff and request.method not in {"GET", "HEAD"}:
            SessionAuthentication().enforce_csrf(request)
        elif request.method not in {"GET", "HEAD"}:
            _require_own_origin(request)
        return actor


def credentials(request: Request) -> Credentials:
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else None
    # DRF puts its own idea of the user in place of the session's.
    user = get_user(request._request)
    return Credentials(
        cookies=request.COOKIES, user=user if user.is_authenticated else None, token=token, wants=request.GET.get("as")
    )


def _require_own_origin(request: Request) -> None:
    origin = request.headers.get("Origin")
    if origin and origin not in {
        settings.PUBLIC_URL,
        *settings.EXTRA_ORIGINS,
        f"{request.scheme}://{request.get_host()}",
    }:
        raise DomainError("not_allowed", _("Det kan bara göras från Ideahubs egna sidor."))


def _wrong_code(request: Request, status: int, code: str, detail: object) -> JsonResponse:
    """A wrong code is answered, and after many from one place with a short wait. Right codes are never held up."""
    if not grant(WRONG_CODES, request.META.get("REMOTE_ADDR", "")):
        return problem(429, "too_fast", _("Många koder har varit fel. Vänta några sekunder."), retry_after_s=5)
    return problem(status, code, detail)


def _body(request: Request, kind: type[frames.FromClient]) -> Any:
    try:
        return kind.model_validate(request.data)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or None
        raise DomainError(
            "invalid", _("Uppgiften «%(field)s» saknas eller är fel.") % {"field": field}, field=field
        ) from None


class CardView(LiveView):
    @extend_schema(summary="The public card of an open workshop", responses=frames.Card)
    def get(self, request: Request, code: str) -> HttpResponse:
        workshop = workshop_by_code(code)
        if workshop is not None and workshop.status == "closed":
            return problem(410, "closed", _("Mötet är avslutat."))
        if workshop is None or workshop.status != "open" or workshop.locked:
            return _wrong_code(request, 404, "not_found", NO_SUCH_WORKSHOP)
        card = frames.Card(
            title=workshop.title,
            language=workshop.language,
            status=workshop.status,
            columns=workshop.columns.count(),
            anonymous=is_anonymous(workshop),
        )
        return JsonResponse(card.model_dump(mode="json"))


class JoinView(LiveView):
    @extend_schema(summary="Join without an account", request=frames.JoinBody, responses={200: state.Me, 201: state.Me})
    def post(self, request: Request, code: str) -> HttpResponse:
        _require_own_origin(request)
        body = _body(request, frames.JoinBody)
        workshop = workshop_by_code(code)
        if workshop is None or workshop.status == "draft":
            return _wrong_code(request, 404, "not_found", NO_SUCH_WORKSHOP)
        name = cookie_name(workshop.id)
        if known := find_participant(workshop.id, request.COOKIES.get(name)):
            return JsonResponse({"participant": str(known.id), "name": known.name})
        joined = join(workshop, name=body.name, language=body.language)
        response = JsonResponse(
            {"participant": str(joined.participant.id), "name": joined.participant.name}, status=201
        )
        response.set_cookie(
            name, joined.token, max_age=COOKIE_AGE_S, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
        return response


class SnapshotView(LiveView):
    @extend_schema(summary="The whole state for this audience", parameters=[AS], responses=state.Snapshot)
    def get(self, request: Request, code: str) -> HttpResponse:
        workshop = self.workshop(code)
        actor = self.caller(request, workshop)
        common = shared(workshop.id, actor.audience)
        own = own_part(workshop.id, actor, online=online_now(workshop.id), hands=raised_hands(workshop.id))
        tag = _tag(actor, common.head, own)
        if request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=304, headers={"ETag": tag})
        return _snapshot_response(request, common, own, tag)


def _tag(actor: Actor, head: tuple[str, int], own: dict[str, Any]) -> str:
    private = repr((actor.key, own["me"], own["hands"])).encode()
    return f'"{head[0][:8]}-{head[1]}-{actor.audience[:2]}-{hashlib.sha256(private).hexdigest()[:12]}"'


def _snapshot_response(request: Request, common: Any, own: dict[str, Any], tag: str) -> HttpResponse:
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization, Accept-Encoding"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return HttpResponse(with_own_gzipped(common, own), content_type="application/json", headers=headers)
    return HttpResponse(with_own(common, own), content_type="application/json", headers=headers)


class CommandsView(LiveView):
    @extend_schema(
        summary="The same as a push frame", parameters=[AS], request=frames.CommandsBody, responses=frames.Ack
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > frames.MOST_BYTES:
            return problem(413, "too_large", _("Det är för mycket på en gång."))
        body = _body(request, frames.CommandsBody)
        workshop = self.workshop(code)
        actor = self.caller(request, workshop)
        if actor.audience is Audience.PROJECTOR:
            raise DomainError("not_allowed", _("Skärmen visar bara."))
        commands, refused = take_in(actor, body.commands)
        results = execute_batch(workshop.id, commands) if commands else []
        return JsonResponse(frames.Ack(results=refused + results).model_dump(mode="json", exclude_none=True))
