"""What happens to ideas: captured, edited, shown, hidden, moved, merged, talked about. Each ends in an event."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.statements import Question, save
from ideahub.ideas import facts, rules
from ideahub.ideas.flags import flags_of
from ideahub.ideas.models import Comment, Idea
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops import rules as workshop_rules
from ideahub.workshops.domain import put_spotlight
from ideahub.workshops.models import Activity
from ideahub.workshops.scene import Scene

MOST_CHARS_OF_REASON = 280

ON_ITS_OWN = Question(
    lambda workshop, idea: Idea.objects.filter(workshop=workshop, pk=idea, withdrawn=False, merged_into=None)
)
HELD_BACK = Question(
    lambda workshop: Idea.objects.filter(workshop=workshop, room=False, withdrawn=False, merged_into=None)
)


def find(scene: Scene, idea: UUID) -> Idea:
    """An idea of this workshop that is still on its own. Raises `not_found`."""
    for found in ON_ITS_OWN.ask(scene.workshop.pk, idea):
        found.workshop = scene.workshop
        return found
    raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="idea")


def record(
    scene: Scene, kind: type[events.WithIdea], idea: Idea, *, was_seen: bool, parts: list[Idea] | None = None
) -> int:
    _touch_table(scene, idea)
    return scene.log.record(
        kind,
        totals_shown=scene.totals_shown,
        was_seen=was_seen,
        concerns=idea.author_id,
        idea=facts.idea_fact(idea, parts=parts),
    )


def _touch_table(scene: Scene, idea: Idea) -> None:
    """Who holds the pen sees the table's ideas as their own, also those that the phone before wrote."""
    table = scene.table(idea.table) if idea.table else None
    if table is not None and table.holder_id is not None:
        scene.log.touched.add(table.holder_id)


def room_is_open(activity: Activity, scene: Scene) -> bool:
    """Whether what is written now is shown to the others at once, by the activity's `show_others_after_s`."""
    after = activity.rules.show_others_after_s
    if activity.closed_at is not None:
        return True
    if after is None or activity.started_at is None:
        return False
    return scene.log.now >= activity.started_at + timedelta(seconds=after)


def edit_idea(scene: Scene, actor: Actor, *, idea: UUID, text: str) -> None:
    """Changes the text. A participant's change is reviewed again where that is the step's rule."""
    found = find(scene, idea)
    rules.require_author_or_staff(scene, found, actor)
    rules.require_text(found)
    most, activity = 500, None
    if not actor.is_staff:
        activity = rules.open_collect(scene)
        workshop_rules.require_may_send_text(scene, scene.participant(actor.participant))
        most = activity.rules.max_chars
    was_seen = found.is_seen
    found.text = clean(text, most=most, field="text")
    found.flags = flags_of(found.text)
    found.edited_at = scene.log.now
    if activity is not None and rules.is_held(activity, found.flags) and found.status == "shown":
        found.status = "pending"
    found.save(update_fields=["text", "flags", "edited_at", "status"])
    record(scene, events.IdeaEdited, found, was_seen=was_seen)
    leave_spotlight(scene, found)


def withdraw_idea(scene: Scene, actor: Actor, *, idea: UUID) -> None:
    """Takes an idea back; its number stays spent. Not once somebody has grouped it. The caller gives its points back."""
    found = find(scene, idea)
    if not rules.is_writer_of(scene, found, actor):
        raise DomainError("not_allowed", _("Bara den som skrev idén kan ta tillbaka den."))
    workshop_rules.require_open(scene.workshop)
    if found.cluster_id is not None or found.parts.exists():
        raise DomainError("not_allowed", _("Idén ligger redan i en grupp och kan inte tas tillbaka."))
    was_seen = found.is_seen
    found.withdrawn = True
    found.save(update_fields=["withdrawn"])
    _touch_table(scene, found)
    scene.log.record(
        events.IdeaWithdrawn, totals_shown=scene.totals_shown, was_seen=was_seen, concerns=found.author_id, id=found.id
    )
    leave_spotlight(scene, found)


def leave_spotlight(scene: Scene, idea: Idea) -> None:
    """What the room does not see is not lifted forward either."""
    if scene.workshop.spotlight == idea.id and not idea.is_seen:
        put_spotlight(scene, idea=None)


def show_ideas(scene: Scene, actor: Actor, *, ideas: Iterable[UUID]) -> None:
    """Lets the room see them; those already shown stay as they are."""
    shown: list[Idea] = []
    for found in _all_of(scene, actor, ideas):
        if found.is_seen:
            continue
        found.status, found.room, found.reason = "shown", True, ""
        found.save(update_fields=["status", "room", "reason"])
        record(scene, events.IdeaShown, found, was_seen=False)
        shown.append(found)
    # A part is seen where its whole is.
    Idea.objects.filter(merged_into__in=shown).update(status="shown", room=True, reason="")
    record_threads(scene, shown)


