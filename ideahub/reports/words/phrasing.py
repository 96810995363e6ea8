"""What every language must be able to say."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ideahub.protocol.state import Model
from ideahub.reports.facts import Action, Arrivals, Column, OtherVote, Proposal, ReportData, Step
from ideahub.reports.words.answers import AnswerWords

MOST_TITLE = 80
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a sentence; what people wrote is in runs of its own."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Words that stand alone. Each name says where."""

    kind: str
    case_number: str
    all_proposals: str
    some_proposals: str
    most_votes_first: str
    got_votes: str
    most_votes: str
    undecided: str
    arrivals: str
    areas: str
    actions: str
    who_does_what: str
    number: str
    what: str
    who: str
    due: str
    no_owner: str
    no_due: str
    no_actions: str
    how: str
    all_ideas: str
    across: str
    no_area: str
    no_ideas: str
    merged: str
    group: str
    table: str
    comments: str
    rank: str
    votes: str
    proposal: str
    tie: str
    other_votes: str
    which_decides: str
    outvoted: str
    too_few: str
    further: str
    online: str
    online_why: str
    qr: str
    page: str
    of: str
    no_names: str
    glyphs: str
    download: str
    version: str
    mail_heading: str
    mail_button: str
    mail_attached: str
    mail_footer: str
    mail_footer_participant: str
    mail_questions: str
    mail_other_language: str
    mail_read: str
    file: str
    not_closed: str
    being_written: str
    not_written: str
    look_again: str


