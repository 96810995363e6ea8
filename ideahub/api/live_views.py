"""HTTP edge of a running workshop: the card, joining, the snapshot, commands. The long poll lives with the hub."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from pydantic import ValidationError
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from ideahub import metrics
from ideahub.core.actor import Actor, Audience
from ideahub.core.errors import DomainError
from ideahub.edge.counting import carry_out, counting_outage
from ideahub.edge.door import keep_cookie
from ideahub.edge.headcount import joined_lately
from ideahub.edge.identity import (
    NO_SUCH_WORKSHOP,
    NOT_JOINED,
    Stranger,
    Unknown,
    credentials_of,
    identify,
    workshop_by_code,
)
from ideahub.edge.knocking import give_stock_later, has_proof, knocker_of, may_be_told, turned_away, verdict
from ideahub.edge.own_pages import is_from_elsewhere
from ideahub.edge.pacing import take_in
from ideahub.edge.presence import online_now
from ideahub.edge.problems import problem
from ideahub.edge.whole_state import answer, tag_of
from ideahub.ideas.exposure import Seen, store_seen
from ideahub.protocol import frames, state
from ideahub.reports.links import private_path
from ideahub.reports.queries import readable_reports
from ideahub.snapshot import own_part, shared
from ideahub.workshops.data_facts import data_facts
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.joining import cookie_name, find_participant, join
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.plans import planned_minutes
from ideahub.workshops.queries import is_anonymous

AS = OpenApiParameter(
    "as", OpenApiTypes.STR, enum=["participant", "staff"], description="As whom, when one browser holds both."
)


class Nameless(Exception):
    """Somebody without proof asked as one who has it. Answered with 401 or 404, or told to come again."""

    def __init__(self, answer: JsonResponse) -> None:
        super().__init__()
        self.answer = answer


class LiveView(APIView):
    """Anybody may ask; who they are is looked up per workshop."""

    permission_classes = [AllowAny]
    authentication_classes: list[type[SessionAuthentication]] = []

    def handle_exception(self, exc: Exception) -> Any:
        if isinstance(exc, Nameless):
            return verdict(self.request._request, wrong=exc.answer)
        return super().handle_exception(exc)

    def workshop(self, code: str) -> Workshop:
        """The workshop of a code, for those who already belong to it. Raises Nameless."""
        workshop = workshop_by_code(code)
        if workshop is None:
            raise Nameless(_no_such_workshop())
        return workshop

    def caller(self, request: Request, workshop: Workshop) -> Actor:
        """Raises Nameless; staff that write must carry their CSRF token."""
        try:
            actor = identify(workshop, credentials_of(request._request))
        except Stranger:
            raise Nameless(_no_such_workshop()) from None
        except Unknown:
            raise Nameless(problem(401, "not_joined", NOT_JOINED)) from None
        if actor.is_staff and request.method not in {"GET", "HEAD"}:
            SessionAuthentication().enforce_csrf(request)
        elif request.method not in {"GET", "HEAD"}:
            _require_own_origin(request)
        return actor


def _joined(person: Participant) -> dict[str, Any]:
    return frames.Joined(participant=person.id, name=person.name).model_dump(mode="json")


def _require_own_origin(request: Request) -> None:
    if is_from_elsewhere(request._request):
        raise DomainError("not_allowed", _("Det kan bara göras från Ideahubs egna sidor."))


def _no_such_workshop() -> JsonResponse:
    return problem(404, "not_found", NO_SUCH_WORKSHOP)


def _is_over(request: Request, workshop: Workshop) -> HttpResponse:
    """Who took part is also told the meeting's name, and where its report can be read once it can: what the mail gives them."""
    sentence = _("Mötet är avslutat.")
    if find_participant(workshop.id, request.COOKIES.get(cookie_name(workshop.id))) is None:
        return verdict(request._request, wrong=problem(410, "closed", sentence))
    more = {"title": workshop.title}
    if readable_reports(workshop.id).exists():
        more["report"] = private_path(workshop.id)
    return problem(410, "closed", sentence, more=more)


def _is_open(workshop: Workshop) -> bool:
    """To people who have not been in."""
    return workshop.status == "open" and not workshop.locked


def _is_held_up(request: Request, workshop: Workshop) -> bool:
    """Whether this caller, whose code is right, must come again, because many from there were wrong."""
    return not has_proof(request._request, workshop) and not may_be_told(knocker_of(request._request), right=True)


