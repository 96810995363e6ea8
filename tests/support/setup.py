"""Ana is responsible for an arena, Ben leads meetings in it, Rut reads there; Cleo is responsible for another one."""

from dataclasses import dataclass
from typing import Any

from rest_framework.test import APIClient

from ideahub.accounts.models import Membership, Role, User
from ideahub.accounts.people import found_arena
from ideahub.workshops.agenda_templates import agenda_template
from ideahub.workshops.arenas import create_arena
from ideahub.workshops.models import Arena, Workshop
from ideahub.workshops.plans import version_of
from ideahub.workshops.setup import create_workshop


@dataclass(frozen=True)
class People:
    ana: User
    ben: User
    rut: User
    cleo: User
    arena: Arena
    elsewhere: Arena


def gather_people() -> People:
    ana, ben, rut, cleo = (
        User.objects.create_user(f"{name}@example.se", name=name) for name in ("ana", "ben", "rut", "cleo")
    )
    arena = create_arena(by=ana, name="Trädgården")
    Membership.objects.create(user=ben, arena=arena, role=Role.FACILITATOR)
    Membership.objects.create(user=rut, arena=arena, role=Role.READER)
    elsewhere = Arena.objects.create(name="Hamnen")
    found_arena(by=cleo, arena_id=elsewhere.id)
    return People(ana, ben, rut, cleo, arena, elsewhere)


def make_workshop(*, by: User, arena: Arena, title: str = "Omställning", template: Any = "ideas") -> Workshop:
    return create_workshop(by=by, arena=arena, template=agenda_template(template, "sv"), title=title)


def signed_in(user: User) -> APIClient:
    client = APIClient()
    client.force_login(user)
    return client


def version(workshop: Workshop) -> str:
    fresh = Workshop.objects.get(pk=workshop.pk)
    return version_of(fresh, fresh.columns.all(), fresh.activities.all())
