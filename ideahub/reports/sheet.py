"""The report laid out for reading, in one language: every string ready, every bar's share counted. Web, PDF and mail show this."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from ideahub.reports.facts import Action, Column, Idea, Proposal, ReportData
from ideahub.reports.other_votes import lay_out_others, share_of
from ideahub.reports.pieces import (
    Bar,
    Entry,
    Figure,
    Flow,
    Line,
    Listing,
    OtherResult,
    Remark,
    Row,
    Section,
    Slot,
    Stage,
    Task,
)
from ideahub.reports.words import Run, Words
from ideahub.reports.words.phrasing import Labels, shorten

MOST_BARS = 10
MOST_PROPOSALS = 5
MOST_IDEAS = 3
MOST_LABEL = 34
MOST_AREA = 40
MOST_ROW = 170


@dataclass(frozen=True, slots=True)
class Sheet:
    language: str
    labels: Labels
    title: str
    where: str
    short: str
    purpose: str
    result: tuple[Run, ...]
    figures: tuple[Figure, ...]
    ranking: tuple[Bar, ...]
    ranking_heading: str
    ranking_described: str
    ranking_more: str
    tied: bool
    flow: Flow | None
    areas: tuple[Bar, ...]
    areas_described: str
    voted: bool
    value_label: str
    value_wide: bool
    tie: str
    decided_in: str
    sections: tuple[Section, ...]
    other_votes: tuple[OtherResult, ...]
    tasks: tuple[Task, ...]
    stages: tuple[Stage, ...]
    left_out: tuple[str, ...]
    listings: tuple[Listing, ...]
    link: str = field(default="")


def lay_out(data: ReportData, words: Words, *, link: str = "") -> Sheet:
    """`link` is the address of the report on the web."""
    ranked = data.ranking
    # Answers to everything say nothing about an area.
    areas = [one for one in data.columns if one.kind == "own" or one.votes] if data.model == "points" else []
    return Sheet(
        language=words.code,
        labels=words.labels,
        title=data.title,
        where=_where(data, words),
        short=_short(data, words),
        purpose=data.purpose,
        result=tuple(words.result(data)),
        figures=_figures(data, words),
        ranking=_bars(data, words),
        ranking_heading=_heading(data, words),
        ranking_described=words.ranking_told(data) if ranked else "",
        ranking_more=words.more_ranked(data.model, len(ranked) - MOST_BARS) if len(ranked) > MOST_BARS else "",
        tied=len({proposal.rank for _, proposal in ranked}) < len(ranked),
        flow=_flow(data, words),
        areas=_areas(areas, words),
        areas_described=words.areas_described(areas) if areas else "",
        voted=data.voted,
        value_label=words.value_label(data.model),
        value_wide=data.model != "points",
        tie=words.tie(data.model),
        decided_in=words.decided_in(data) if data.other_votes else "",
        sections=tuple(_section(column, data, words) for column in data.columns if column.proposals),
        other_votes=lay_out_others(data.other_votes, words),
        tasks=tuple(_task(at, action, data, words) for at, action in enumerate(data.actions, start=1)),
        stages=_stages(data, words),
        left_out=tuple(words.left_out(data)),
        listings=tuple(_listing(column, data, words) for column in data.columns if column.ideas),
        link=link,
    )


def _heading(data: ReportData, words: Words) -> str:
    """Says «all» only where all are there: not those without votes or with too few answers, nor what there is no room for."""
    labels, points = words.labels, data.model == "points"
    everything = sum(len(column.proposals) for column in data.columns)
    if points and len(data.ranking) > MOST_BARS:
        return labels.most_votes
    if points and len(data.ranking) < everything:
        return labels.got_votes
    order = labels.most_votes_first if points else words.answers.order[data.model]
    are_all = everything <= min(MOST_BARS, len(data.ranking))
    return f"{labels.all_proposals if are_all else labels.some_proposals}, {order}"


def _share(data: ReportData, proposal: Proposal) -> float:
    return share_of(data.model, proposal, data.ranking)


def _where(data: ReportData, words: Words) -> str:
    case = f" {words.labels.case_number} {data.case_number}." if data.case_number else ""
    place = ", ".join(part for part in (data.arena, data.place) if part)
    if data.begins_at is None:
        return f"{place}.{case}"
    day = words.capital(words.weekday(timezone.localdate(data.begins_at), year=True))
    until = f"–{words.time(data.ends_at)}" if data.ends_at else ""
    return f"{place}. {day}, {words.time(data.begins_at)}{until}.{case}"


def _short(data: ReportData, words: Words) -> str:
    title = shorten(data.title, 70)
    return f"{title}, {words.day(timezone.localdate(data.begins_at))}" if data.begins_at else title


def _figures(data: ReportData, words: Words) -> tuple[Figure, ...]:
    """The label is what stands under the number, without it."""
    found = [
        Figure(data.participants, words.people(data.participants).partition(" ")[2]),
        Figure(data.ideas_given, words.ideas_in_groups(data.ideas_given, data.groups)),
        Figure(data.votes, words.given_from(data)),
        Figure(len(data.actions), words.agreed(len(data.actions)).partition(" ")[2]),
    ]
    if data.minutes is not None:
        found.append(Figure(data.minutes, words.minutes(data.minutes).partition(" ")[2]))
    return tuple(found)


def _label(proposal: Proposal, most: int) -> str:
    number = "" if proposal.number is None else f"{proposal.number} "
    return shorten(f"{number}{proposal.title}", most)


def _bars(data: ReportData, words: Words) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            _label(proposal, MOST_LABEL),
            column.shape,
            words.standing(data.model, proposal),
            _share(data, proposal),
            proposal.rank == 1,
        )
        for column, proposal in data.ranking[:MOST_BARS]
    )


def _areas(columns: Sequence[Column], words: Words) -> tuple[Bar, ...]:
    most = max((column.votes for column in columns), default=0)
    if not most:
        return ()
    return tuple(
        Bar(shorten(words.column(one), MOST_AREA), one.shape, str(one.votes), round(one.votes / most, 3))
        for one in columns
    )


def _flow(data: ReportData, words: Words) -> Flow | None:
    if data.arrivals is None:
        return None
    came, top = data.arrivals, max(data.arrivals.counts)
    first = came.counts.index(top)
    return Flow(
        described=words.arrivals_described(came),
        begins=words.time(came.begins_at),
        ends=words.time(came.ends_at),
        slots=tuple(Slot(count, round(count / top, 3), at == first) for at, count in enumerate(came.counts)),
    )


def _section(column: Column, data: ReportData, words: Words) -> Section:
    counted = [words.ideas(len(column.ideas))] if column.kind == "own" else []
    if data.voted:
        counted.append(words.given(data.model, column.votes))
    shown = _leading(column.proposals) if data.voted else column.proposals
    return Section(
        title=words.column(column),
        shape=column.shape,
        summary=", ".join(counted),
        rows=tuple(_row(proposal, column, data, words) for proposal in shown),
        more=words.more_ranked(data.model, len(column.proposals) - len(shown))
        if len(shown) < len(column.proposals)
        else "",
    )


def _leading(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The first few, never cut in the middle of a tie: those that got as many votes as the last of them come along."""
    if len(proposals) <= MOST_PROPOSALS:
        return proposals
    last = proposals[MOST_PROPOSALS - 1].rank_in_column
    return tuple(
        one for one in proposals if one.rank_in_column is not None and one.rank_in_column <= (last or len(proposals))
    )


