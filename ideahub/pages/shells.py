"""The small HTML documents in which the front end's entries start."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from ideahub.accounts.models import User
from ideahub.accounts.rules import may_make_arenas
from ideahub.core import clock
from ideahub.edge.knocking import give_stock, remember_qr
from ideahub.edge.log_context import about
from ideahub.pages.access import day_screen_of, find_led_workshop, keep_private, shown_by_projector
from ideahub.pages.codes import read_code
from ideahub.workshops.day_screens import spots_of
from ideahub.workshops.models import Workshop


@require_safe
@ensure_csrf_cookie
def phone(request: HttpRequest, code: str = "") -> HttpResponse:
    """Never tells whether a code exists: the app asks the API, which slows down those who guess."""
    known = read_code(code)
    if known and known != code:
        return redirect("phone_code", code=known)
    page = _phone(request, code=known, title=None)
    give_stock(request, page)
    return page


@require_safe
@ensure_csrf_cookie
def phone_by_qr(request: HttpRequest, token: str) -> HttpResponse:
    """Who has the token's 128 bits has been given the link, and may see the meeting's name at once."""
    workshop = Workshop.objects.filter(qr_token=token).first()
    if workshop is None:
        raise Http404
    about(workshop.id)
    page = _phone(request, code=workshop.code, title=workshop.title)
    remember_qr(page, workshop)
    return page


@login_required
@require_safe
@ensure_csrf_cookie
def board(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    refusal = _("Bara den som leder mötet ser tavlan. Du som läser ser rapporten när mötet är slut.")
    workshop = find_led_workshop(request, workshop_id=workshop_id, refusal=refusal)
    user = _user(request)
    boot = {"workshop": str(workshop.id), "code": workshop.code, "user": {"id": str(user.id), "name": user.name}}
    return keep_private(_shell(request, entry="board", title=workshop.title, boot=boot))


@require_safe
def projector(request: HttpRequest, **_ids: UUID) -> HttpResponse:
    """The same for every meeting, and for none: the token is in the fragment, which never reaches the server."""
    return keep_private(_shell(request, entry="projector", title=_("Skärmen"), boot={}))


@require_safe
def projector_meeting(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """What the screen begins with, by `Authorization: Bearer`; without the token of this meeting there is none."""
    workshop = shown_by_projector(request, workshop_id=workshop_id)
    if workshop is None:
        raise Http404
    return keep_private(JsonResponse({"code": workshop.code, "language": workshop.language}))


@require_safe
def day_screen(request: HttpRequest, **_ids: UUID) -> HttpResponse:
    """The same for every arena, and for none, as the projector's page."""
    return keep_private(_shell(request, entry="day", title=_("Dagens skärm"), boot={}))


@require_safe
def day_screen_now(request: HttpRequest, arena_id: UUID) -> HttpResponse:
    """What the day's screen shows now, by `Authorization: Bearer`; asked again every few seconds."""
    screen = day_screen_of(request, arena_id=arena_id)
    shown = {
        "arena": screen.arena.name,
        "language": screen.arena.language,
        "day": screen.day,
        "host": urlsplit(settings.PUBLIC_URL).netloc,
        "server_time": clock.now(),
        "spots": [asdict(one) for one in spots_of(screen)],
    }
    return keep_private(JsonResponse(shown))


@login_required
@require_safe
@ensure_csrf_cookie
def organizer(request: HttpRequest, **_ids: UUID) -> HttpResponse:
    """The same for every page of the organizer's: which one is in the address, and the API decides who sees what."""
    user = _user(request)
    who = {"id": str(user.id), "name": user.name, "email": user.email}
    boot = {"user": {**who, "may_make_arenas": may_make_arenas(user)}}
    return keep_private(_shell(request, entry="organizer", title=_("Möten"), boot=boot, language=user.language))


def _phone(request: HttpRequest, *, code: str | None, title: str | None) -> HttpResponse:
    plain = reverse("plain", args=[code]) if code else reverse("plain_start")
    return keep_private(_shell(request, entry="phone", title=title or _("Gå med"), boot={"code": code}, plain=plain))


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _shell(
    request: HttpRequest,
    *,
    entry: str,
    title: str,
    boot: dict[str, Any],
    language: str | None = None,
    plain: str | None = None,
) -> HttpResponse:
    """`plain`: the address of a page that does the same without script."""
    chosen = language or get_language()
    context = {
        "entry_name": entry,
        "title": title,
        "language": chosen,
        "boot": {**boot, "language": chosen},
        "plain": plain,
    }
    return render(request, "pages/shell.html", context)
