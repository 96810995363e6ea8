"""Whether a code to sign in may be mailed. Anybody can type anybody's address: whoever asks as a stranger spends what strangers
share, a device on which that person has signed in before has a budget of its own. All limits together bound the mails."""

import secrets

from allauth.core import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from ideahub.edge.knocking import address_of

COOKIE = "ideahub_known"
SALT = "ideahub.pages.known_devices"
AGE_S = 180 * 24 * 3600
MOST_PEOPLE = 5


def may_mail_code(request: HttpRequest, email: str) -> bool:
    """Counts this request. False when the mails that this caller may have sent to the address are spent."""
    device, people = _known(request)
    if _digest(email) in people:
        return _grants(request, "request_login_code_known", email, device)
    # What comes from one place first: it must not spend what all strangers share.
    return _grants(request, "request_login_code_nearby", email, address_of(request)) and _grants(
        request, "request_login_code_strangers", email
    )


def remember_device(request: HttpRequest, response: HttpResponseBase, *, email: str) -> None:
    """Somebody has signed in here: their next codes are not counted with those that strangers ask for."""
    device, people = _known(request)
    latest_first = list(dict.fromkeys([_digest(email), *people]))[:MOST_PEOPLE]
    response.set_cookie(
        _cookie_name(),
        signing.dumps([device or secrets.token_urlsafe(12), latest_first], salt=SALT),
        max_age=AGE_S,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _grants(request: HttpRequest, limit: str, *key: str) -> bool:
    return bool(ratelimit.consume(request, action=limit, key=" ".join(key).lower()))


def _known(request: HttpRequest) -> tuple[str, list[str]]:
    """This device's name and who has signed in on it; nobody where the cookie is missing, forged or too old."""
    try:
        device, people = signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=SALT, max_age=AGE_S)
    except signing.BadSignature:
        return "", []
    return str(device), list(people)


def _digest(email: str) -> str:
    """The cookie shows no address to whoever looks at the device."""
    return salted_hmac(SALT, email.lower()).hexdigest()[:20]


def _cookie_name() -> str:
    return f"{'__Host-' if settings.HTTPS else ''}{COOKIE}"
