"""Action items while the workshop runs: made, changed, taken. Each ends in an event."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ideahub.actions import facts
from ideahub.actions.models import ActionItem
from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.redaction import redact_address, redact_owner
from ideahub.ideas.models import Idea
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops.rules import require_may_send_text, require_open, require_participant, require_staff
from ideahub.workshops.scene import Scene

MOST_CHARS_OF_EMAIL = 254
LENGTHS = {"title": 200, "owner_name": 80, "owner_org": 120}


def find(scene: Scene, action: UUID) -> ActionItem:
    found = scene.workshop.actions.filter(pk=action, removed=False).first()
    if found is None:
        raise DomainError("not_found", _("Åtgärden finns inte längre."), field="action")
    return found


def come_from(scene: Scene, *, idea: UUID) -> bool:
    """Whether an action names the idea it comes from."""
    return scene.workshop.actions.filter(removed=False, ideas=idea).exists()


def _tell(scene: Scene, kind: type[events.WithAction], action: ActionItem, *, was_seen: bool) -> int:
    ideas = list(action.ideas.order_by("number").values_list("id", flat=True))
    return scene.log.record(kind, was_seen=was_seen, action=facts.action_fact(action, ideas=ideas))


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with texts cleaned and dates read. Raises `invalid` naming the field."""
    checked = dict(fields)
    for name, most in LENGTHS.items():
        if name in checked:
            checked[name] = clean(checked[name] or "", most=most, field=name, least=1 if name == "title" else 0)
    if "owner_email" in checked:
        checked["owner_email"] = checked_email(checked["owner_email"] or "")
    if checked.get("due_on"):
        checked["due_on"] = _checked_date(checked["due_on"])
    return checked


def checked_email(raw: str, *, field: str = "owner_email") -> str:
    address = raw.strip()
    try:
        if len(address) > MOST_CHARS_OF_EMAIL:
            raise ValidationError("too long")
        if address:
            validate_email(address)
    except ValidationError:
        raise DomainError("invalid", _("Skriv adressen så här: namn@exempel.se."), field=field) from None
    return address


def _checked_date(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise DomainError("invalid", _("Skriv datumet så här: 2026-09-01."), field="due_on") from None


def _ideas_of(scene: Scene, ideas: Iterable[UUID]) -> list[Idea]:
    wanted = set(ideas)
    found = list(scene.workshop.ideas.filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="ideas")
    return found


def create_action(scene: Scene, actor: Actor, *, action: UUID, ideas: Iterable[UUID], **fields: Any) -> int:
    """Makes an action item. Owner and due date may come later, also where the step asks for them: nobody waits for a field."""
    require_staff(actor)
    checked, chosen = _checked(fields), _ideas_of(scene, ideas)
    require_room(scene)
    if ActionItem.objects.filter(pk=action).exists():
        raise DomainError("invalid", _("Åtgärden finns redan."), field="action")
    now = scene.log.now
    new = ActionItem(id=action, workshop=scene.workshop, created_at=now, updated_at=now, **checked)
    new.save(force_insert=True)
    new.ideas.set(chosen)
    return _tell(scene, events.ActionCreated, new, was_seen=False)


def require_room(scene: Scene) -> None:
    """Raises `cap_reached` where the step that is on has all the actions it is to have."""
    activity = scene.activity
    most = activity.rules.max_actions if activity and activity.kind == "commit" else None
    if most is not None and scene.workshop.actions.filter(removed=False).count() >= most:
        raise DomainError("cap_reached", _("Steget har redan så många åtgärder som det ska ha."))


def update_action(scene: Scene, actor: Actor, *, action: UUID, ideas: Iterable[UUID] | None, **fields: Any) -> int:
    """Changes what was sent and nothing else. An address that it no longer has goes out of the log too."""
    require_staff(actor)
    found = find(scene, action)
    address_before = found.owner_email
    was_seen = found.status != "draft"
    checked = _checked(fields)
    chosen = None if ideas is None else _ideas_of(scene, ideas)
    for name, value in checked.items():
        setattr(found, name, value)
    found.updated_at = scene.log.now
    found.save()
    if chosen is not None:
        found.ideas.set(chosen)
    if address_before not in {"", found.owner_email}:
        redact_address(scene.workshop.id, action=found.id, pending=scene.log.fresh)
    return _tell(scene, events.ActionUpdated, found, was_seen=was_seen)


def remove_action(scene: Scene, actor: Actor, *, action: UUID) -> int:
    """Whose it was goes with it, out of the log too."""
    require_staff(actor)
    found = find(scene, action)
    found.removed = True
    found.owner_name = found.owner_org = found.owner_email = ""
    found.updated_at = scene.log.now
    found.save(update_fields=["removed", "owner_name", "owner_org", "owner_email", "updated_at"])
    redact_owner(scene.workshop.id, action=found.id, pending=scene.log.fresh)
    return scene.log.record(events.ActionRemoved, was_seen=found.status != "draft", id=found.id)


def claim_action(scene: Scene, actor: Actor, *, action: UUID, name: str, email: str) -> int:
    """«Jag tar den»: a participant becomes the owner of an action nobody owns."""
    require_participant(actor)
    require_open(scene.workshop)
    require_may_send_text(scene, scene.participant(actor.participant))
    found = find(scene, action)
    if found.status == "draft":
        raise DomainError("not_found", _("Åtgärden finns inte längre."), field="action")
    if found.owner_name or found.owner_email:
        raise DomainError("not_allowed", _("Någon annan har redan tagit den."))
    found.owner_name = clean(name, most=LENGTHS["owner_name"], field="name")
    found.owner_email = checked_email(email, field="email")
    if not found.owner_email:
        raise DomainError("invalid", _("Skriv adressen så här: namn@exempel.se."), field="email")
    found.status = "accepted"
    found.updated_at = scene.log.now
    found.save()
    return _tell(scene, events.ActionUpdated, found, was_seen=True)
