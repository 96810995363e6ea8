"""What else than ideas somebody has left in a meeting, as their receipt shows it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ideahub.ideas.models import Comment, Idea
from ideahub.plain.reading import Meeting

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnComment:
    text: str
    state: str


def comments_of(meeting: Meeting) -> list[OwnComment]:
    """Oldest first, those that the leader has taken away too: their texts are kept until they are erased."""
    said = Comment.objects.filter(author=meeting.actor.id).select_related("idea")
    return [OwnComment(one.text, _state_of(one)) for one in said]


def _state_of(comment: Comment) -> str:
    if comment.removed:
        return _("Borttagen av den som leder mötet")
    return _("Om idé %(number)s") % {"number": comment.idea.number}


def supported_by(meeting: Meeting) -> list[Json]:
    """The ideas that the room sees and this person stands behind, or behind a part of."""
    given = set(meeting.me["supports"])
    return [one for one in meeting.state["ideas"] if not given.isdisjoint({one["id"], *one["merged_ids"]})]


def has_left_anything(meeting: Meeting) -> bool:
    """Whether something of theirs could be erased, what nobody sees any more included."""
    return bool(
        meeting.me["suggestions"]
        or meeting.me["supports"]
        or Idea.objects.filter(author=meeting.actor.id, erased=False).exists()
        or Comment.objects.filter(author=meeting.actor.id).exists()
    )