def body_of(request: Request, kind: type[frames.FromClient]) -> Any:
    try:
        return kind.model_validate(request.data)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or None
        # Without a field it is the whole body, such as a list.
        sentence = (
            _("Uppgiften «%(field)s» saknas eller är fel.") if field else _("Det gick inte att läsa det som skickades.")
        )
        raise DomainError("invalid", sentence % {"field": field}, field=field) from None


class CardView(LiveView):
    @extend_schema(summary="The public card of an open workshop", responses=frames.Card)
    def get(self, request: Request, code: str) -> HttpResponse:
        workshop = workshop_by_code(code)
        answer = self._answer(request, workshop)
        give_stock_later(request._request, answer, workshop)
        return answer

    def _answer(self, request: Request, workshop: Workshop | None) -> HttpResponse:
        if workshop is not None and workshop.status == "closed":
            return _is_over(request, workshop)
        if workshop is None or not _is_open(workshop):
            return verdict(request._request, wrong=_no_such_workshop())
        if _is_held_up(request, workshop):
            return turned_away()
        card = frames.Card(
            title=workshop.title,
            language=workshop.language,
            status=workshop.status,
            columns=workshop.columns.count(),
            anonymous=is_anonymous(workshop),
            arena=workshop.arena.name,
            place=workshop.place or workshop.arena.place,
            starts_at=workshop.starts_at,
            minutes=planned_minutes(workshop),
            joined=joined_lately(workshop.id),
        )
        return JsonResponse(card.model_dump(mode="json"))


class DataView(LiveView):
    @extend_schema(summary="What the text on personal data says of this meeting", responses=frames.DataFacts)
    def get(self, request: Request, code: str) -> HttpResponse:
        workshop = workshop_by_code(code)
        if workshop is None or not (_is_open(workshop) or has_proof(request._request, workshop)):
            return verdict(request._request, wrong=_no_such_workshop())
        if _is_held_up(request, workshop):
            return turned_away()
        return JsonResponse(data_facts(workshop).model_dump(mode="json"))


class JoinView(LiveView):
    @extend_schema(
        summary="Join without an account", request=frames.JoinBody, responses={200: frames.Joined, 201: frames.Joined}
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        _require_own_origin(request)
        body = body_of(request, frames.JoinBody)
        workshop = workshop_by_code(code)
        if workshop is None or workshop.status == "draft":
            return verdict(request._request, wrong=_no_such_workshop())
        if known := find_participant(workshop.id, request.COOKIES.get(cookie_name(workshop.id))):
            metrics.JOINS.labels("1").inc()
            return JsonResponse(_joined(known))
        if _is_held_up(request, workshop):
            return turned_away()
        joined = join(workshop, name=body.name, language=body.language)
        metrics.JOINS.labels("0").inc()
        response = JsonResponse(_joined(joined.participant), status=201)
        keep_cookie(response, workshop.id, joined.token)
        return response


class SnapshotView(LiveView):
    @extend_schema(summary="The whole state for this audience", parameters=[AS], responses=state.Snapshot)
    def get(self, request: Request, code: str) -> HttpResponse:
        workshop = self.workshop(code)
        actor = self.caller(request, workshop)
        common = shared(workshop.id, actor.audience)
        own = own_part(workshop.id, actor, online=online_now(workshop.id), hands=raised_hands(workshop.id))
        return answer(request._request, common, own, tag_of(actor, common.head, own))


class ShownView(LiveView):
    @extend_schema(summary="The same as a shown frame", request=frames.ShownBody, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, code: str) -> HttpResponse:
        body = body_of(request, frames.ShownBody)
        workshop = self.workshop(code)
        actor = self.caller(request, workshop)
        if actor.participant is None:
            raise DomainError("not_allowed", _("Det görs på en telefon som är med i mötet."))
        store_seen(workshop.id, [Seen(actor.participant, idea) for idea in body.ideas])
        return JsonResponse({})


class CommandsView(LiveView):
    @extend_schema(
        summary="The same as a push frame", parameters=[AS], request=frames.CommandsBody, responses=frames.Ack
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > frames.MOST_BYTES:
            return problem(413, "too_large", _("Det är för mycket på en gång."))
        body = body_of(request, frames.CommandsBody)
        with counting_outage(body.commands):
            workshop = self.workshop(code)
            actor = self.caller(request, workshop)
            if actor.audience is Audience.PROJECTOR:
                raise DomainError("not_allowed", _("Skärmen visar bara."))
            actor = actor.speaking(request.headers.get("Accept-Language"))
            commands, refused = take_in(actor, body.commands)
        results = carry_out(workshop.id, commands, request=request._request, way=metrics.BY_API)
        return JsonResponse(frames.Ack(results=refused + results).model_dump(mode="json", exclude_none=True))
