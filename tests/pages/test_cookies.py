"""A participant's device is given those cookies that its person is told of, and no others."""

from django.conf import settings
from django.test import Client

from ideahub.edge.knocking import DEVICE, QR
from ideahub.edge.limits import DAY_S
from ideahub.pages.middleware import YEAR_S
from ideahub.workshops.joining import cookie_name
from tests.support.page import text_of
from tests.support.room import Room


def test_all_cookies_are_told_of_and_how_long_they_are_kept(stranger: Client, room: Room) -> None:
    code = room.workshop.code
    told = text_of(stranger.get(f"/plain/{code}/"))
    for address in (f"/j/{code}", f"/j/{code}?lang=en", f"/q/{room.workshop.qr_token}"):
        assert stranger.get(address).status_code == 200
    joined = stranger.post(f"/api/workshops/{code}/join/", {}, content_type="application/json")
    assert joined.status_code == 201
    long = {
        "En kaka håller reda på att det är du": cookie_name(room.workshop.id),
        "en skyddar det du skickar": settings.CSRF_COOKIE_NAME,
        "en minns det språk du har valt. De sparas i högst ett år.": settings.LANGUAGE_COOKIE_NAME,
    }
    short = {
        "Två gäller ett dygn: en skiljer din telefon från andras när koder skrivs fel": DEVICE,
        "en minns att du kom med QR-koden": QR,
    }
    assert [words for words in (long | short) if words not in told] == []
    assert set(stranger.cookies) == {*long.values(), *short.values()}
    kept_s = {name: int(cookie["max-age"]) for name, cookie in stranger.cookies.items()}
    assert max(kept_s.values()) <= YEAR_S
    assert {name for name, seconds in kept_s.items() if seconds <= DAY_S} == set(short.values())
