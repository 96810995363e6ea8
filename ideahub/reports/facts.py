"""What a report says, as facts without words: what was decided, what was thought, who does what. Stored with the report."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, cast

from pydantic import TypeAdapter

from ideahub.protocol.state import Model

# own: a column of the meeting. across: groups whose ideas come from several columns. none: ideas without a column.
ColumnKind = Literal["own", "across", "none"]


RATINGS = 5


def average(counts: list[int]) -> float:
    """Of five counts, from 1 to 5."""
    people = sum(counts)
    return sum(count * value for value, count in enumerate(counts, start=1)) / people if people else 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """An idea that was merged into another: its number, its words and what was said of it are kept."""

    number: int
    text: str
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Idea:
    number: int
    text: str
    votes: int | None
    group: str | None
    merged: tuple[Part, ...]
    comments: tuple[str, ...]
    # The table it was written for, if any.
    table: int | None = None
    # On how many phones it was read; null where no phone told.
    shown_on: int | None = None
    # How many stand behind it beside its writer.
    supports: int = 0

    @property
    def times_spoken_of(self) -> int:
        """How many comments there are on it and on its parts."""
        return len(self.comments) + sum(len(part.comments) for part in self.merged)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What people voted on: a group (`number` null) or an idea. Equal ones have equal ranks; without votes there is none.

    `votes` counts answers where votes are not shared out. `answers` says how many gave which, null where only the sum
    counts and where too few have answered to be told; `merit` is what ranks go by, the first difference deciding.
    """

    title: str
    number: int | None
    votes: int
    rank: int | None
    rank_in_column: int | None
    ideas: tuple[Idea, ...]
    answers: dict[str, int | list[int]] | None = None
    merit: tuple[float, float] | None = None

    @property
    def sides(self) -> tuple[int, int]:
        """How many are for, and how many against."""
        said = self.answers or {}
        return cast(int, said.get("for", 0)), cast(int, said.get("against", 0))

    @property
    def rating(self) -> tuple[float, float] | None:
        """Benefit and effort on average."""
        said = self.answers or {}
        if "benefit" not in said:
            return None
        return average(cast(list[int], said["benefit"])), average(cast(list[int], said["effort"]))

    def strength(self, model: Model) -> float:
        """How far it came, by what comes first in its merit: never below 0, so that it can be drawn."""
        if model == "points":
            return self.votes
        if model == "scale":
            return self.rating[0] if self.rating else 0.0
        return max(0, self.sides[0] - self.sides[1])


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


# å, ä and ö come after z, in that order.
LAST_LETTERS = str.maketrans("åäö", "{|}")


def in_order(proposal: Proposal) -> tuple[bool, float, float, str]:
    """The best first, equals by the alphabet: an order that settles nothing."""
    first, second = proposal.merit or (proposal.votes, 0)
    unranked = proposal.rank is None
    return unranked, -first, -second, proposal.title.casefold().translate(LAST_LETTERS)


Ranking = tuple[tuple[Column, Proposal], ...]


def ranking_of(columns: tuple[Column, ...]) -> Ranking:
    """Every proposal that has a rank, the best first; equals by the alphabet."""
    placed = [(column, one) for column in columns for one in column.proposals if one.rank is not None]
    return tuple(sorted(placed, key=lambda pair: in_order(pair[1])))


def winners_of(ranking: Ranking) -> tuple[Proposal, ...]:
    """One, or several that share the first place; none where even the first got nothing."""
    first = tuple(proposal for _, proposal in ranking if proposal.rank == 1)
    return tuple(one for one in first if (one.merit or (one.votes, 0))[0] > 0)


@dataclass(frozen=True, slots=True)
class OtherVote:
    """A vote that was held beside the one that decides: before it, or `later`. Its columns hold only what got answers.

    `counts`: enough answered in it, so that it would decide if no later one did. Otherwise it has no columns.
    """

    title: str
    model: Model
    begins_at: datetime | None
    later: bool
    counts: bool
    voters: int
    votes: int
    votes_elsewhere: int
    columns: tuple[Column, ...]

    @property
    def ranking(self) -> Ranking:
        return ranking_of(self.columns)

    @property
    def winners(self) -> tuple[Proposal, ...]:
        return winners_of(self.ranking)

    @property
    def untold(self) -> int:
        """How many proposals got too few answers to be shown."""
        return sum(len(column.proposals) for column in self.columns) - len(self.ranking)


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
    model: Model = "points"
    # Whether anybody answered, where it is a vote. Null in reports from before there could be several.
    voted: bool | None = None


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
    model: Model = "points"
    # The vote that all this is the result of, where there was one, and the others in the order they were held.
    vote_title: str = ""
    vote_begins_at: datetime | None = None
    other_votes: tuple[OtherVote, ...] = ()
    case_number: str = ""

    @property
    def ideas(self) -> tuple[Idea, ...]:
        return tuple(idea for column in self.columns for idea in column.ideas)

    @property
    def ideas_given(self) -> int:
        """How many ideas people gave: one that was merged with another is still one that somebody gave."""
        return len(self.ideas) + self.merged

    @property
    def merged(self) -> int:
        return sum(len(idea.merged) for idea in self.ideas)

    @property
    def comments(self) -> int:
        return sum(idea.times_spoken_of for idea in self.ideas)

    @property
    def ranking(self) -> Ranking:
        return ranking_of(self.columns)

    @property
    def winners(self) -> tuple[Proposal, ...]:
        return winners_of(self.ranking)

    def is_held(self, vote: Step) -> bool:
        """Whether anybody answered in it."""
        return self.voted if vote.voted is None else vote.voted

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
