"""Joining with a code and no account: a token that only the phone holds, bound to one workshop."""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ideahub.core.clock import now
from ideahub.core.errors import DomainError
from ideahub.core.ids import new_id
from ideahub.eventlog.log import open_log
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops import facts
from ideahub.workshops.models import Participant, Workshop

MOST_CHARS_OF_NAME = 40
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Joined:
    participant: Participant
    token: str


def cookie_name(workshop: UUID) -> str:
    """One cookie a workshop, so that a day of parallel ones works; the strict prefix wherever https allows it."""
    return f"{'__Host-' if settings.HTTPS else ''}ideahub_p_{workshop.hex[-12:]}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_participant(workshop: UUID, token: str | None) -> Participant | None:
    if not token:
        return None
    return Participant.objects.filter(workshop_id=workshop, token_hash=hash_token(token)).first()


def is_participants_token(token: str | None) -> bool:
    """Whether it is anybody's, in whatever workshop."""
    return bool(token) and Participant.objects.filter(token_hash=hash_token(token or "")).exists()


def clean_name(raw: str | None) -> str:
    return clean(raw or "", most=MOST_CHARS_OF_NAME, field="name", least=0)


def join(workshop: Workshop, *, name: str | None, language: str | None) -> Joined:
    """Makes a participant of an open, unlocked workshop. Raises `not_open`, `closed`, or `invalid` for the name."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    person = Participant(
        id=new_id(),
        workshop=workshop,
        name=clean_name(name),
        language=language or workshop.language,
        token_hash=hash_token(token),
        joined_at=now(),
    )
    with open_log(workshop.id) as log:
        # Under the lock, so that nobody slips in behind a close or a lock.
        _require_taking_people(Workshop.objects.get(pk=workshop.pk))
        person.save(force_insert=True)
        log.record(events.ParticipantJoined, participant=facts.participant_fact(person))
    return Joined(person, token)


def _require_taking_people(workshop: Workshop) -> None:
    if workshop.status == "closed":
        raise DomainError("closed", _("Mötet är avslutat."))
    if workshop.status != "open" or workshop.locked:
        raise DomainError("not_open", _("Mötet tar inte emot fler just nu. Säg till den som leder det."))
