"""Who is asking of a workshop: a phone by its cookie, staff by their session, a projector by its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.actor import Actor, Audience
from ideahub.workshops.joining import cookie_name, find_participant, is_participants_token
from ideahub.workshops.models import Participant, ProjectorLink, Workshop
from ideahub.workshops.projector_links import find_by_token

LEADS = (Role.ORGANIZER, Role.FACILITATOR)


class Unknown(Exception):
    """Nobody that this workshop knows: 401, or 404 when no such workshop may be named."""


class Stranger(Unknown):
    """Somebody from another workshop, who is told that there is none of this code."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request carries. `wants` narrows it to one audience, since one browser can hold several."""

    cookies: Mapping[str, str]
    user: User | None
    token: str | None = None
    wants: str | None = None


def workshop_by_code(code: str) -> Workshop | None:
    if not (code.isascii() and code.isdecimal()):
        return None
    return Workshop.objects.select_related("arena").filter(code=code).first()


def identify(workshop: Workshop, credentials: Credentials) -> Actor:
    """The caller as an actor. Raises Unknown, and Stranger for somebody who belongs to another workshop."""
    if credentials.token:
        return _projector(workshop, credentials.token)
    wants = credentials.wants
    if wants in {None, "participant"} and (actor := _participant(workshop, credentials.cookies)):
        return actor
    if wants in {None, "staff"} and credentials.user and (actor := _staff(workshop, credentials.user)):
        return actor
    if _belongs_elsewhere(workshop, credentials):
        raise Stranger
    raise Unknown


def _belongs_elsewhere(workshop: Workshop, credentials: Credentials) -> bool:
    """A phone has a cookie for each workshop it is in: only another's token under this one's name is somebody else's."""
    if credentials.wants != "participant" and credentials.user is not None:
        return True
    return is_participants_token(credentials.cookies.get(cookie_name(workshop.id)))


def _participant(workshop: Workshop, cookies: Mapping[str, str]) -> Actor | None:
    person = find_participant(workshop.id, cookies.get(cookie_name(workshop.id)))
    return Actor(Audience.PARTICIPANT, person.id, person.language) if person else None


def _staff(workshop: Workshop, user: User) -> Actor | None:
    if leads(user.id, workshop):
        return Actor(Audience.STAFF, user.id, user.language)
    return None


def _projector(workshop: Workshop, token: str) -> Actor:
    link = find_by_token(token)
    if link is None:
        raise Unknown
    if link.workshop_id != workshop.id:
        raise Stranger
    return Actor(Audience.PROJECTOR, link.id, workshop.language)


def leads(user: UUID, workshop: Workshop) -> bool:
    return Membership.objects.filter(user=user, arena=workshop.arena_id, role__in=LEADS, user__is_active=True).exists()


def still_allowed(workshop: UUID, audience: Audience, ids: set[UUID]) -> set[UUID]:
    """Those of the ids that may still listen; asked once a minute for all sockets of an audience together."""
    if audience is Audience.PARTICIPANT:
        return set(Participant.objects.filter(workshop=workshop, pk__in=ids).values_list("pk", flat=True))
    if audience is Audience.PROJECTOR:
        live = ProjectorLink.objects.filter(workshop=workshop, pk__in=ids, revoked_at=None)
        return set(live.values_list("pk", flat=True))
    members = Membership.objects.filter(arena__workshops=workshop, user__in=ids, role__in=LEADS, user__is_active=True)
    return set(members.values_list("user_id", flat=True))


NOT_JOINED = _("Du är inte med i mötet. Gå med först.")
NO_SUCH_WORKSHOP = _("Det finns inget möte med den koden.")