def record_threads(scene: Scene, ideas: Collection[Idea]) -> None:
    """Tells the comments of ideas that came back into sight: who could not see them has them no longer, or never had."""
    told = {one.pk: one for one in ideas if one.comments}
    for comment in thread_of(told.values()) if told else ():
        record_comment(scene, told[comment.whole], comment)


def thread_of(ideas: Iterable[Idea]) -> QuerySet[Any, Any]:
    """What is said about them and about what was merged into them, the oldest first; what the leader took away is not among it.

    `whole`: the idea of these that it stands with.
    """
    among = with_parts([one.pk for one in ideas]).values("pk")
    return Comment.objects.filter(idea__in=among, removed=False).annotate(whole=Coalesce("idea__merged_into", "idea"))


def with_parts(ideas: Collection[UUID]) -> QuerySet[Idea]:
    """These and what was merged into them. Each half has its index, which it has not across a join."""
    return Idea.objects.filter(Q(pk__in=ideas) | Q(merged_into__in=ideas)).order_by()


def hide_ideas(scene: Scene, actor: Actor, *, ideas: Iterable[UUID], reason: str | None) -> None:
    why = clean(reason, most=MOST_CHARS_OF_REASON, field="reason", least=0) if reason else ""
    for found in _all_of(scene, actor, ideas):
        was_seen = found.is_seen
        found.status, found.reason = "hidden", why
        found.save(update_fields=["status", "reason"])
        _touch_table(scene, found)
        scene.log.record(
            events.IdeaHidden,
            totals_shown=scene.totals_shown,
            was_seen=was_seen,
            concerns=found.author_id,
            id=found.id,
            idea=facts.idea_fact(found),
        )
        leave_spotlight(scene, found)


def _all_of(scene: Scene, actor: Actor, ideas: Iterable[UUID]) -> list[Idea]:
    """All of them or none: an unknown one refuses the command before anything is written."""
    workshop_rules.require_staff(actor)
    wanted = list(dict.fromkeys(ideas))
    found = {one.id: one for one in scene.workshop.ideas.filter(pk__in=wanted, withdrawn=False, merged_into=None)}
    if len(found) < len(wanted):
        raise DomainError("not_found", _("Idén finns inte i det här mötet."), field="ideas")
    return [found[one] for one in wanted]


def reveal_due(scene: Scene) -> bool:
    """Shows the room what was written while others' ideas were held back, once their time has come. True if any were."""
    activity = scene.activity
    if activity is not None and activity.kind == "collect" and not room_is_open(activity, scene):
        return False
    waiting = HELD_BACK.ask(scene.workshop.pk)
    for idea in waiting:
        idea.room = True
        record(scene, events.IdeaShown, idea, was_seen=False)
    record_threads(scene, waiting)
    save(waiting, "room")
    return bool(waiting)


def spotlight_idea(scene: Scene, actor: Actor, *, idea: UUID | None) -> int:
    """Lifts an idea that the room may see, or none."""
    workshop_rules.require_staff(actor)
    if idea is not None and not find(scene, idea).is_seen:
        raise DomainError("not_allowed", _("Visa idén i rummet först."), field="idea")
    workshop_rules.require_open(scene.workshop)
    return put_spotlight(scene, idea=idea)


def place_before(scene: Scene, before: Idea | None) -> int:
    """A position just before an idea, or last.

    Positions have room between them; when it runs out all are spread anew, and those that the staff sees are told.
    """
    if before is None:
        last = scene.workshop.ideas.aggregate(last=Max("position"))["last"] or 0
        return int(last) + 1024
    lower = scene.workshop.ideas.filter(position__lt=before.position).aggregate(last=Max("position"))["last"]
    lower = before.position - 2048 if lower is None else int(lower)
    if before.position - lower > 1:
        return (before.position + lower) // 2
    for index, one in enumerate(scene.workshop.ideas.order_by("position", "number"), start=1):
        one.position = index * 1024
        one.save(update_fields=["position"])
        if not one.withdrawn and one.merged_into_id is None:
            record(scene, events.IdeaMoved, one, was_seen=one.is_seen)
    before.refresh_from_db(fields=["position"])
    return before.position - 512


def record_comment(scene: Scene, idea: Idea, comment: Comment) -> int:
    """`idea` is the one it stands with: what it is about, or what that was merged into."""
    return scene.log.record(
        events.CommentAdded,
        totals_shown=scene.totals_shown,
        was_seen=idea.is_seen,
        idea=comment.idea_id,
        comment=facts.comment_fact(comment),
        comments=idea.comments,
    )
