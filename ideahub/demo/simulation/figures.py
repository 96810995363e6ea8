"""What a simulated session showed, and whether it is good enough."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Milliseconds."""

    count: int
    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Percentiles":
        ordered = sorted(seconds)

        def at(share: float) -> float:
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1) if ordered else 0.0

        return cls(len(ordered), at(0.5), at(0.95), at(0.99))


@dataclass(frozen=True, slots=True)
class Figures:
    """`lost`: acknowledged and not there, or never answered. `doubled`: had its effect more than once.
    `diverged`: clients whose folded state, or own view, is not the server's, and in which parts of it."""

    participants: int
    seconds: float
    acknowledged: int
    refused: dict[str, int]
    delayed_too_fast: int
    lost: dict[str, int]
    doubled: int
    diverged: int
    diverged_in: dict[str, int]
    ack_ms: Percentiles
    screen_ms: Percentiles
    cuts: int
    reconnects: int
    resyncs: int
    left_out: int
    seq: int
    state: dict[str, str]
    unexpected: dict[str, int]

    @property
    def is_good(self) -> bool:
        return not any(self.lost.values()) and self.doubled == self.diverged == 0

    def as_json(self) -> Json:
        return asdict(self)


def find_lost(ledger: Ledger, ends: Sequence[State]) -> dict[str, int]:
    """Unanswered commands, and acknowledged ideas and comments that the server's last snapshots do not hold."""
    own = {idea for end in ends if end.me for idea in end.me["own"]}
    comments = {comment for end in ends for comment in end.comments}
    hidden_or_held = {idea["id"] for end in ends if end.me for idea in end.me["ideas"]}
    said = [args for args in ledger.accepted("comment.add") if args["idea"] not in hidden_or_held]
    return {
        "unanswered": ledger.unanswered,
        "ideas": sum(args["idea"] not in own for args in ledger.accepted("idea.capture")),
        "comments": sum(args["comment"] not in comments for args in said),
    }


def find_doubled(ledger: Ledger, clients: Sequence[State], ends: Sequence[State]) -> int:
    """Commands decided twice, ideas told twice, and numbers that two ideas share."""
    decided = sum(max(0, entry.decisions - 1) for entry in ledger.entries.values())
    told = max((state.captured_twice for state in clients), default=0)
    shared = max((len(end.ideas) - len({one["number"] for one in end.ideas.values()}) for end in ends), default=0)
    own = sum(len(end.me["own"]) - len(set(end.me["own"])) for end in ends if end.me)
    return decided + told + shared + own


def find_wrong_votes(placed: dict[str, tuple[int, int]], end: State) -> int:
    """Targets of one phone that do not have the points and the effort it was last acknowledged for."""
    points, effort = (end.me[part] if end.me else {} for part in ("points", "effort"))
    has = {target: (points.get(target, 0), effort.get(target, 0)) for target in points.keys() | effort.keys()}
    return sum(has.get(one, (0, 0)) != placed.get(one, (0, 0)) for one in has.keys() | placed.keys())


def differences(client: State, server: State) -> list[str]:
    """The parts in which a client holds something else than a fresh snapshot for the same audience."""
    ours, theirs = client.canonical(), server.canonical()
    ours |= own_view(client)
    theirs |= own_view(server)
    return [part for part in ours if ours[part] != theirs[part]]


def own_view(state: State) -> Json:
    """The parts of what concerns one participant only."""
    if state.me is None:
        return {}
    ideas = sorted(state.me["ideas"], key=lambda one: one["id"])
    ordered = {**state.me, "ideas": ideas, "own": sorted(state.me["own"])}
    return {f"me.{key}": value for key, value in ordered.items()}
