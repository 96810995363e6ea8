"""Every error under /api/ becomes `{"code", "detail", "field"?}` with the right status, never a page."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as rest_handler

from ideahub.core.errors import DomainError
from ideahub.edge.problems import OUTAGE, STATUS, problem, unavailable

logger = logging.getLogger(__name__)


def exception_handler(error: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """DRF's hook. None for what nobody expected: Django then logs it and answers 500 through `handler500`."""
    if isinstance(error, DomainError):
        return problem(STATUS[error.code], error.code, error.detail, field=error.field)
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem(404, "not_found", _("Det finns inte, eller så är det inte ditt."))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return problem(401, "not_signed_in", _("Logga in först."))
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return problem(403, "not_allowed", _("Det får du inte göra. Ladda om sidan om du nyss loggade in."))
    if isinstance(error, exceptions.ValidationError):
        field, detail = _first(error.detail)
        return problem(400, "invalid", detail, field=field)
    if isinstance(error, OUTAGE):
        logger.error("database_away %s", type(error.__cause__ or error).__name__)
        return unavailable()
    response = rest_handler(error, context)
    return _plain(error, response) if response is not None else None


def _plain(error: Exception, response: Response) -> JsonResponse:
    codes = {405: "not_allowed", 413: "too_large", 415: "invalid", 429: "too_fast"}
    detail = str(getattr(error, "detail", "")) or _("Det gick inte.")
    return problem(response.status_code, codes.get(response.status_code, "invalid"), detail)


def _first(detail: Any, path: str = "") -> tuple[str | None, str]:
    """The first field at fault and its sentence."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            if value:
                return _first(value, f"{path}.{key}" if path else str(key))
    if isinstance(detail, list):
        for index, value in enumerate(detail):
            if value:
                deeper = f"{path}.{index}" if isinstance(value, dict | list) else path
                return _first(value, deeper)
    return (None if path in {"", "non_field_errors"} else path), str(detail)


def not_found(request: HttpRequest) -> JsonResponse:
    return problem(404, "not_found", _("Adressen finns inte."))
