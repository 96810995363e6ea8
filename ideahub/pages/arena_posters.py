"""The posters of an arena's meetings in one print, and the cards for their tables."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideahub.pages.access import find_led_arena, keep_private
from ideahub.pages.posters import where_and_when
from ideahub.pages.table_cards import sheets_of
from ideahub.workshops.models import Arena, Workshop
from ideahub.workshops.plans import planned_tables
from ideahub.workshops.queries import with_setup


@login_required
@require_safe
def arena_posters(request: HttpRequest, arena_id: UUID) -> HttpResponse:
    """One page for each meeting that has not ended, of `?day=` or of all days; with `?cards=1` the cards for its tables after it."""
    refusal = _("Bara den som förbereder möten skriver ut affischerna.")
    arena = find_led_arena(request, arena_id=arena_id, refusal=refusal)
    day = _read_day(request.GET.get("day", ""))
    with_cards = request.GET.get("cards") == "1"
    meetings = [(one, planned_tables(one.activities.all())) for one in _meetings(arena, day)]
    context = {
        "arena": arena,
        "day": day,
        "address": urlsplit(settings.PUBLIC_URL).netloc,
        "with_cards": with_cards,
        "cards": sum(tables for _meeting, tables in meetings),
        "meetings": [
            {"workshop": one, "when": where_and_when(one), "sheets": sheets_of(tables) if with_cards and tables else []}
            for one, tables in meetings
        ],
    }
    return keep_private(render(request, "pages/arena_posters.html", context))


def _meetings(arena: Arena, day: date | None) -> list[Workshop]:
    """Those of the day, and on today what runs now; in the order of the day."""
    ahead = Workshop.objects.filter(arena=arena, is_rehearsal=False).exclude(status="closed").select_related("arena")
    return [one for one in with_setup(ahead).order_by("starts_at", "id") if day is None or _is_on(one, day)]


def _is_on(workshop: Workshop, day: date) -> bool:
    if workshop.status == "open" and day == timezone.localdate():
        return True
    return workshop.starts_at is not None and timezone.localdate(workshop.starts_at) == day


def _read_day(typed: str) -> date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
