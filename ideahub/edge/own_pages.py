"""Whether a call that changes something comes from a page of ours."""

from django.conf import settings
from django.http import HttpRequest


def is_from_elsewhere(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    own = {settings.PUBLIC_URL, *settings.EXTRA_ORIGINS, f"{request.scheme}://{request.get_host()}"}
    return bool(origin) and origin not in own
