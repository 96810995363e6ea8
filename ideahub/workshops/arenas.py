from datetime import date
from typing import Any

from django.db import transaction

from ideahub.accounts.models import User
from ideahub.accounts.people import found_arena
from ideahub.accounts.rules import require_arena_maker, require_organizer
from ideahub.text import clean, clean_address, clean_line
from ideahub.workshops.models import Arena
from ideahub.workshops.plans import KEEP, Unchanged


@transaction.atomic
def create_arena(*, by: User, name: str, place: str = "", on: date | None = None, language: str = "sv") -> Arena:
    """Whoever makes it is its organizer. Raises DomainError: `not_allowed`, or `invalid` for a name."""
    require_arena_maker(by)
    arena = Arena.objects.create(
        name=clean_line(name, most=120, field="name"),
        place=clean_line(place, most=120, field="place", least=0),
        date=on,
        language=language,
    )
    found_arena(by=by, arena_id=arena.id)
    return arena


def change_arena(
    *,
    by: User,
    arena: Arena,
    name: str | Unchanged = KEEP,
    place: str | Unchanged = KEEP,
    on: date | Unchanged | None = KEEP,
    language: str | Unchanged = KEEP,
    controller: str | Unchanged = KEEP,
    data_contact: str | Unchanged = KEEP,
    data_text: str | Unchanged = KEEP,
    data_text_en: str | Unchanged = KEEP,
) -> Arena:
    """For organizers. What is said about personal data is told to participants as it is now. Raises DomainError."""
    require_organizer(user_id=by.id, arena_id=arena.id)
    changed: dict[str, Any] = {}
    if name is not KEEP:
        changed["name"] = clean_line(name, most=120, field="name")
    if place is not KEEP:
        changed["place"] = clean_line(place, most=120, field="place", least=0)
    if on is not KEEP:
        changed["date"] = on
    if language is not KEEP:
        changed["language"] = language
    if controller is not KEEP:
        changed["controller"] = clean_line(controller, most=120, field="controller", least=0)
    if data_contact is not KEEP:
        changed["data_contact"] = clean_address(data_contact, field="data_contact") if data_contact.strip() else ""
    if data_text is not KEEP:
        changed["data_text"] = clean(data_text, most=600, field="data_text", least=0)
    if data_text_en is not KEEP:
        changed["data_text_en"] = clean(data_text_en, most=600, field="data_text_en", least=0)
    # Only these are written: what somebody else changes meanwhile stays.
    for field, value in changed.items():
        setattr(arena, field, value)
    arena.save(update_fields=changed)
    return arena
