"""How the service stands, in words for anybody: what `/readyz` says, and nothing more."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideahub.edge.health import standing
from ideahub.pages.access import keep_private


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Needs no database, and is answered with 200 whatever it says: the page itself is there."""
    state, checks = standing()
    context = {"request": request, "state": state, "parts": _parts(checks)}
    return keep_private(HttpResponse(render_to_string("pages/status.html", context)))


def _parts(checks: dict[str, bool]) -> list[tuple[bool, str]]:
    """Each with whether it works. Nothing where nothing is known."""
    if not checks:
        return []
    saved = checks["database"] and checks["migrations"]
    return [
        (saved, _("Det går att vara med, skriva och rösta.") if saved else _("Det går inte att spara eller läsa.")),
        (
            checks["redis"],
            _("Skärmarna följer med direkt.") if checks["redis"] else _("Skärmarna kan ligga en sekund efter."),
        ),
        (
            checks["worker"],
            _("Rapporter och mejl går iväg.") if checks["worker"] else _("Rapporter och mejl väntar."),
        ),
    ]
