"""Every address of the service, from the URL conf, filled with the objects of one workshop."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from ideahub.accounts.models import Membership, Role
from ideahub.commands import execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.live.routing import websocket_urls
from ideahub.operations.models import Rehearsal
from ideahub.reports.domain import claim_report, write_report
from ideahub.reports.links import key_of
from ideahub.workshops.day_screens import make_day_screen
from ideahub.workshops.models import Participant, ProjectorLink, Workshop
from ideahub.workshops.receipts import make_receipt
from tests.faults.prepared import session_of
from tests.support.room import command, make_user

Json = dict[str, Any]
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
# Parameters that name something of one workshop or arena.
OBJECTS = {"code", "workshop_id", "arena_id", "link_id", "member_id", "rehearsal_id", "token"}

NOWHERE = {"code": "000000", "member_id": "99999999", "token": "x" * 22, "name": "x", "at": "0"}


def read_routes(wanted: Json) -> Json:
    """The addresses of a workshop that `end_with_everything` has prepared, `tokens` being what it answered with."""
    workshop = Workshop.objects.get(pk=UUID(wanted["workshop"]))
    values = _values(workshop, wanted["tokens"])
    routes = [
        {"pattern": pattern, "path": _filled(pattern, values, wrong_token(pattern)),
         "own": _filled(pattern, values, right_token(pattern)),
         "nowhere": "/" + PLACEHOLDER.sub(lambda found: NOWHERE.get(found[1], str(new_id())), pattern),
         "objects": [name for name in PLACEHOLDER.findall(pattern) if name in OBJECTS]}
        for pattern in _patterns(get_resolver().url_patterns, "")
    ]  # fmt: skip
    sockets = [str(one.pattern) for one in websocket_urls]
    return {"routes": routes, "sockets": sockets}


def end_with_everything(wanted: Json) -> Json:
    """Closes a workshop and gives it what only one that is over can have: a report with its key, a receipt, a rehearsal."""
    workshop = Workshop.objects.get(pk=UUID(wanted["workshop"]))
    leader = Membership.objects.filter(arena=workshop.arena_id).latest("id").user
    assert execute_batch(workshop.id, [command(Actor(Audience.STAFF, leader.id), "workshop.close")])[0].ok
    while (report := claim_report(now())) is not None:
        assert write_report(report, now=now())
    person = Participant.objects.filter(workshop=workshop).latest("joined_at")
    organizer = make_user(workshop, name="olga", role=Role.ORGANIZER)
    _screen, day_screen = make_day_screen(by=organizer, arena=workshop.arena, day=timezone.localdate())
    rehearsal = Rehearsal.objects.create(
        workshop=workshop, asked_by=leader, phones=2, state=Rehearsal.State.DONE, created_at=now()
    )
    return {
        "receipt": make_receipt(person),
        "organizer": session_of(organizer),
        "day_screen": day_screen,
        "qr": workshop.qr_token,
        "key": key_of(workshop.id),
        "rehearsal": str(rehearsal.id),
    }


def right_token(pattern: str) -> str:
    """Of the addresses whose last part is itself the key: which kind of key it is."""
    return "receipt" if pattern.startswith("r/") else "qr"


def wrong_token(pattern: str) -> str:
    """A key of the same workshop to another thing; with the right one anybody may come in."""
    return "qr" if pattern.startswith("r/") else "receipt"


def _filled(pattern: str, values: dict[str, str], token: str) -> str:
    return "/" + PLACEHOLDER.sub(lambda found: values[token if found[1] == "token" else found[1]], pattern)


def _values(workshop: Workshop, tokens: dict[str, str]) -> dict[str, str]:
    return {
        **tokens,
        "rehearsal_id": tokens["rehearsal"],
        "code": workshop.code,
        "workshop_id": str(workshop.id),
        "arena_id": str(workshop.arena_id),
        "link_id": str(ProjectorLink.objects.filter(workshop=workshop).latest("created_at").id),
        "member_id": str(Membership.objects.filter(arena=workshop.arena_id).latest("id").id),
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