class Words(ABC):
    code: str
    conjunction: str
    quotes: tuple[str, str]
    labels: Labels
    answers: AnswerWords
    numerals: Sequence[str]
    weekdays: Sequence[str]
    months: Sequence[str]
    clock: str

    def count(self, number: int) -> str:
        """Up to twelve in words, as people write in a sentence."""
        return self.numerals[number] if number < len(self.numerals) else str(number)

    def capital(self, sentence: str) -> str:
        return sentence[:1].upper() + sentence[1:]

    def time(self, moment: datetime) -> str:
        return timezone.localtime(moment).strftime(self.clock)

    def day(self, day: date, *, year: bool = False) -> str:
        return f"{day.day} {self.months[day.month - 1]}" + (f" {day.year}" if year else "")

    def weekday(self, day: date, *, year: bool = False) -> str:
        return f"{self.weekdays[day.weekday()]} {self.day(day, year=year)}"

    def column(self, column: Column) -> str:
        return {"own": column.title, "across": self.labels.across, "none": self.labels.no_area}[column.kind]

    def source(self, action: Action) -> str:
        names = [one.title if one.number is None else self.idea(one.number) for one in action.sources]
        return self.derived(self.listed(names)) if names else ""

    def owner(self, action: Action) -> str:
        return ", ".join(part for part in (action.owner_name, action.owner_org) if part) or self.labels.no_owner

    def listed(self, parts: Sequence[str]) -> str:
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {self.conjunction} {parts[-1]}"

    def result(self, data: ReportData) -> list[Run]:
        """The whole meeting in one sentence, what was decided first."""
        actions, winners = len(data.actions), data.winners
        if not data.ideas and not actions:
            return [Run(self.nothing())]
        if not winners:
            return [Run(self.without_winner(data))]
        named = [Run(self.proposal_name(one), strong=True) for one in winners[:3]]
        runs = [Run(self.before_first(data))]
        for at, name in enumerate(named):
            glue = "" if at == 0 else f" {self.conjunction} " if at == len(named) - 1 else ", "
            runs += [Run(glue), name] if glue else [name]
        return [*runs, Run(self.after_first(data, shown=len(named)))]

    def before_first(self, data: ReportData) -> str:
        actions = len(data.actions)
        if data.model == "points":
            return self.before_winner(actions)
        return self.answers.before_winner(data.model, self.agreed(actions) if actions else "")

    def after_first(self, data: ReportData, *, shown: int) -> str:
        if data.model == "points":
            return self.after_winner(data, shown=shown)
        further = len(data.winners) - shown
        others = f" {self.conjunction} {self.count(further)} {self.labels.further}" if further else ""
        return f"{others}, {self.answers.told(data.winners[0])}."

    def given(self, model: Model, number: int) -> str:
        """Votes, or answers."""
        return self.votes(number) if model == "points" else self.answers.given(number)

    def given_from(self, data: ReportData) -> str:
        """What stands under the number of votes or answers."""
        return self._from_people(data.model, data.votes, data.voters)

    def given_by(self, model: Model, number: int, voters: int) -> str:
        return f"{number} {self._from_people(model, number, voters)}"

    def _from_people(self, model: Model, number: int, voters: int) -> str:
        if model == "points":
            return self.votes_from(number, voters)
        return self.answers.given_from(number, self.people(voters))

    def value_label(self, model: Model) -> str:
        return self.labels.votes if model == "points" else self.answers.column[model]

    def tie(self, model: Model) -> str:
        return self.labels.tie if model == "points" else self.answers.tie

    def standing(self, model: Model, proposal: Proposal) -> str:
        """How it came out, as it stands beside a bar."""
        return str(proposal.votes) if model == "points" else self.answers.short(proposal)

    def standing_told(self, model: Model, proposal: Proposal) -> str:
        return self.votes(proposal.votes) if model == "points" else self.answers.told(proposal)

    def ranking_told(self, data: ReportData) -> str:
        if data.model == "points":
            return self.ranking_described(data)
        first, last = data.ranking[0][1], data.ranking[-1][1]
        return self.answers.described((self.proposal_name(first), self.proposal_name(last)), first, last)

    def more_ranked(self, model: Model, number: int) -> str:
        return self.more_proposals(number) if model == "points" else self.answers.more(number)

    def step_told(self, step: Step, data: ReportData) -> str:
        if step.kind != "vote" or step.model == "points" or not data.is_held(step):
            return self.step(step, data)
        return f"{self.answers.asked[step.model]}{f' {self.answers.hidden}' if step.results_hidden else ''}"

    def quoted(self, text: str) -> str:
        """On one line, for the middle of a sentence."""
        opening, closing = self.quotes
        return f"{opening}{shorten(text, MOST_TITLE).rstrip('.')}{closing}"

    def winners_named(self, vote: OtherVote) -> str:
        names = [self.proposal_name(one) for one in vote.winners]
        further = len(names) - MOST_NAMED
        others = [f"{self.count(further)} {self.labels.further}"] if further > 0 else []
        return self.listed(names[:MOST_NAMED] + others)

    def proposal_name(self, proposal: Proposal) -> str:
        """On one line and without a full stop, since a sentence goes on after it. An idea by its number, its words quoted."""
        if proposal.number is None:
            return shorten(proposal.title, MOST_TITLE).rstrip(".")
        return f"{self.idea(proposal.number)} {self.quoted(proposal.title)}"

    def file_name(self, version: int) -> str:
        return f"{self.labels.file}.pdf" if version == 1 else f"{self.labels.file}-{version}.pdf"

    @abstractmethod
    def idea(self, number: int) -> str: ...
    @abstractmethod
    def derived(self, names: str) -> str: ...
    @abstractmethod
    def nothing(self) -> str: ...
    @abstractmethod
    def without_winner(self, data: ReportData) -> str: ...
    @abstractmethod
    def before_winner(self, actions: int) -> str: ...
    @abstractmethod
    def after_winner(self, data: ReportData, *, shown: int) -> str: ...
    @abstractmethod
    def people(self, number: int) -> str: ...
    @abstractmethod
    def ideas(self, number: int) -> str: ...
    @abstractmethod
    def ideas_in_groups(self, ideas: int, groups: int) -> str: ...
    @abstractmethod
    def votes(self, number: int) -> str: ...
    @abstractmethod
    def supported_by(self, people: int) -> str: ...
    @abstractmethod
    def shown_on(self, phones: int) -> str: ...
    @abstractmethod
    def votes_from(self, votes: int, voters: int) -> str: ...
    @abstractmethod
    def agreed(self, number: int) -> str: ...
    @abstractmethod
    def minutes(self, number: int) -> str: ...
    @abstractmethod
    def more(self, number: int) -> str: ...
    @abstractmethod
    def more_proposals(self, number: int) -> str: ...
    @abstractmethod
    def left_out(self, data: ReportData) -> list[str]: ...
    @abstractmethod
    def elsewhere(self, model: Model, number: int) -> str: ...
    @abstractmethod
    def untold(self, proposals: int) -> str: ...
    @abstractmethod
    def decided_in(self, data: ReportData) -> str: ...
    @abstractmethod
    def led(self, vote: OtherVote) -> str: ...
    @abstractmethod
    def ranking_described(self, data: ReportData) -> str: ...
    @abstractmethod
    def arrivals_described(self, arrivals: Arrivals) -> str: ...
    @abstractmethod
    def areas_described(self, columns: Sequence[Column]) -> str: ...
    @abstractmethod
    def step(self, step: Step, data: ReportData) -> str: ...
    @abstractmethod
    def subject(self, title: str) -> str: ...
    @abstractmethod
    def mail_opening(self, data: ReportData) -> str: ...
    @abstractmethod
    def more_actions(self, number: int) -> str: ...
    @abstractmethod
    def due(self, day: date) -> str: ...


def shorten(text: str, most: int) -> str:
    """One line of at most `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip(" ,.;:–-") + "…"
