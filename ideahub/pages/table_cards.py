"""Cards to cut out, one for each table, with the way into the meeting."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ideahub.pages.access import find_led_workshop, keep_private
from ideahub.workshops.plans import planned_tables

ON_A_SHEET = 4
MOST_TABLES = 99


@login_required
@require_safe
def table_cards(request: HttpRequest, workshop_id: UUID) -> HttpResponse:
    """For as many tables as `?tables=` says, else as the steps have; without tables one sheet of cards without numbers."""
    refusal = _("Bara den som förbereder mötet skriver ut bordskorten.")
    workshop = find_led_workshop(request, workshop_id=workshop_id, refusal=refusal)
    tables = _read_count(request.GET.get("tables", ""))
    if tables is None:
        tables = planned_tables(workshop.activities.all())
    context = {
        "workshop": workshop,
        "address": urlsplit(settings.PUBLIC_URL).netloc,
        "tables": tables,
        "most": MOST_TABLES,
        "sheets": sheets_of(tables),
    }
    return keep_private(render(request, "pages/table_cards.html", context))


def sheets_of(tables: int) -> list[list[int | None]]:
    """The numbers on each sheet; None is a card for any table."""
    numbers: list[int | None] = [*range(1, tables + 1)] or [None] * ON_A_SHEET
    return [numbers[first : first + ON_A_SHEET] for first in range(0, len(numbers), ON_A_SHEET)]


def _read_count(typed: str) -> int | None:
    """None where nothing that is a number was typed."""
    return min(int(typed[:4]), MOST_TABLES) if typed.isascii() and typed.isdigit() else None
