"""The poster to print, and the QR code as a picture for the poster, the board and the projector."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideahub.pages.access import find_led_workshop, keep_private
from ideahub.pages.qr import join_link, qr_svg
from ideahub.workshops.models import Workshop
from ideahub.workshops.projector_links import find_by_token

# Nothing in a picture may run, wherever it is opened.
PICTURE_POLICY = "default-src 'none'; style-src 'none'"


@login_required
@require_safe
def poster(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    refusal = _("Bara den som förbereder mötet skriver ut affischen.")
    workshop = find_led_workshop(request, workshop_id=workshop_id, refusal=refusal)
    context = {"workshop": workshop, "address": urlsplit(settings.PUBLIC_URL).netloc}
    return keep_private(render(request, "pages/poster.html", context))


@require_safe
def qr_picture(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """For those who lead the workshop, by their session, and for its projector, by `Authorization: Bearer`."""
    workshop = _shown_by_projector(request, workshop_id=workshop_id) or find_led_workshop(
        request, workshop_id=workshop_id, refusal=_("Bara den som leder mötet ser koden.")
    )
    response = HttpResponse(qr_svg(join_link(workshop)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = PICTURE_POLICY
    return keep_private(response)


def _shown_by_projector(request: HttpRequest, *, workshop_id: UUID) -> Workshop | None:
    """The workshop of the projector's token; None without a token. Raises Http404 for a token of no use here."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    link = find_by_token(token.strip())
    if link is None or link.workshop_id != workshop_id:
        raise Http404
    return Workshop.objects.get(pk=workshop_id)
