"""The poster to print, and the QR code as a picture for the poster, the board and the projector."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ideahub.pages.access import find_led_workshop, keep_private, shown_by_day_screen, shown_by_projector
from ideahub.pages.qr import join_link, qr_svg
from ideahub.workshops.models import Workshop
from ideahub.workshops.plans import planned_minutes

# Nothing in a picture may run, wherever it is opened.
PICTURE_POLICY = "default-src 'none'; style-src 'none'"


@login_required
@require_safe
def poster(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    refusal = _("Bara den som förbereder mötet skriver ut affischen.")
    workshop = find_led_workshop(request, workshop_id=workshop_id, refusal=refusal)
    context = {"workshop": workshop, "when": where_and_when(workshop), "address": urlsplit(settings.PUBLIC_URL).netloc}
    return keep_private(render(request, "pages/poster.html", context))


def where_and_when(workshop: Workshop) -> str:
    """In the meeting's language; without what is not decided."""
    parts = [workshop.place or workshop.arena.place]
    if workshop.starts_at:
        starts = timezone.localtime(workshop.starts_at)
        minutes = planned_minutes(workshop)
        times = [starts, starts + timedelta(minutes=minutes)] if minutes else [starts]
        clock = "H.i" if workshop.language == "sv" else "H:i"
        with override(workshop.language):
            parts += [written(starts, "l j F"), "–".join(written(one, clock) for one in times)]
    return ", ".join(part for part in parts if part)


@require_safe
def qr_picture(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """For those who lead the workshop, by their session; for its projector and, while people may join it, the day's screen, by
    `Authorization: Bearer`."""
    workshop = (
        shown_by_day_screen(request, workshop_id=workshop_id)
        or shown_by_projector(request, workshop_id=workshop_id)
        or find_led_workshop(request, workshop_id=workshop_id, refusal=_("Bara den som leder mötet ser koden."))
    )
    response = HttpResponse(qr_svg(join_link(workshop)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = PICTURE_POLICY
    return keep_private(response)
