"""The way into a meeting without an account: the same for the app and for the plain page."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase

from ideahub.workshops.joining import cookie_name

COOKIE_AGE_S = 180 * 24 * 3600


def keep_cookie(response: HttpResponseBase, workshop: UUID, token: str) -> None:
    """Gives the device the one thing that says which participant it is."""
    response.set_cookie(
        cookie_name(workshop),
        token,
        max_age=COOKIE_AGE_S,
        path="/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
