"""Proposals in columns, ranked by votes that are counted anew. A tie is never settled by itself: equals share a rank."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ideahub.ideas.exposure import phones_by_target
from ideahub.ideas.models import Cluster
from ideahub.ideas.models import Idea as IdeaRow
from ideahub.reports.facts import Column, Idea, OtherVote, Part, Proposal, average, in_order
from ideahub.reports.votes import Held, held_votes, that_count
from ideahub.visibility import enough_answered
from ideahub.voting.tally import Standing
from ideahub.workshops.models import Activity, Workshop
from ideahub.workshops.models import Column as ColumnRow

Merit = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Voted:
    """How one target came out: how many votes or answers, which answers, and what it is ranked by."""

    count: int
    answers: dict[str, Any] | None
    merit: Merit | None

    @classmethod
    def of(cls, vote: Activity, standing: Standing) -> "Voted":
        """What the room was not told, because too few had answered, is not told here either."""
        if vote.rules.model == "points":
            return cls(standing.points, None, (standing.points, 0) if standing.points > 0 else None)
        answers: dict[str, Any] = dict(standing.answers or {})
        if "benefit" in answers:
            count = max(sum(answers["benefit"]), sum(answers["effort"]))
            merit = (average(answers["benefit"]), -average(answers["effort"]))
        else:
            count, merit = sum(answers.values()), (float(standing.points), 0.0)
        told = bool(answers) and enough_answered(answers)
        return cls(count, answers if told else None, merit if told else None)

    @property
    def fields(self) -> dict[str, Any]:
        return {"votes": self.count, "answers": self.answers, "merit": self.merit}


NO_VOTES = Voted(0, None, None)


@dataclass(frozen=True, slots=True)
class Board:
    """What stood there at the end. `rows` are all ideas, also those the room did not see; `clusters` those with a seen idea.

    `vote` is the one that decides, null when nobody voted; `held` are all the votes that somebody answered in.
    """

    vote: Held | None
    votes: dict[UUID, Voted]
    rows: list[IdeaRow]
    clusters: dict[UUID, Cluster]
    columns: tuple[Column, ...]
    held: frozenset[UUID]
    others: tuple[OtherVote, ...]


def read_board(workshop: Workshop) -> Board:
    held = held_votes(workshop)
    counting = that_count(held)
    vote = next(iter(counting), None)
    votes = _voted_in(vote) if vote else {}
    rows = list(workshop.ideas.prefetch_related("thread").order_by("number"))
    seen = [idea for idea in rows if idea.is_seen]
    filled = {idea.cluster_id for idea in seen}
    clusters = {one.pk: one for one in workshop.clusters.filter(removed=False) if one.pk in filled}
    by_ideas = vote is not None and vote.activity.rules.target == "ideas"
    # Where no idea was seen on any phone, only groups that were voted on, there is nothing to compare.
    phones, ideas = phones_by_target(workshop.id), {idea.pk for idea in rows}
    shown_on = {target: count for target, count in phones.items() if target in ideas}
    written = _write_ideas(rows, shown_on=shown_on, clusters=clusters, votes=votes if by_ideas else None)
    room = _Seen(list(workshop.columns.all()), clusters, seen, written)
    place = held.index(vote) if vote else 0
    others = tuple(
        room.told(one, later=at < place, counts=one in counting) for at, one in enumerate(held) if at != place
    )
    return Board(
        vote=vote,
        votes=votes,
        rows=rows,
        clusters=clusters,
        columns=room.columns_with(room.targets_of(vote, votes), ideas=seen),
        held=frozenset(one.activity.pk for one in held),
        others=others[::-1],
    )


def _voted_in(vote: Held) -> dict[UUID, Voted]:
    return {target: Voted.of(vote.activity, standing) for target, standing in vote.standings.items()}


@dataclass(frozen=True, slots=True)
class _Target:
    """A proposal and the column it belongs to: a column's id, or `across` or `none`."""

    column: UUID | str
    proposal: Proposal


