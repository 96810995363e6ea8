"""Gathers a workshop's facts for its report. Reads only; what the room did not see is counted, never told."""

from dataclasses import replace
from uuid import UUID

from ideahub.actions.models import ActionItem
from ideahub.ideas.models import Cluster
from ideahub.ideas.models import Idea as IdeaRow
from ideahub.reports import facts, queries
from ideahub.reports.arrivals import arrivals_of
from ideahub.reports.ranking import Board, read_board
from ideahub.workshops.models import Activity, Workshop

AGREED = ("open", "accepted", "in_progress", "needs_help", "done")


def build(workshop: Workshop, *, version: int = 1) -> facts.ReportData:
    """A fixed number of queries. Call inside a transaction, so that all facts are of one moment."""
    board = read_board(workshop)
    votes = sum(one.count for one in board.votes.values())
    decides = board.vote.activity if board.vote else None
    return facts.ReportData(
        version=version,
        language=workshop.language,
        title=workshop.title,
        purpose=workshop.purpose,
        arena=workshop.arena.name,
        place=workshop.place or workshop.arena.place,
        case_number=workshop.case_number,
        begins_at=workshop.opened_at or workshop.starts_at,
        ends_at=workshop.closed_at,
        participants=workshop.participants.count(),
        voters=board.vote.voters if board.vote else 0,
        voted=board.vote is not None,
        votes=votes,
        votes_elsewhere=votes - sum(column.votes for column in board.columns),
        model=decides.rules.model if decides else "points",
        vote_title=decides.title if decides else "",
        vote_begins_at=decides.started_at if decides else None,
        other_votes=board.others,
        groups=len(board.clusters),
        hidden=sum(1 for idea in board.rows if idea.status == "hidden" and not idea.withdrawn),
        pending=sum(1 for idea in board.rows if _was_never_shown(idea)),
        columns=board.columns,
        actions=_actions(workshop, board),
        steps=tuple(_step(activity, board) for activity in _begun(workshop)),
        arrivals=arrivals_of([idea.created_at for idea in board.rows if idea.status == "shown" and not idea.withdrawn]),
    )


def _was_never_shown(idea: IdeaRow) -> bool:
    held_back = idea.status == "pending" or (idea.status == "shown" and not idea.room)
    return held_back and not idea.withdrawn and idea.merged_into_id is None


def _actions(workshop: Workshop, board: Board) -> tuple[facts.Action, ...]:
    agreed = ActionItem.objects.filter(workshop=workshop, removed=False, status__in=AGREED).prefetch_related("ideas")
    return tuple(
        facts.Action(
            title=action.title,
            owner_name=action.owner_name,
            owner_org=action.owner_org,
            due_on=action.due_on,
            sources=_sources(list(action.ideas.all()), board.clusters),
        )
        for action in agreed
    )


def _sources(ideas: list[IdeaRow], clusters: dict[UUID, Cluster]) -> tuple[facts.Source, ...]:
    """Groups by title, loose ideas by number; each once, in the order of the ideas' numbers. Unseen ideas leave no trace."""
    found = dict.fromkeys(
        facts.Source(clusters[idea.cluster_id].title, None)
        if idea.cluster_id in clusters
        else facts.Source(idea.text, idea.number)
        for idea in sorted(ideas, key=lambda one: one.number)
        if idea.status == "shown" and idea.room and not idea.withdrawn
    )
    return tuple(found)


def _begun(workshop: Workshop) -> list[Activity]:
    """The steps that were begun; all of them when no beginning is known."""
    agenda = list(workshop.activities.all())
    return [activity for activity in agenda if activity.started_at] or agenda


def _step(activity: Activity, board: Board) -> facts.Step:
    step = facts.Step(
        kind=activity.kind,
        title=activity.title,
        minutes=activity.minutes,
        votes_per_person=activity.rules.votes_per_person,
        model=activity.rules.model,
        results_hidden=not queries.showed_totals_while_open(activity),
        voted=activity.pk in board.held if activity.kind == "vote" else None,
    )
    if activity.started_at and activity.closed_at:
        seconds = (activity.closed_at - activity.started_at).total_seconds()
        return replace(step, minutes=max(1, round(seconds / 60)))
    return step
