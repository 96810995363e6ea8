"""Taking one's own text back for good: out of the meeting, its log, and whatever is made of it afterwards."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.redaction import redact_idea
from ideahub.ideas.domain import leave_spotlight, record
from ideahub.ideas.models import Idea
from ideahub.protocol import events
from ideahub.workshops.scene import Scene

# What stands in place of the text: the meeting's words, not the reader's, since it is kept.
ERASED = {"sv": "Borttagen av den som skrev", "en": "Removed by the one who wrote it"}


def erase_idea(scene: Scene, actor: Actor, *, idea: UUID, counts: bool) -> Idea:
    """Removes the text of one's own idea, whatever the step and also after the close.

    An idea that nobody has grouped goes away whole. One that lies in a group or in another idea, or that `counts` (has
    votes, or an action comes from it), keeps its number and its place, and says that its text was removed. Doing it
    again changes nothing. The caller gives the points of one that went away back.
    """
    found = scene.workshop.ideas.filter(pk=idea).select_related("merged_into").first()
    if found is None or (found.withdrawn and not found.erased):
        raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="idea")
    if found.author_id is None or found.author_id != actor.participant:
        raise DomainError("not_allowed", _("Bara den som skrev idén kan ta bort den."))
    if not found.erased:
        _take_out(scene, found, counts=counts)
    return found


def erase_withdrawn(scene: Scene, *, author: UUID) -> None:
    """The texts that somebody took back before: nobody sees them, but they are kept until then."""
    for idea in scene.workshop.ideas.filter(author=author, withdrawn=True, erased=False):
        _take_out(scene, idea, counts=False)


def own_texts(scene: Scene, *, author: UUID) -> list[UUID]:
    """The ideas that `erase_idea` takes a text out of, by number."""
    own = scene.workshop.ideas.filter(author=author, withdrawn=False, erased=False)
    return list(own.order_by("number").values_list("pk", flat=True))


def _take_out(scene: Scene, idea: Idea, *, counts: bool) -> None:
    was_seen = idea.is_seen
    idea.text = ERASED.get(scene.workshop.language, ERASED["sv"])
    idea.author_name, idea.flags, idea.erased = "", [], True
    idea.withdrawn = not (counts or idea.cluster_id or idea.merged_into_id or idea.parts.exists())
    idea.save(update_fields=["text", "author_name", "flags", "erased", "withdrawn"])
    redact_idea(scene.workshop.id, idea=idea.id, text=idea.text, pending=scene.log.fresh)
    _record(scene, idea, was_seen=was_seen)


def _record(scene: Scene, erased: Idea, *, was_seen: bool) -> None:
    if erased.withdrawn:
        scene.log.record(
            events.IdeaWithdrawn,
            totals_shown=scene.totals_shown,
            was_seen=was_seen,
            concerns=erased.author_id,
            id=erased.id,
        )
        leave_spotlight(scene, erased)
        return
    shown = erased.merged_into or erased
    record(scene, events.IdeaErased, shown, was_seen=shown.is_seen)
    scene.log.touched.add(erased.author_id)  # type: ignore[arg-type]
