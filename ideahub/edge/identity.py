"""Who is asking of a workshop: a phone by its cookie, staff by their session, a projector by its token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from ideahub.accounts.models import Membership, Role, User
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.edge.log_context import about
from ideahub.workshops.joining import cookie_name, find_participant, is_participants_token
from ideahub.workshops.models import Participant, Workshop
from ideahub.workshops.projector_links import find_by_token, still_shown

LEADS = (Role.ORGANIZER, Role.FACILITATOR)


class Unknown(Exception):
    """Nobody that this workshop knows: 401, or 404 when no such workshop may be named."""


class Stranger(Unknown):
    """Somebody from another workshop, or with a code of none: told that there is none of this code."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request carries. `wants` narrows it to one audience, since one browser can hold several."""

    cookies: Mapping[str, str]
    user: User | None
    token: str | None = None
    wants: str | None = None


def credentials_of(request: HttpRequest) -> Credentials:
    """What a request carries; a projector's token stands in its Authorization header. Reads the session: not on the event loop."""
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else None
    # Not `request.user`: DRF puts its own idea of it in place of the session's.
    user = get_user(request)
    return Credentials(
        cookies=request.COOKIES,
        user=user if isinstance(user, User) else None,
        token=token,
        wants=request.GET.get("as"),
    )


def signed_in(cookies: Mapping[str, str]) -> User | None:
    """Whose session the cookies carry; nobody's costs no query."""
    if settings.SESSION_COOKIE_NAME not in cookies:
        return None
    request = HttpRequest()
    request.session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    user = get_user(request)
    return user if isinstance(user, User) else None


def workshop_by_code(code: str) -> Workshop | None:
    if not (code.isascii() and code.isdecimal()):
        return None
    found = Workshop.objects.select_related("arena").filter(code=code).first()
    if found is not None:
        about(found.id)
    return found


def identify(workshop: Workshop | None, credentials: Credentials) -> Actor:
    """The caller as an actor. Raises Unknown, and Stranger for who belongs to another workshop or names none there is."""
    if workshop is None:
        raise Unknown if credentials.token and find_by_token(credentials.token) is None else Stranger
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
        return still_shown(workshop, ids)
    members = Membership.objects.filter(arena__workshops=workshop, user__in=ids, role__in=LEADS, user__is_active=True)
    return set(members.values_list("user_id", flat=True))


def lasting_sessions(keys: set[str]) -> set[str]:
    """Those that nobody has signed out of, that have not run out, and whose user has had no other password since."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
    sessions = {one.session_key: one.get_decoded() for one in rows}
    users = User.objects.in_bulk([UUID(data[SESSION_KEY]) for data in sessions.values() if SESSION_KEY in data])
    return {key for key, data in sessions.items() if _is_of_now(data, users)}


def _is_of_now(data: dict[str, Any], users: dict[UUID, User]) -> bool:
    user = users.get(UUID(data[SESSION_KEY])) if SESSION_KEY in data else None
    if user is None:
        return False
    good = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(data.get(HASH_SESSION_KEY, ""), one) for one in good)


NOT_JOINED = _("Du är inte med i mötet. Gå med först.")
NO_SUCH_WORKSHOP = _("Det finns inget möte med den koden.")
