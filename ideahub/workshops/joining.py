"""Joining with a code and no account: a token that only the phone holds, bound to one workshop."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
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
COOKIE_PREFIX = "ideahub_p_"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """`name` is clean; without a language they get the workshop's."""

    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    participant: Participant
    token: str


def cookie_name(workshop: UUID) -> str:
    """One cookie a workshop, so that a day of parallel ones works; the strict prefix wherever https allows it."""
    return f"{'__Host-' if settings.HTTPS else ''}{COOKIE_PREFIX}{workshop.hex[-12:]}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_participant(workshop: UUID, token: str | None) -> Participant | None:
    if not token:
        return None
    return Participant.objects.filter(workshop_id=workshop, token_hash=hash_token(token)).first()


def find_participants(workshop: UUID, tokens: Iterable[str | None]) -> dict[str, Participant]:
    """By token, with one query, or none where nobody has one. Who is not of this workshop is left out."""
    hashes = {hash_token(token): token for token in tokens if token}
    people = Participant.objects.filter(workshop_id=workshop, token_hash__in=hashes) if hashes else ()
    return {hashes[person.token_hash]: person for person in people}


def is_participants_token(token: str | None) -> bool:
    """Whether it is anybody's, in whatever workshop."""
    return bool(token) and Participant.objects.filter(token_hash=hash_token(token or "")).exists()


def clean_name(raw: str | None) -> str:
    return clean(raw or "", most=MOST_CHARS_OF_NAME, field="name", least=0)


def join(workshop: Workshop, *, name: str | None, language: str | None) -> Joined:
    """Makes a participant of an open, unlocked workshop. Raises `not_open`, `closed`, or `invalid` for the name."""
    return join_all(workshop, [Newcomer(clean_name(name), language)])[0]


def join_all(workshop: Workshop, newcomers: Sequence[Newcomer]) -> list[Joined]:
    """All of them in one transaction, in their order. Raises `not_open` or `closed`, and then lets nobody in."""
    joined = [_arrived(workshop, one) for one in newcomers]
    with open_log(workshop.id) as log:
        # Under the lock, so that nobody slips in behind a close or a lock.
        _require_taking_people(Workshop.objects.get(pk=workshop.pk))
        Participant.objects.bulk_create([one.participant for one in joined])
        for one in joined:
            log.record(events.ParticipantJoined, participant=facts.participant_fact(one.participant))
    return joined


def _arrived(workshop: Workshop, newcomer: Newcomer) -> Joined:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    person = Participant(
        id=new_id(),
        workshop=workshop,
        name=newcomer.name,
        language=newcomer.language or workshop.language,
        token_hash=hash_token(token),
        joined_at=now(),
    )
    return Joined(person, token)


def _require_taking_people(workshop: Workshop) -> None:
    if workshop.status == "closed":
        raise DomainError("closed", _("Mötet är avslutat."))
    if workshop.status != "open" or workshop.locked:
        raise DomainError("not_open", _("Mötet tar inte emot fler just nu. Säg till den som leder det."))
