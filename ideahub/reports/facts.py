"""What a report says, as facts without words: what was decided, what was thought, who does what. Stored with the report."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter

# own: a column of the meeting. across: groups whose ideas come from several columns. none: ideas without a column.
ColumnKind = Literal["own", "across", "none"]


@dataclass(frozen=True, slots=True)
class Part:
    """An idea that was merged into another: its number and its words are kept."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Idea:
    number: int
    text: str
    votes: int | None
    group: str | None
    merged: tuple[Part, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What people voted on: a group (`number` null) or an idea. Equal votes give equal ranks; no votes give none."""

    title: str
    number: int | None
    votes: int
    rank: int | None
    rank_in_column: int | None
    ideas: tuple[Idea, ...]


@dataclass(frozen=True, slots=True)
class Column:
    kind: ColumnKind
    title: str
    shape: str
    proposals: tuple[Proposal, ...]
    ideas: tuple[Idea, ...]

    @property
    def votes(self) -> int:
        return sum(proposal.votes for proposal in self.proposals)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an action comes from: a group by its title, an idea by its number."""

    title: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Action:
    """Never with an e-mail address."""

    title: str
    owner_name: str
    owner_org: str
    due_on: date | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Step:
    kind: str
    title: str
    minutes: int | None
    votes_per_person: int
    results_hidden: bool


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many ideas came in each slot of `slot_min` minutes, the first beginning at `begins_at`."""

    begins_at: datetime
    slot_min: int
    counts: tuple[int, ...]

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(minutes=len(self.counts) * self.slot_min)

    @property
    def busiest_at(self) -> datetime:
        return self.begins_at + timedelta(minutes=self.counts.index(max(self.counts)) * self.slot_min)


# å, ä and ö come after z, in that order.
LAST_LETTERS = str.maketrans("åäö", "{|}")


def in_order(proposal: Proposal) -> tuple[int, str]:
    """Most votes first, equals by the alphabet: an order that settles nothing."""
    return -proposal.votes, proposal.title.casefold().translate(LAST_LETTERS)


@dataclass(frozen=True, slots=True)
class ReportData:
    version: int
    language: str
    title: str
    purpose: str
    arena: str
    place: str
    begins_at: datetime | None
    ends_at: datetime | None
    participants: int
    voters: int
    voted: bool
    votes: int
    votes_elsewhere: int
    groups: int
    hidden: int
    pending: int
    columns: tuple[Column, ...]
    actions: tuple[Action, ...]
    steps: tuple[Step, ...]
    arrivals: Arrivals | None

    @property
    def ideas(self) -> tuple[Idea, ...]:
        return tuple(idea for column in self.columns for idea in column.ideas)

    @property
    def merged(self) -> int:
        return sum(len(idea.merged) for idea in self.ideas)

    @property
    def ranking(self) -> tuple[tuple[Column, Proposal], ...]:
        """Every proposal with votes, most first; equals by the alphabet."""
        placed = [(column, one) for column in self.columns for one in column.proposals if one.rank is not None]
        return tuple(sorted(placed, key=lambda pair: in_order(pair[1])))

    @property
    def winners(self) -> tuple[Proposal, ...]:
        """One, or several that share the first place."""
        return tuple(proposal for _, proposal in self.ranking if proposal.rank == 1)

    @property
    def minutes(self) -> int | None:
        if self.begins_at is None or self.ends_at is None:
            return None
        return max(1, round((self.ends_at - self.begins_at).total_seconds() / 60))


_adapter = TypeAdapter(ReportData)


def to_json(data: ReportData) -> object:
    return _adapter.dump_python(data, mode="json")


def from_json(stored: object) -> ReportData:
    return _adapter.validate_python(stored)
