"""What clients asked, what they were answered, and what they saw; and what the database says. Plain data for the checker."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
OK, REFUSED, UNKNOWN = "ok", "refused", "unknown"


@dataclass(slots=True)
class Asked:
    """One command. `decisions`: how often it was decided, repeats not counted; `answers`: every answer's seq or code."""

    id: str
    client: str
    workshop: str
    actor: str
    name: str
    args: Json
    asked_at: float
    outcome: str = UNKNOWN
    code: str | None = None
    answers: list[str] = field(default_factory=list)
    decisions: int = 0
    repeats: int = 0
    answered_at: float = 0.0


@dataclass(slots=True)
class Frame:
    """A distinct `events` frame as one audience got it."""

    workshop: str
    audience: str
    after: int
    upto: int
    events: list[int]
    epoch: str = ""


@dataclass(slots=True)
class Seen:
    """One client's way: `trail` holds numbers of frames it applied, and `[epoch, seq]` for each snapshot it took.

    `differs`: parts of its state, own view included, that are not those of a fresh snapshot after the quiet moment.
    """

    client: str
    workshop: str
    audience: str
    trail: list[Any]
    seq: int
    fingerprint: str
    server: str
    differs: list[str]
    captured_twice: int = 0
    waiting: int = 0


@dataclass(slots=True)
class History:
    asked: list[Asked] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    # Ids of ideas and clusters that reached the clients of each workshop.
    ids: dict[str, set[str]] = field(default_factory=dict)
    # (when, seconds) of acknowledgements and of others' ideas on screens.
    acks: list[tuple[float, float]] = field(default_factory=list)
    screens: list[tuple[float, float]] = field(default_factory=list)
    # (client, when lost, when in step again) of each lost link.
    gaps: list[tuple[str, float, float]] = field(default_factory=list)
    closes: list[tuple[float, str]] = field(default_factory=list)
    # (when, how many) as the watching clients were told that people are here.
    online: list[tuple[float, int]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)

    def add(self, part: Json) -> None:
        """Takes in what one client process wrote."""
        first = len(self.frames)
        self.frames += [Frame(**one) for one in part["frames"]]
        for one in part["seen"]:
            one["trail"] = [step + first if isinstance(step, int) else step for step in one["trail"]]
            self.seen.append(Seen(**one))
        self.asked += [Asked(**one) for one in part["asked"]]
        for workshop, ids in part["ids"].items():
            self.ids.setdefault(workshop, set()).update(ids)
        for name in ("acks", "screens", "gaps", "closes", "online"):
            getattr(self, name).extend(tuple(one) for one in part[name])
        for what, count in part["notes"].items():
            self.notes[what] = self.notes.get(what, 0) + count


@dataclass(slots=True)
class Truth:
    """One workshop as the database has it. `folded`: for each audience the fingerprint of the log folded from the start."""

    workshop: str
    epoch: str
    head: int
    events: list[Json]
    outcomes: list[Json]
    ideas: dict[str, Json]
    comments: list[str]
    points: dict[str, int]
    votes: list[Json]
    ballots: list[Json]
    folded: dict[str, str]
    # How many support each idea as it says, and who does.
    supports: dict[str, int] = field(default_factory=dict)
    given: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Violation:
    invariant: str
    what: str