def _write_ideas(
    rows: Sequence[IdeaRow],
    *,
    shown_on: dict[UUID, int],
    clusters: dict[UUID, Cluster],
    votes: dict[UUID, Voted] | None,
) -> dict[UUID, Idea]:
    parts = _parts(rows)
    return {
        idea.pk: Idea(
            number=idea.number,
            text=idea.text,
            votes=None if votes is None else votes.get(idea.pk, NO_VOTES).count,
            group=clusters[idea.cluster_id].title if idea.cluster_id in clusters else None,
            merged=tuple(parts[idea.pk]),
            comments=_said_of(idea),
            table=idea.table,
            shown_on=shown_on.get(idea.pk, 0) if shown_on else None,
            supports=idea.supports,
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
            found[end].append(Part(idea.number, idea.text, _said_of(idea)))
    return found


def _said_of(idea: IdeaRow) -> tuple[str, ...]:
    return tuple(comment.text for comment in idea.thread.all() if not comment.removed)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the room sees, to be ranked by one vote or another."""

    columns: Sequence[ColumnRow]
    clusters: dict[UUID, Cluster]
    ideas: Sequence[IdeaRow]
    written: dict[UUID, Idea]

    def targets_of(self, vote: Held | None, votes: dict[UUID, Voted]) -> list[_Target]:
        if vote and vote.activity.rules.target == "ideas":
            return self._from_ideas(votes)
        return self._from_clusters(votes)

    def _from_ideas(self, votes: dict[UUID, Voted]) -> list[_Target]:
        return [
            _Target(
                idea.column_id or "none",
                Proposal(
                    title=idea.text, number=idea.number, rank=None, rank_in_column=None, ideas=(self.written[idea.pk],),
                    **votes.get(idea.pk, NO_VOTES).fields,
                ),
            )
            for idea in self.ideas
        ]  # fmt: skip

    def _from_clusters(self, votes: dict[UUID, Voted]) -> list[_Target]:
        return [
            _Target(
                cluster.column_id or _common_column(idea for idea in self.ideas if idea.cluster_id == cluster.pk),
                Proposal(
                    title=cluster.title, number=None, rank=None, rank_in_column=None,
                    **votes.get(cluster.pk, NO_VOTES).fields,
                    ideas=tuple(self.written[idea.pk] for idea in self.ideas if idea.cluster_id == cluster.pk),
                ),
            )
            for cluster in self.clusters.values()
        ]  # fmt: skip

    def told(self, vote: Held, *, later: bool, counts: bool) -> OtherVote:
        """A vote beside the one that decides: what got answers in it, the ideas in a group left out. One that does not count may be a
        single person's: what they chose is left out."""
        votes = _voted_in(vote)
        targets = [
            replace(target, proposal=replace(target.proposal, ideas=()))
            for target in self.targets_of(vote, votes)
            if counts and target.proposal.votes
        ]
        columns = tuple(one for one in self.columns_with(targets, ideas=()) if one.proposals)
        count = sum(one.count for one in votes.values())
        return OtherVote(
            title=vote.activity.title,
            model=vote.activity.rules.model,
            begins_at=vote.activity.started_at,
            later=later,
            counts=counts,
            voters=vote.voters,
            votes=count,
            votes_elsewhere=count - sum(column.votes for column in columns) if counts else 0,
            columns=columns,
        )

    def columns_with(self, targets: Sequence[_Target], *, ideas: Sequence[IdeaRow]) -> tuple[Column, ...]:
        ranked = [
            replace(target, proposal=replace(target.proposal, rank=rank))
            for target, rank in zip(targets, ranks([one.proposal.merit for one in targets]), strict=True)
        ]
        frames: list[tuple[UUID | str, Column]] = [
            *((row.pk, Column("own", row.title, row.shape, (), ())) for row in self.columns),
            ("across", Column("across", "", "", (), ())),
            ("none", Column("none", "", "", (), ())),
        ]
        filled = [
            replace(
                column,
                proposals=_ordered([one.proposal for one in ranked if one.column == key]),
                ideas=tuple(self.written[idea.pk] for idea in ideas if (idea.column_id or "none") == key),
            )
            for key, column in frames
        ]
        return tuple(column for column in filled if column.kind == "own" or column.proposals or column.ideas)


def _common_column(ideas: Iterable[IdeaRow]) -> UUID | str:
    found = {idea.column_id for idea in ideas}
    return (found.pop() or "none") if len(found) == 1 else "across"


def _ordered(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    places = ranks([one.merit for one in proposals])
    placed = [replace(one, rank_in_column=place) for one, place in zip(proposals, places, strict=True)]
    return tuple(sorted(placed, key=in_order))


def ranks(merits: Sequence[Merit | None]) -> list[int | None]:
    """1, 2, 2, 4: as many are ahead, plus one. Without votes there is no rank."""
    placed = [one for one in merits if one is not None]
    return [None if one is None else 1 + sum(other > one for other in placed) for one in merits]
