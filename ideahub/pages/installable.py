"""What lets the phone be installed and opened without a network: the service worker and the web manifest."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ideahub.pages.manifest import FrontEndMissing

ICONS = (("192", "any"), ("512", "any"), ("512", "maskable"))


@require_safe
@cache_control(no_cache=True)
def service_worker(_request: HttpRequest) -> HttpResponse:
    """At the root, since a worker may serve only what lies beside it or below; the phone asks for /j/ and /q/ alone."""
    try:
        script = (Path(settings.FRONTEND_DIST) / "sw.js").read_bytes()
    except OSError as error:
        raise FrontEndMissing("sw.js") from error
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def web_manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {
            "src": static(f"pages/icon-{size}{'-maskable' if purpose == 'maskable' else ''}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size, purpose in ICONS
    ]
    manifest = {
        "id": reverse("phone"),
        "name": "Ideahub",
        "short_name": "Ideahub",
        "description": _("Var med i mötet från telefonen."),
        "lang": request.LANGUAGE_CODE,
        "start_url": reverse("phone"),
        "scope": "/",
        "display": "standalone",
        "theme_color": "#022e31",
        "background_color": "#f0f1ee",
        "icons": icons,
    }
    return JsonResponse(manifest, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
