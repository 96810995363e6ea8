"""Actions that the room proposes. None is an action before whoever leads the meeting takes it up. Each write ends in an event."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.actions import facts
from ideahub.actions.domain import LENGTHS, require_room
from ideahub.actions.models import Suggestion
from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.redaction import redact_suggestion
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops.rules import (
    require_may_send_text,
    require_open,
    require_participant,
    require_staff,
    taking_input,
)
from ideahub.workshops.scene import Scene

MOST_EACH = 10


def suggest_action(scene: Scene, actor: Actor, *, suggestion: UUID, title: str) -> int:
    """Proposes an action to whoever leads the meeting. They see it, and who made it does; nobody else."""
    require_participant(actor)
    author = scene.participant(actor.participant)
    assert author is not None
    _require_commit(scene)
    require_may_send_text(scene, author)
    cleaned = clean(title, most=LENGTHS["title"], field="title")
    # One that is wanted back and could not be taken back stands, whatever room there is for others.
    if Suggestion.objects.filter(pk=suggestion).exists():
        raise DomainError("invalid", _("Förslaget finns redan."), field="suggestion")
    require_room(scene)
    if author.suggestions.count() >= MOST_EACH:
        raise DomainError("cap_reached", _("Du har skickat alla förslag du kan i det här mötet."))
    new = Suggestion(id=suggestion, workshop=scene.workshop, author=author, title=cleaned, created_at=scene.log.now)
    new.save(force_insert=True)
    return _tell(scene, events.SuggestionMade, new)


def _require_commit(scene: Scene) -> None:
    require_open(scene.workshop)
    if taking_input(scene, [one for one in scene.activities if one.kind == "commit"]) is None:
        raise DomainError("not_open", _("Det går inte att föreslå åtgärder just nu. Din text är kvar i telefonen."))


def find_free(scene: Scene, actor: Actor, *, suggestion: UUID) -> Suggestion:
    """One that can be taken up or declined: no action yet. Declined ones can be taken up all the same."""
    require_staff(actor)
    found = _find(scene, suggestion)
    if found.action_id:
        raise DomainError("not_allowed", _("Förslaget är redan en åtgärd."), field="suggestion")
    return found


def _find(scene: Scene, suggestion: UUID) -> Suggestion:
    found = scene.workshop.suggestions.filter(pk=suggestion).first()
    if found is None:
        raise DomainError(
            "not_found", _("Förslaget finns inte i det här mötet, eller är tillbakataget."), field="suggestion"
        )
    return found


def record_taken(scene: Scene, suggestion: Suggestion, *, action: UUID) -> int:
    """The action that was just made comes from it."""
    return _change(scene, suggestion, declined=False, action=action)


def give_back(scene: Scene, *, action: UUID) -> None:
    """An action that is removed is none any more: what it was made from waits again."""
    if found := scene.workshop.suggestions.filter(action=action).first():
        _change(scene, found, declined=False)


def decline_suggestion(scene: Scene, actor: Actor, *, suggestion: UUID) -> None:
    """Declining a declined one does nothing."""
    found = find_free(scene, actor, suggestion=suggestion)
    if not found.declined:
        _change(scene, found, declined=True)


def restore_suggestion(scene: Scene, actor: Actor, *, suggestion: UUID) -> None:
    """It waits again. Restoring one that waits does nothing."""
    found = find_free(scene, actor, suggestion=suggestion)
    if found.declined:
        _change(scene, found, declined=False)


def withdraw_suggestion(scene: Scene, actor: Actor, *, suggestion: UUID) -> int:
    """Its author takes back one that nobody has decided about, in any step and after the close. Nothing of it is kept."""
    found = _find(scene, suggestion)
    if found.author_id is None or found.author_id != actor.participant:
        raise DomainError("not_allowed", _("Bara den som skrev förslaget kan ta tillbaka det."), field="suggestion")
    if found.action_id:
        raise DomainError("not_allowed", _("Mötesledaren har redan tagit upp förslaget."), field="suggestion")
    if found.declined:
        raise DomainError("not_allowed", _("Mötesledaren har redan avböjt förslaget."), field="suggestion")
    return _take_out(scene, found)


def erase_suggestions(scene: Scene, *, author: UUID) -> None:
    """Takes out all that somebody suggested, whatever became of it. An action that was made from one stays."""
    for one in scene.workshop.suggestions.filter(author=author):
        _take_out(scene, one)


def _take_out(scene: Scene, suggestion: Suggestion) -> int:
    gone = suggestion.id
    redact_suggestion(scene.workshop.id, suggestion=gone, pending=scene.log.fresh)
    suggestion.delete()
    return scene.log.record(events.SuggestionWithdrawn, concerns=suggestion.author_id, id=gone)


def _change(scene: Scene, suggestion: Suggestion, *, declined: bool, action: UUID | None = None) -> int:
    suggestion.declined, suggestion.action_id = declined, action
    suggestion.save(update_fields=["declined", "action"])
    return _tell(scene, events.SuggestionChanged, suggestion)


def _tell(scene: Scene, kind: type[events.WithSuggestion], suggestion: Suggestion) -> int:
    return scene.log.record(kind, concerns=suggestion.author_id, suggestion=facts.suggestion_fact(suggestion))