def _stopped(text: str) -> str:
    """With a full stop: the ideas of a proposal stand one after another in one paragraph."""
    return text if text.endswith((".", "!", "?", "…", ":")) else f"{text}."


def _row(proposal: Proposal, column: Column, data: ReportData, words: Words) -> Row:
    own = proposal.number is None
    listed = sorted(proposal.ideas, key=lambda idea: (-idea.times_spoken_of, idea.number))[:MOST_IDEAS] if own else []
    left = len(proposal.ideas) - len(listed) if own else 0
    merged = (
        [Line(part.number, _stopped(part.text)) for idea in proposal.ideas for part in idea.merged] if not own else []
    )
    return Row(
        rank=str(proposal.rank_in_column or "–"),
        title=shorten(proposal.title, MOST_ROW),
        number=proposal.number,
        lines=tuple([Line(idea.number, _stopped(idea.text)) for idea in listed] + merged),
        more=words.more(left) if left else "",
        value=words.standing(data.model, proposal),
        share=_share(data, proposal),
        shape=column.shape,
    )


def _task(at: int, action: Action, data: ReportData, words: Words) -> Task:
    due = action.due_on
    held = timezone.localdate(data.begins_at).year if data.begins_at else None
    return Task(
        number=at,
        title=action.title,
        source=words.source(action),
        owner=action.owner_name or words.labels.no_owner,
        org=action.owner_org,
        due=words.day(due, year=due.year != held) if due else words.labels.no_due,
    )


def _stages(data: ReportData, words: Words) -> tuple[Stage, ...]:
    found = []
    for step in data.steps:
        text = words.step_told(step, data)
        minutes = f", {words.minutes(step.minutes)}" if step.minutes else ""
        if text:
            found.append(Stage(f"{step.title}{minutes}.", text))
    return tuple(found)


def _listing(column: Column, data: ReportData, words: Words) -> Listing:
    return Listing(
        title=words.column(column),
        shape=column.shape,
        summary=words.ideas(len(column.ideas)),
        entries=tuple(_entry(idea, data, words) for idea in column.ideas),
    )


def _entry(idea: Idea, data: ReportData, words: Words) -> Entry:
    notes = [f"{words.labels.table} {idea.table}"] if idea.table else []
    if idea.group:
        notes.append(f"{words.labels.group}: {idea.group}")
    if idea.votes:
        notes.append(words.given(data.model, idea.votes))
    if idea.supports:
        notes.append(words.supported_by(idea.supports))
    if idea.shown_on is not None:
        notes.append(words.shown_on(idea.shown_on))
    return Entry(
        number=idea.number,
        text=idea.text,
        note=words.capital(", ".join(notes)),
        merged=tuple(Line(part.number, part.text) for part in idea.merged),
        comments=(
            *(Remark(text) for text in idea.comments),
            *(Remark(text, words.capital(words.idea(part.number))) for part in idea.merged for text in part.comments),
        ),
    )
