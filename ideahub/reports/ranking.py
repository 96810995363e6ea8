"""Proposals in columns, ranked by votes that are counted anew. A tie is never settled by itself: equals share a rank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from ideahub.ideas.models import Cluster
from ideahub.ideas.models import Idea as IdeaRow
from ideahub.reports import queries
from ideahub.reports.facts import Column, Idea, Part, Proposal, in_order
from ideahub.workshops.models import Activity, Workshop
from ideahub.workshops.models import Column as ColumnRow


@dataclass(frozen=True, slots=True)
class Board:
    """What stood there at the end. `rows` are all ideas, also those the room did not see; `clusters` those with a seen idea."""

    vote: Activity | None
    points: dict[UUID, int]
    rows: list[IdeaRow]
    clusters: dict[UUID, Cluster]
    columns: tuple[Column, ...]


def read_board(workshop: Workshop) -> Board:
    vote = queries.counted_vote(workshop)
    points = queries.points_by_target(vote) if vote else {}
    rows = list(workshop.ideas.prefetch_related("thread").order_by("number"))
    seen = [idea for idea in rows if idea.is_seen]
    filled = {idea.cluster_id for idea in seen}
    clusters = {one.pk: one for one in workshop.clusters.filter(removed=False) if one.pk in filled}
    by_ideas = vote is not None and vote.rules.target == "ideas"
    written = _write_ideas(rows, clusters=clusters, points=points if by_ideas else None)
    targets = _from_ideas(seen, written, points) if by_ideas else _from_clusters(seen, written, clusters, points)
    columns = _fill(list(workshop.columns.all()), seen=seen, written=written, targets=targets)
    return Board(vote=vote, points=points, rows=rows, clusters=clusters, columns=columns)


@dataclass(frozen=True, slots=True)
class _Target:
    """A proposal and the column it belongs to: a column's id, or `across` or `none`."""

    column: UUID | str
    proposal: Proposal


def _write_ideas(
    rows: Sequence[IdeaRow], *, clusters: dict[UUID, Cluster], points: dict[UUID, int] | None
) -> dict[UUID, Idea]:
    parts = _parts(rows)
    return {
        idea.pk: Idea(
            number=idea.number,
            text=idea.text,
            votes=None if points is None else points.get(idea.pk, 0),
            group=clusters[idea.cluster_id].title if idea.cluster_id in clusters else None,
            merged=tuple(parts[idea.pk]),
            comments=tuple(comment.text for comment in idea.thread.all()),
        )
        for idea in rows
        if idea.is_seen
    }


def _parts(rows: Sequence[IdeaRow]) -> dict[UUID, list[Part]]:
    """The merged ideas under the one each ended in, also when that was merged in its turn."""
    into = {idea.pk: idea.merged_into_id for idea in rows}
    found: dict[UUID, list[Part]] = defaultdict(list)
    for idea in rows:
        end, steps = idea.pk, 0
        while (further := into.get(end)) is not None and steps < len(rows):
            end, steps = further, steps + 1
        if end != idea.pk and idea.status == "shown" and not idea.withdrawn:
            found[end].append(Part(idea.number, idea.text))
    return found


def _from_ideas(seen: Sequence[IdeaRow], written: dict[UUID, Idea], points: dict[UUID, int]) -> list[_Target]:
    return [
        _Target(
            idea.column_id or "none",
            Proposal(
                title=idea.text, number=idea.number, votes=points.get(idea.pk, 0), rank=None, rank_in_column=None,
                ideas=(written[idea.pk],),
            ),
        )
        for idea in seen
    ]  # fmt: skip


def _from_clusters(
    seen: Sequence[IdeaRow], written: dict[UUID, Idea], clusters: dict[UUID, Cluster], points: dict[UUID, int]
) -> list[_Target]:
    return [
        _Target(
            cluster.column_id or _common_column(idea for idea in seen if idea.cluster_id == cluster.pk),
            Proposal(
                title=cluster.title, number=None, votes=points.get(cluster.pk, 0), rank=None, rank_in_column=None,
                ideas=tuple(written[idea.pk] for idea in seen if idea.cluster_id == cluster.pk),
            ),
        )
        for cluster in clusters.values()
    ]  # fmt: skip


def _common_column(ideas: Iterable[IdeaRow]) -> UUID | str:
    found = {idea.column_id for idea in ideas}
    return (found.pop() or "none") if len(found) == 1 else "across"


def _fill(
    rows: Sequence[ColumnRow], *, seen: Sequence[IdeaRow], written: dict[UUID, Idea], targets: Sequence[_Target]
) -> tuple[Column, ...]:
    ranked = [
        replace(target, proposal=replace(target.proposal, rank=rank))
        for target, rank in zip(targets, ranks([one.proposal.votes for one in targets]), strict=True)
    ]
    frames: list[tuple[UUID | str, Column]] = [
        *((row.pk, Column("own", row.title, row.shape, (), ())) for row in rows),
        ("across", Column("across", "", "", (), ())),
        ("none", Column("none", "", "", (), ())),
    ]
    filled = [
        replace(
            column,
            proposals=_ordered([one.proposal for one in ranked if one.column == key]),
            ideas=tuple(written[idea.pk] for idea in seen if (idea.column_id or "none") == key),
        )
        for key, column in frames
    ]
    return tuple(column for column in filled if column.kind == "own" or column.proposals or column.ideas)


def _ordered(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    places = ranks([one.votes for one in proposals])
    placed = [replace(one, rank_in_column=place) for one, place in zip(proposals, places, strict=True)]
    return tuple(sorted(placed, key=in_order))


def ranks(votes: Sequence[int]) -> list[int | None]:
    """1, 2, 2, 4: as many are ahead, plus one. Without votes there is no rank."""
    return [1 + sum(other > one for other in votes) if one > 0 else None for one in votes]
