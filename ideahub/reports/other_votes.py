"""The votes beside the one that decides, laid out: each with its own ranked result."""

from ideahub.protocol.state import Model
from ideahub.reports.facts import RATINGS, Column, OtherVote, Proposal, Ranking
from ideahub.reports.pieces import OtherResult, Row
from ideahub.reports.words import Words
from ideahub.reports.words.phrasing import shorten

MOST_ROW = 170


def share_of(model: Model, proposal: Proposal, ranking: Ranking) -> float:
    """Of the bar, as long as the place is good: of the most that one got, or of the highest benefit that there is."""
    most = RATINGS if model == "scale" else max((one.strength(model) for _, one in ranking), default=0)
    return round(proposal.strength(model) / most, 3) if most else 0.0


def lay_out_others(votes: tuple[OtherVote, ...], words: Words) -> tuple[OtherResult, ...]:
    return tuple(_result(vote, words) for vote in votes)


def _result(vote: OtherVote, words: Words) -> OtherResult:
    ranking = vote.ranking
    notes = (
        words.labels.outvoted if vote.later else "",
        words.labels.too_few if not vote.counts else "",
        words.untold(vote.untold) if vote.untold else "",
        words.elsewhere(vote.model, vote.votes_elsewhere) if vote.votes_elsewhere else "",
        words.tie(vote.model) if len({one.rank for _, one in ranking}) < len(ranking) else "",
    )
    return OtherResult(
        title=shorten(vote.title, MOST_ROW),
        summary=_summary(vote, words),
        notes=tuple(one for one in notes if one),
        rows=tuple(_row(column, proposal, vote.model, ranking, words) for column, proposal in ranking),
        value_label=words.value_label(vote.model),
        value_wide=vote.model != "points",
    )


def _summary(vote: OtherVote, words: Words) -> str:
    gave = words.given_by(vote.model, vote.votes, vote.voters)
    return f"{words.time(vote.begins_at)}, {gave}" if vote.begins_at else gave


def _row(column: Column, proposal: Proposal, model: Model, ranking: Ranking, words: Words) -> Row:
    return Row(
        rank=str(proposal.rank),
        title=shorten(proposal.title, MOST_ROW),
        number=proposal.number,
        lines=(),
        more=words.column(column),
        value=words.standing(model, proposal),
        share=share_of(model, proposal, ranking),
        shape=column.shape,
    )
