"""What is said about ideas. A run of comments is checked one by one, and read for and stored together."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ideahub.core.actor import Actor
from ideahub.core.errors import DomainError
from ideahub.eventlog.redaction import redact_comment
from ideahub.eventlog.statements import Question, insert, save
from ideahub.ideas import rules
from ideahub.ideas.domain import find, record_comment, thread_of
from ideahub.ideas.models import Comment, Idea
from ideahub.protocol import events
from ideahub.text import clean
from ideahub.workshops import rules as workshop_rules
from ideahub.workshops.scene import Scene

MOST_CHARS = 300

ON_THEIR_OWN = Question(
    lambda workshop, ideas: Idea.objects.filter(workshop=workshop, pk__in=ideas, withdrawn=False, merged_into=None)
)
SPENT = Question(lambda comments: Comment.objects.filter(pk__in=comments).order_by().values_list("pk"))


@dataclass
class Talk:
    """New comments that are told but not yet stored: nothing else may look for them before `write`."""

    scene: Scene
    ideas: dict[UUID, Idea]
    spent_ids: set[UUID]
    new: list[Comment] = field(default_factory=list)

    @classmethod
    def ask_ahead(cls, workshop: UUID, ideas: Collection[UUID], comments: Collection[UUID]) -> None:
        ON_THEIR_OWN.ask_ahead(workshop, ideas)
        SPENT.ask_ahead(comments)

    @classmethod
    def opened(cls, scene: Scene, *, ideas: Collection[UUID], comments: Collection[UUID]) -> "Talk":
        found = {one.id: one for one in ON_THEIR_OWN.ask(scene.workshop.pk, ideas)}
        return cls(scene, found, {comment for (comment,) in SPENT.ask(comments)})

    def add(self, actor: Actor, *, comment: UUID, idea: UUID, text: str) -> int:
        """Puts a comment under an idea that its author sees; returns its seq. Raises before it changes anything."""
        activity = rules.open_for_comments(self.scene)
        author = self.scene.participant(actor.participant)
        workshop_rules.require_may_send_text(self.scene, author)
        found = self._find(idea)
        if not (found.is_seen or actor.is_staff or found.author_id == actor.participant):
            raise DomainError("not_found", _("Idén visas inte i mötet just nu."), field="idea")
        cleaned = clean(text, most=MOST_CHARS, field="text")
        if comment in self.spent_ids:
            raise DomainError("invalid", _("Kommentaren finns redan."), field="comment")
        new = Comment(
            id=comment,
            idea=found,
            author=author,
            author_name="" if activity.rules.anonymous or author is None else author.name,
            text=cleaned,
            created_at=self.scene.log.now,
        )
        self.new.append(new)
        self.spent_ids.add(comment)
        found.comments += 1
        return record_comment(self.scene, found, new)

    def _find(self, idea: UUID) -> Idea:
        """Those that were taken in after this was opened are looked for again. Raises `not_found`."""
        if idea not in self.ideas:
            self.ideas[idea] = find(self.scene, idea)
        return self.ideas[idea]

    def write(self) -> None:
        insert(self.new)
        save({one.idea_id: self.ideas[one.idea_id] for one in self.new}.values(), "comments")


def remove_comment(scene: Scene, actor: Actor, *, comment: UUID) -> int:
    """Takes a comment out of everybody's sight and of the report, and its text out of the log. Its id stays spent. Also after the close."""
    found = _find_comment(scene, actor, comment)
    if found.removed:
        raise DomainError("not_found", _("Kommentaren är redan borttagen."), field="comment")
    _set_removed(found, removed=True)
    count_comments([_whole_of(found)])
    return _take_away(scene, found, _whole_of(found))


def restore_comment(scene: Scene, actor: Actor, *, comment: UUID) -> int:
    """Puts back one that was removed, as it was. One that stands there is told again."""
    found = _find_comment(scene, actor, comment)
    if found.removed:
        _set_removed(found, removed=False)
        count_comments([_whole_of(found)])
    return record_comment(scene, _whole_of(found), found)


def erase_comments(scene: Scene, *, author: UUID) -> None:
    """Takes all that somebody has said out of the meeting and its log for good, also where nobody sees it any more."""
    said = Comment.objects.filter(author=author, idea__workshop=scene.workshop)
    seen = list(said.filter(removed=False).select_related("idea__merged_into"))
    wholes = {one.pk: one for one in map(_whole_of, seen)}
    said.delete()
    count_comments(wholes.values())
    for comment in seen:
        _take_away(scene, comment, wholes[_whole_of(comment).pk])


def _find_comment(scene: Scene, actor: Actor, comment: UUID) -> Comment:
    """One whose idea is there, by itself or in another: of others nobody sees the comments."""
    workshop_rules.require_staff(actor)
    found = (
        Comment.objects.filter(pk=comment, idea__workshop=scene.workshop).select_related("idea__merged_into").first()
    )
    if found is None:
        raise DomainError("not_found", _("Kommentaren finns inte i det här mötet."), field="comment")
    if found.idea.withdrawn:
        raise DomainError("not_found", _("Idén som kommentaren hör till är tillbakatagen."), field="comment")
    return found


def _whole_of(comment: Comment) -> Idea:
    """The idea that it stands with and is counted by."""
    return comment.idea.merged_into or comment.idea


def _set_removed(comment: Comment, *, removed: bool) -> None:
    comment.removed = removed
    comment.save(update_fields=["removed"])


def _take_away(scene: Scene, comment: Comment, whole: Idea) -> int:
    """`whole` counts it no more."""
    redact_comment(scene.workshop.id, comment=comment.id, pending=scene.log.fresh)
    return scene.log.record(
        events.CommentRemoved,
        totals_shown=scene.totals_shown,
        was_seen=whole.is_seen,
        idea=comment.idea_id,
        id=comment.id,
        comments=whole.comments,
    )


def count_comments(ideas: Collection[Idea]) -> None:
    """Counts anew, with those of what was merged into them: what was counted before may be wrong."""
    counted = thread_of(ideas).order_by().values_list("whole").annotate(n=Count("pk"))
    counts: dict[UUID, int] = dict(counted)
    for one in ideas:
        one.comments = counts.get(one.pk, 0)
    save(ideas, "comments")
