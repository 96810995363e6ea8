"""Those who name a code and prove nothing. Each verdict on a code is worth something to a guesser, so they are rationed.

A device that has opened the door's page, or has asked about a code from one that it kept, has a stock of wrong codes of its own: it
waits for nobody else's mistakes. Only so many devices behind an address are given one, or a guesser would come as a new device each
time. All others there share one stock, since many phones mistype. When that is spent, they are told at a slow, steady pace whether a
code is right; the rest are asked to come again in a moment, right code or wrong, so that the answer says nothing. Whoever holds a
valid cookie, session, token or QR link never waits.
"""

import secrets
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from ideahub.edge.identity import credentials_of, leads
from ideahub.edge.limits import (
    DAY_S,
    KNOCKS,
    NEW_DEVICES,
    OWN_CODES,
    WRONG_CODES,
    Ask,
    Limit,
    first_has_left,
    grant,
    left_of_all,
)
from ideahub.edge.problems import problem
from ideahub.workshops.joining import cookie_name, find_participant
from ideahub.workshops.models import Workshop

DEVICE, QR = "ideahub_d", "ideahub_q"
SALTS = {DEVICE: "ideahub.device", QR: "ideahub.qr"}
# No longer than an own stock takes to fill, so that what one device may guess in all is bounded.
KEPT_S = DAY_S
COME_AGAIN_S = 5


class Knocker(NamedTuple):
    """Where somebody comes from who names a code; `device` where it was given a stock of its own."""

    address: str
    device: str | None

    @property
    def stocks(self) -> list[tuple[Limit, str]]:
        own = [(OWN_CODES, self.device)] if self.device else []
        return [*own, (WRONG_CODES, self.address)]


def knocker_of(request: HttpRequest) -> Knocker:
    return Knocker(address_of(request), device_in(request.COOKIES))


def may_be_told(who: Knocker, *, right: bool) -> bool:
    """Whether somebody without any proof is told now if their code is right. Wrong ones use up a stock."""
    stocks = [Ask(limit, whose, 0 if right else 1) for limit, whose in who.stocks]
    return first_has_left([*stocks, Ask(KNOCKS, who.address, 1)])


def with_stock(knockers: Collection[Knocker]) -> set[Knocker]:
    """Those who are told at once; takes nothing from anybody."""
    stocks = list(dict.fromkeys(stock for one in knockers for stock in one.stocks))
    lasting = {stock for stock, left in zip(stocks, left_of_all(stocks), strict=True) if left}
    return {one for one in knockers if not lasting.isdisjoint(one.stocks)}


def turned_away() -> JsonResponse:
    detail = _("Många koder har varit fel. Vänta några sekunder.")
    return problem(429, "too_fast", detail, retry_after_s=COME_AGAIN_S)


def verdict(request: HttpRequest, *, wrong: JsonResponse) -> JsonResponse:
    """The answer to a wrong code from somebody without proof."""
    return wrong if may_be_told(knocker_of(request), right=False) else turned_away()


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def has_proof(request: HttpRequest, workshop: Workshop) -> bool:
    """Whether the caller has been let in before, leads the workshop, or came by its QR code."""
    if find_participant(workshop.id, request.COOKIES.get(cookie_name(workshop.id))) or came_by_qr(request, workshop):
        return True
    user = credentials_of(request).user
    return user is not None and leads(user.id, workshop)


def give_stock(request: HttpRequest, page: HttpResponseBase) -> None:
    """For the door's page when somebody opens it: this device's wrong codes are its own from now on, as long as its address has not had
    too many. What a service worker fetches to keep it brings none: it would be thrown away."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        _give_stock(request, page)


def give_stock_later(request: HttpRequest, answer: HttpResponseBase, workshop: Workshop | None) -> None:
    """The same for a phone whose page came from its service worker, with the answer about a code, right or wrong: its next try counts
    on its own. `workshop`: whose code it is."""
    by_own_page = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if by_own_page and (workshop is None or not has_proof(request, workshop)):
        _give_stock(request, answer)


def _give_stock(request: HttpRequest, response: HttpResponseBase) -> None:
    if device_in(request.COOKIES) is None and grant(NEW_DEVICES, address_of(request)):
        _give(response, DEVICE, secrets.token_urlsafe(12))


def device_in(cookies: Mapping[str, str]) -> str | None:
    """None where the cookie is missing, forged or too old."""
    return _shown(cookies, DEVICE)


def remember_qr(response: HttpResponseBase, workshop: Workshop) -> None:
    """Whoever has the 128 bits of the QR link need not be slowed when they join with the code that it brought them."""
    _give(response, QR, workshop.id.hex)


def came_by_qr(request: HttpRequest, workshop: Workshop) -> bool:
    return _shown(request.COOKIES, QR) == workshop.id.hex


def _named(cookie: str) -> str:
    return f"{'__Host-' if settings.HTTPS else ''}{cookie}"


def _give(response: HttpResponseBase, cookie: str, value: str) -> None:
    signed = signing.TimestampSigner(salt=SALTS[cookie]).sign(value)
    response.set_cookie(
        _named(cookie), signed, max_age=KEPT_S, path="/", secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def _shown(cookies: Mapping[str, str], cookie: str) -> str | None:
    try:
        return signing.TimestampSigner(salt=SALTS[cookie]).unsign(cookies.get(_named(cookie), ""), max_age=KEPT_S)
    except signing.BadSignature:
        return None
