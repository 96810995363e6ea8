"""What a simulated session showed, and whether it is good enough."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
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
class Seen:
    """What the clients of one process saw; times in seconds. `acknowledged` counts by command, `refused` by code.
    `state`: seq and hash of the last snapshot, by audience."""

    phones: int
    acknowledged: dict[str, int]
    refused: dict[str, int]
    delayed_too_fast: int
    lost: dict[str, int]
    doubled: int
    diverged: int
    diverged_in: dict[str, int]
    ack_s: list[float]
    screen_s: list[float]
    cuts: int
    reconnects: int
    resyncs: int
    ideas_sent: int
    state: dict[str, tuple[int, str]]
    unexpected: dict[str, int]

    @classmethod
    def read(cls, raw: Json) -> "Seen":
        """From its JSON."""
        return cls(**{**raw, "state": {audience: tuple(one) for audience, one in raw["state"].items()}})


@dataclass(frozen=True, slots=True)
class Figures:
    """`lost`: acknowledged and not there, or never answered. `doubled`: had its effect more than once, counted in each process.
    `diverged`: clients whose folded state, or own view, is not the server's, and in which parts of it; and snapshots of one seq
    that are not alike."""

    participants: int
    processes: int
    seconds: float
    acknowledged: int
    acknowledged_by: dict[str, int]
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

    @classmethod
    def of(cls, parts: Sequence[Seen], *, processes: int, seconds: float, ideas: int) -> "Figures":
        """All processes together. `ideas`: how many the material has."""
        acknowledged = _sum(one.acknowledged for one in parts)
        ends = {(audience, *end) for one in parts for audience, end in one.state.items()}
        unlike = len(ends) - len({(audience, seq) for audience, seq, _hash in ends})
        return cls(
            participants=sum(one.phones for one in parts),
            processes=processes,
            seconds=seconds,
            acknowledged=sum(acknowledged.values()),
            acknowledged_by=acknowledged,
            refused=_sum(one.refused for one in parts),
            delayed_too_fast=sum(one.delayed_too_fast for one in parts),
            lost=_sum(one.lost for one in parts),
            doubled=sum(one.doubled for one in parts),
            diverged=sum(one.diverged for one in parts) + unlike,
            diverged_in=_sum([*(one.diverged_in for one in parts), {"snapshots": unlike} if unlike else {}]),
            ack_ms=Percentiles.of(list(chain.from_iterable(one.ack_s for one in parts))),
            screen_ms=Percentiles.of(list(chain.from_iterable(one.screen_s for one in parts))),
            cuts=sum(one.cuts for one in parts),
            reconnects=sum(one.reconnects for one in parts),
            resyncs=sum(one.resyncs for one in parts),
            left_out=ideas - sum(one.ideas_sent for one in parts),
            seq=max((seq for _audience, seq, _hash in ends), default=0),
            state={audience: told for audience, _seq, told in sorted(ends)},
            unexpected=_sum(one.unexpected for one in parts),
        )

    @property
    def is_good(self) -> bool:
        return not any(self.lost.values()) and self.doubled == self.diverged == 0

    def as_json(self) -> Json:
        return asdict(self)


def _sum(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return dict(total)


def find_lost(ledger: Ledger, ends: Sequence[State], *, but: Collection[str] = ()) -> dict[str, int]:
    """Unanswered commands, and acknowledged ideas and comments that the server's last snapshots do not hold.

    Comments on what is out of sight are out of sight too. `but`: what somebody who leads took away.
    """
    own = {idea for end in ends if end.me for idea in end.me["own"]}
    comments = {comment for end in ends for comment in end.comments}
    ideas = {key for end in ends for idea in end.ideas.values() for key in (idea["id"], *idea.get("merged_ids", ()))}
    said = [args for args in ledger.accepted("comment.add") if args["idea"] in ideas and args["comment"] not in but]
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


def find_wrong_votes(placed: dict[str, tuple[int, int]], end: State, *, but: Collection[str] = ()) -> int:
    """Targets of one phone that do not have the points and the effort it was last acknowledged for. `but`: what somebody who leads
    merged, split or removed, which moves votes."""
    points, effort = (end.me[part] if end.me else {} for part in ("points", "effort"))
    has = {target: (points.get(target, 0), effort.get(target, 0)) for target in points.keys() | effort.keys()}
    return sum(has.get(one, (0, 0)) != placed.get(one, (0, 0)) for one in (has.keys() | placed.keys()) - set(but))


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
