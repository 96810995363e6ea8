"""The accessibility statement: what the law asks of public services, and only what is true of this one."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideahub.pages.access import keep_private

# When the text was last held against the product; whoever changes either looks at the other.
WRITTEN_ON = date(2026, 11, 29)
# Where anybody reports a public service that does not follow the law.
SUPERVISION_URL = "https://www.digg.se/tdosanmalan"


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    context = {
        "operator": settings.OPERATOR,
        "contact": settings.ACCESSIBILITY_CONTACT,
        "reviewed_on": settings.ACCESSIBILITY_REVIEWED,
        "written_on": WRITTEN_ON,
        "supervision_url": SUPERVISION_URL,
    }
    return keep_private(render(request, "pages/accessibility.html", context))
