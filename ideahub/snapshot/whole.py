"""What everybody of an audience has in common, read from the database at one moment."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ideahub import visibility
from ideahub.actions.facts import action_fact, suggestion_fact
from ideahub.actions.models import ActionItem, Suggestion
from ideahub.core.actor import Audience
from ideahub.eventlog.moment import at_one_moment
from ideahub.eventlog.queries import Head, head
from ideahub.ideas import facts as idea_facts
from ideahub.ideas.models import Cluster, Comment, Idea
from ideahub.protocol import state
from ideahub.workshops import facts as workshop_facts
from ideahub.workshops.domain import Counts, ballot_counts
from ideahub.workshops.models import Activity, Column, Participant, Workshop

Json = dict[str, Any]


def build(workshop: UUID, audience: Audience) -> Json:
    """The shared part as a dict, straight from the database. Raises Workshop.DoesNotExist."""
    with at_one_moment():
        at = head(workshop)
        rows = Rows.of(Workshop.objects.select_related("arena").get(pk=workshop))
    # Built outside: on SQLite nobody can commit while somebody reads.
    return _seen_by(audience, _everything(rows, at))


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a snapshot is made of, read."""

    workshop: Workshop
    counts: Counts
    activities: list[Activity]
    columns: list[Column]
    clusters: list[Cluster]
    ideas: list[Idea]
    actions: list[ActionItem]
    suggestions: list[Suggestion]
    comments: list[Comment]
    participants: list[Participant]

    @classmethod
    def of(cls, workshop: Workshop) -> "Rows":
        said = Comment.objects.filter(removed=False, idea__workshop=workshop, idea__withdrawn=False)
        return cls(
            workshop=workshop,
            counts=ballot_counts(workshop.pk),
            activities=list(workshop.activities.all()),
            columns=list(workshop.columns.all()),
            clusters=list(workshop.clusters.filter(removed=False)),
            ideas=idea_facts.idea_rows(workshop.ideas.filter(withdrawn=False).order_by("position", "number")),
            actions=list(workshop.actions.filter(removed=False).prefetch_related("ideas")),
            suggestions=list(workshop.suggestions.all()),
            comments=list(said),
            participants=list(workshop.participants.all()),
        )


def _everything(rows: Rows, at: Head) -> Json:
    parts: dict[UUID, list[Idea]] = {}
    for idea in sorted(rows.ideas, key=lambda one: one.number):
        if idea.merged_into_id:
            parts.setdefault(idea.merged_into_id, []).append(idea)
    return {
        "epoch": at.epoch,
        "seq": at.seq,
        "workshop": dump(workshop_facts.workshop_fact(rows.workshop, **rows.counts._asdict())),
        "activities": [dump(workshop_facts.activity_fact(one)) for one in rows.activities],
        "columns": [dump(workshop_facts.column_fact(one)) for one in rows.columns],
        "clusters": [dump(idea_facts.cluster_fact(one)) for one in rows.clusters],
        "ideas": [
            dump(idea_facts.idea_fact(one, parts=parts.get(one.id, [])))
            for one in rows.ideas
            if one.merged_into_id is None
        ],
        "actions": [
            dump(action_fact(one, ideas=[idea.id for idea in sorted(one.ideas.all(), key=lambda i: i.number)]))
            for one in rows.actions
        ],
        "suggestions": [dump(suggestion_fact(one)) for one in rows.suggestions],
        "comments": [dump(idea_facts.idea_comment_fact(one)) for one in rows.comments],
        "participants": [dump(workshop_facts.participant_fact(one)) for one in rows.participants],
    }


def dump(model: state.Shared) -> Json:
    return model.model_dump(mode="json")


def _seen_by(audience: Audience, whole: Json) -> Json:
    shown = whole["workshop"]["totals"] == "shown"
    ideas = [visibility.idea_seen_by(audience, idea, totals_shown=shown) for idea in whole["ideas"]]
    actions = [visibility.action_seen_by(audience, action) for action in whole["actions"]]
    seen = {
        **whole,
        "workshop": visibility.workshop_seen_by(audience, whole["workshop"]),
        "clusters": [visibility.cluster_seen_by(audience, one, totals_shown=shown) for one in whole["clusters"]],
        "ideas": [idea for idea in ideas if idea is not None],
        "actions": [action for action in actions if action is not None],
    }
    if audience is not Audience.STAFF:
        visible = {one for idea in seen["ideas"] for one in (idea["id"], *idea["merged_ids"])}
        seen["comments"] = [one for one in whole["comments"] if one["idea"] in visible]
        for name in visibility.STAFF_ONLY_LISTS:
            del seen[name]
    return seen
