"""Error pages that say what happened and what to do. None of them needs the database; below /api/ they are JSON."""

import sys
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ideahub.edge.problems import COME_BACK_S, OUTAGE, UNAVAILABLE
from ideahub.pages.retrying import Retrying

Answer = Callable[[HttpRequest], HttpResponse]


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = _("Det du söker finns inte, eller så har du inte tillgång till det.")
    return _answer(request, status=404, code="not_found", detail=detail)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, status=403, code="not_allowed", detail=str(exception) or _("Det kan du inte göra här."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    detail = _("Sidan har varit öppen för länge. Ladda om den och försök igen.")
    return _answer(request, status=403, code="not_allowed", detail=detail, template="csrf", kept=_typed(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled."""
    if isinstance(sys.exception(), OUTAGE):
        return unavailable(request)
    detail = _("Det gick fel hos oss. Försök igen om en stund.")
    return _answer(request, status=500, code="server_error", detail=detail, kept=_typed(request), again=True)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _answer(
        request, status=503, code="unavailable", detail=str(UNAVAILABLE), kept=_typed(request), again=True
    )
    response["Retry-After"] = str(COME_BACK_S)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _answer(request, status=429, code="too_fast", detail=_("Det gick för fort. Vänta en stund och försök igen."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, status=400, code="invalid", detail=_("Det gick inte att läsa det som skickades."))


def not_built(request: HttpRequest) -> HttpResponse:
    return _answer(request, status=503, code="unavailable", detail="The front end is not built.", template="not_built")


def _typed(request: HttpRequest) -> str:
    """A text that was sent along must not go away with the page it was written on."""
    return request.POST.get("text", "") if request.method == "POST" else ""


def _answer(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    detail: str,
    template: str = "",
    kept: str = "",
    again: bool = False,
) -> HttpResponse:
    """`again`: it may go well in a moment, and the browser is told to try."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"code": code, "detail": detail}, status=status)
    else:
        trying = Retrying.of(request)
        context = {"request": request, "detail": detail, "number": request_number(), "trying": trying, "kept": kept}
        html = render_to_string(f"errors/{template or status}.html", context)
        response = HttpResponse(html, status=status)
        if again:
            trying.tell(response)
    response["Cache-Control"] = "no-store"
    return response


def request_number() -> str:
    """The beginning of the request's id: enough to find its lines in the log, short enough to say on the phone."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:8].upper()
