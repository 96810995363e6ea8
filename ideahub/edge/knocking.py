"""Those who name a code and prove nothing. Each verdict on a code is worth something to a guesser, so they are rationed.

An address has a stock of wrong codes, since many phones behind it mistype. When that is spent, everybody there who proves
nothing is told at a slow, steady pace whether a code is right; the others are asked to come again in a moment, right code or
wrong, so that the answer says nothing. Whoever holds a valid cookie, session, token or QR link never waits.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from ideahub.edge.identity import credentials_of, leads
from ideahub.edge.limits import KNOCKS, WRONG_CODES, grant, left
from ideahub.edge.problems import problem
from ideahub.workshops.joining import cookie_name, find_participant
from ideahub.workshops.models import Workshop

QR_AGE_S = 24 * 3600
SALT = "ideahub.qr"
COME_AGAIN_S = 5


def may_be_told(address: str, *, right: bool) -> bool:
    """Whether somebody without any proof is told now if their code is right. Wrong ones use up the address's stock."""
    calm = left(WRONG_CODES, address) if right else grant(WRONG_CODES, address)
    return bool(calm or grant(KNOCKS, address))


def turned_away() -> JsonResponse:
    detail = _("Många koder har varit fel. Vänta några sekunder.")
    return problem(429, "too_fast", detail, retry_after_s=COME_AGAIN_S)


def verdict(request: HttpRequest, *, wrong: JsonResponse) -> JsonResponse:
    """The answer to a wrong code from somebody without proof."""
    return wrong if may_be_told(address_of(request), right=False) else turned_away()


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def has_proof(request: HttpRequest, workshop: Workshop) -> bool:
    """Whether the caller has been let in before, leads the workshop, or came by its QR code."""
    if find_participant(workshop.id, request.COOKIES.get(cookie_name(workshop.id))) or came_by_qr(request, workshop):
        return True
    user = credentials_of(request).user
    return user is not None and leads(user.id, workshop)


def _qr_cookie() -> str:
    return f"{'__Host-' if settings.HTTPS else ''}ideahub_q"


def remember_qr(response: HttpResponseBase, workshop: Workshop) -> None:
    """Whoever has the 128 bits of the QR link need not be slowed when they join with the code that it brought them."""
    proof = signing.TimestampSigner(salt=SALT).sign(workshop.id.hex)
    response.set_cookie(
        _qr_cookie(), proof, max_age=QR_AGE_S, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def came_by_qr(request: HttpRequest, workshop: Workshop) -> bool:
    try:
        proof = signing.TimestampSigner(salt=SALT).unsign(request.COOKIES.get(_qr_cookie(), ""), max_age=QR_AGE_S)
    except signing.BadSignature:
        return False
    return proof == workshop.id.hex
