"""Every address of the service, from the URL conf, filled with the objects of one workshop."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from ideahub.accounts.models import Membership
from ideahub.core.ids import new_id
from ideahub.live.routing import websocket_urls
from ideahub.reports.models import Report
from ideahub.workshops.models import ProjectorLink, Workshop

Json = dict[str, Any]
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# Parameters that name something of one workshop or arena.
OBJECTS = {"code", "workshop_id", "arena_id", "link_id", "member_id", "report_id", "token", "participant_id"}

NOWHERE = {"code": "000000", "member_id": "99999999", "token": "x" * 22, "name": "x", "at": "0"}


def read_routes(wanted: Json) -> Json:
    workshop = Workshop.objects.get(pk=UUID(wanted["workshop"]))
    values = _values(workshop)
    routes = [
        {"pattern": pattern, "path": "/" + PLACEHOLDER.sub(lambda found: values.get(found[1], "1"), pattern),
         "nowhere": "/" + PLACEHOLDER.sub(lambda found: NOWHERE.get(found[1], str(new_id())), pattern),
         "objects": [name for name in PLACEHOLDER.findall(pattern) if name in OBJECTS]}
        for pattern in _patterns(get_resolver().url_patterns, "")
    ]  # fmt: skip
    sockets = [str(one.pattern) for one in websocket_urls]
    return {"routes": routes, "sockets": sockets}


def _values(workshop: Workshop) -> dict[str, str]:
    report = Report.objects.filter(workshop=workshop).first()
    return {
        "code": workshop.code,
        "workshop_id": str(workshop.id),
        "arena_id": str(workshop.arena_id),
        "link_id": str(ProjectorLink.objects.filter(workshop=workshop).latest("created_at").id),
        "member_id": str(Membership.objects.filter(arena=workshop.arena_id).latest("id").id),
        "report_id": str(report.pk) if report else "1",
        "token": workshop.qr_token,
        "name": "x",
        "at": "0",
    }


def _patterns(known: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for one in known:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, pattern)
        # A pattern that takes everything else is the place where nothing is found.
        elif "^" not in str(one.pattern):
            yield pattern
