"""The headers that Django's middleware puts on each answer, for answers that do not pass through it."""

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

_kept: dict[bool, dict[str, str]] = {}


def add_usual_headers(request: HttpRequest, response: HttpResponse) -> None:
    for name, value in _protecting(request).items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    response.headers["Content-Language"] = get_language_from_request(request)
    if response.status_code != 304:
        response.headers["Content-Length"] = str(len(response.content))


def _protecting(request: HttpRequest) -> dict[str, str]:
    """As the middleware itself sets them; they depend on the settings and on whether the caller came by https."""
    secure = request.is_secure()
    if secure not in _kept:
        _kept[secure] = _set_by_middleware(request)
    return _kept[secure]


def _set_by_middleware(request: HttpRequest) -> dict[str, str]:
    answer = HttpResponse()
    before = set(answer.headers)
    for middleware in (CSPMiddleware, SecurityMiddleware, XFrameOptionsMiddleware):
        middleware(lambda _request: answer)(request)
    return {name: value for name, value in answer.headers.items() if name not in before}
