"""Errors of HTTP calls as the protocol has them: a stable code and a sentence in the caller's language."""

from collections.abc import Mapping

from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _

# What Django raises while the database is away, starting, full or locked for too long.
OUTAGE = (OperationalError, InterfaceError)
UNAVAILABLE = _("Tjänsten kan inte spara eller läsa just nu. Försök igen om en liten stund.")
COME_BACK_S = 5

STATUS = {
    "invalid": 400, "not_allowed": 403, "not_found": 404, "not_open": 409, "budget_spent": 409, "cap_reached": 409,
    "muted": 403, "too_fast": 429, "closed": 410,
}  # fmt: skip


def unavailable() -> JsonResponse:
    return problem(503, "unavailable", UNAVAILABLE, retry_after_s=COME_BACK_S)


def problem(
    status: int,
    code: str,
    detail: object,
    *,
    field: str | None = None,
    retry_after_s: int | None = None,
    more: Mapping[str, str] | None = None,
) -> JsonResponse:
    """`more`: what else this one says."""
    body = {"code": code, "detail": str(detail), **(more or {})}
    if field:
        body["field"] = field
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after_s is not None:
        response["Retry-After"] = str(retry_after_s)
    return response
