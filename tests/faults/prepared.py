"""Workshops to break things in: one step open, phones that have joined, ideas to vote on."""

import secrets
from typing import Any

from django.conf import settings
from django.test import Client

from ideahub.commands import execute_batch
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.core.ids import new_id
from ideahub.workshops.joining import cookie_name, hash_token
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.projector_links import make_link
from tests.support.room import command, make_draft, make_user

Json = dict[str, Any]

STEP_SETTINGS: dict[str, Json] = {
    "collect": {"anonymous": True, "comments": True, "grace_s": 5},
    "vote": {"votes_per_person": 10, "max_per_target": 3, "show_results": "live"},
}
KINDS = ("collect", "vote", "close")
BATCH = 400


def make_workshop(wanted: Json) -> Json:
    """`title`, `step` (collect or vote), `phones`, `ideas`; answers with ids and with everybody's way in."""
    workshop = make_draft(title=wanted["title"], kinds=wanted.get("kinds", KINDS))
    workshop.recipients = wanted.get("recipients", [])
    workshop.save()
    columns = [str(one.id) for one in workshop.columns.all()]
    steps = {one.kind: one for one in workshop.activities.all()}
    for kind, rules in STEP_SETTINGS.items():
        steps[kind].settings = rules | wanted.get("settings", {})
        steps[kind].save()
    leader = make_user(workshop, name="ana")
    ana = Actor(Audience.STAFF, leader.id)
    execute_batch(
        workshop.id, [command(ana, "workshop.open"), command(ana, "activity.start", activity=steps["collect"].id)]
    )
    ideas = _write_ideas(workshop, ana, columns, wanted["title"], wanted.get("ideas", 0))
    if wanted["step"] == "vote":
        execute_batch(workshop.id, [command(ana, "activity.start", activity=steps["vote"].id)])
    _link, token = make_link(workshop=workshop)
    return {
        "id": str(workshop.id),
        "arena": str(workshop.arena_id),
        "code": workshop.code,
        "qr": workshop.qr_token,
        "title": wanted["title"],
        "columns": columns,
        "ideas": ideas,
        "vote": str(steps["vote"].id),
        "steps": {kind: str(step.id) for kind, step in steps.items()},
        "rules": STEP_SETTINGS["vote"] | wanted.get("settings", {}),
        "staff": session_of(leader),
        "projector": token,
        "phones": _let_in(workshop, wanted["phones"]),
    }


def _write_ideas(workshop: Workshop, ana: Actor, columns: list[str], title: str, count: int) -> list[str]:
    ideas = [str(new_id()) for _ in range(count)]
    sent = [
        command(ana, "idea.capture", idea=idea, column=columns[at % len(columns)], text=f"{title}: förslag {at}")
        for at, idea in enumerate(ideas)
    ]
    for at in range(0, len(sent), BATCH):
        assert all(result.ok for result in execute_batch(workshop.id, sent[at : at + BATCH]))
    return ideas


def _let_in(workshop: Workshop, count: int) -> list[Json]:
    """Joined all at once: joining is what one of the experiments measures, the others begin after it."""
    tokens = [secrets.token_urlsafe(32) for _ in range(count)]
    people = [
        Participant(id=new_id(), workshop=workshop, token_hash=hash_token(token), joined_at=now()) for token in tokens
    ]
    Participant.objects.bulk_create(people)
    name = cookie_name(workshop.id)
    return [
        {"participant": str(person.id), "cookie": f"{name}={token}"}
        for person, token in zip(people, tokens, strict=True)
    ]


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
