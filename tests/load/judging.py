"""From the client's records to figures: what was answered, when it was on each screen, and what is missing.

Nothing is taken on trust: each client's frames are followed by their ranges (`after`, `upto`), so a frame that never came
is a gap, and a client that stops short of what was acknowledged is behind.
"""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.load.client.driver import Heard, Kind
from tests.load.spread import Spread

MOST_BUSY = 0.7
TOO_FAST = -2


@dataclass
class Position:
    """Where one client is in its workshop's log. `group` is the workshop."""

    group: int
    seq: int
    gone: bool = False


@dataclass
class Judgement:
    """One run. Times in milliseconds from the moment a command was due to be sent."""

    sent: int = 0
    acked: int = 0
    refused: int = 0
    too_fast: int = 0
    unanswered: int = 0
    ack: Spread = field(default_factory=Spread)
    screen: Spread = field(default_factory=Spread)
    commit: Spread = field(default_factory=Spread)
    frames: int = 0
    seconds: float = 0.0
    # From when the first command was due to the last acknowledgement.
    acked_within_s: float = 0.0
    lost_clients: int = 0
    resyncs: int = 0
    gaps: int = 0
    behind: int = 0
    client_busy: float = 0.0
    late_ms: float = 0.0

    @property
    def failures(self) -> dict[str, int]:
        """What must not happen, by name; empty when every client got every event."""
        counted = {
            "clients lost": self.lost_clients, "clients told to resync": self.resyncs, "events missing": self.gaps,
            "clients behind at the end": self.behind, "commands refused": self.refused,
            "commands refused as too fast": self.too_fast, "commands unanswered": self.unanswered,
        }  # fmt: skip
        return {name: count for name, count in counted.items() if count}

    @property
    def valid(self) -> bool:
        """Whether the load client had room to spare, so that the figures are the server's."""
        return self.client_busy <= MOST_BUSY

    @property
    def complete(self) -> bool:
        return not self.failures


def together(judgements: Iterable[Judgement]) -> dict[str, int]:
    """What must not happen, of several runs."""
    total: Counter[str] = Counter()
    for judgement in judgements:
        total.update(judgement.failures)
    return dict(total)


def judge(heard: Heard, positions: Sequence[Position], committed_ns: Mapping[int, int] | None = None) -> Judgement:
    """Moves `positions` on and says what happened. `committed_ns`: when the transaction of each seq began, if known."""
    found = Judgement(client_busy=heard.busy, late_ms=heard.late_ms)
    due: dict[int, tuple[int, int]] = {}
    answers: dict[int, tuple[int, int]] = {}
    # For each client its frames, three figures each: moment, after, upto. Millions in a long run, so no objects.
    told: defaultdict[int, array[int]] = defaultdict(lambda: array("q"))
    for record in heard.records:
        # Most of them by far, so asked first.
        if record.kind == Kind.EVENTS:
            told[record.client].extend((record.at_ns, record.a, record.b))
        elif record.kind == Kind.SENT:
            due[record.a] = (record.at_ns, record.client)
        elif record.kind == Kind.ACK:
            answers[record.a] = (record.at_ns, record.b)
        elif record.kind == Kind.RESYNC:
            found.resyncs += 1
        elif record.kind in (Kind.LOST, Kind.REFUSED):
            found.lost_clients += 1
            positions[record.client].gone = True
    _answers(found, due, answers)
    decided = _decided(due, answers, positions)
    for client, position in enumerate(positions):
        if not position.gone:
            _follow(found, position, told[client], decided[position.group], committed_ns or {})
    found.frames = sum(len(frames) for frames in told.values()) // 3
    found.seconds = _length_s(due)
    return found


def _answers(found: Judgement, due: dict[int, tuple[int, int]], answers: dict[int, tuple[int, int]]) -> None:
    found.sent, last_ns = len(due), 0
    for index, (at_ns, _client) in due.items():
        answer = answers.get(index)
        if answer is None:
            found.unanswered += 1
        elif answer[1] < 0:
            found.refused += answer[1] != TOO_FAST
            found.too_fast += answer[1] == TOO_FAST
        else:
            found.acked += 1
            found.ack.add((answer[0] - at_ns) / 1e6)
            last_ns = max(last_ns, answer[0])
    if found.acked:
        found.acked_within_s = (last_ns - min(at_ns for at_ns, _client in due.values())) / 1e9


@dataclass(slots=True)
class Decided:
    """What was taken in one workshop, in order: the seq of each command, and when it was due."""

    seqs: list[int] = field(default_factory=list)
    due_ns: list[int] = field(default_factory=list)


def _decided(
    due: dict[int, tuple[int, int]], answers: dict[int, tuple[int, int]], positions: Sequence[Position]
) -> defaultdict[int, Decided]:
    """By workshop."""
    taken = sorted(
        (answers[index][1], at_ns, positions[client].group)
        for index, (at_ns, client) in due.items()
        if index in answers and answers[index][1] >= 0
    )
    found: defaultdict[int, Decided] = defaultdict(Decided)
    for seq, at_ns, group in taken:
        found[group].seqs.append(seq)
        found[group].due_ns.append(at_ns)
    return found


def _follow(
    found: Judgement,
    position: Position,
    frames: "array[int]",
    decided: Decided,
    committed_ns: Mapping[int, int],
) -> None:
    """One client through its frames: a range that does not join the last one is a gap."""
    upto, seqs = 0, decided.seqs
    for moment_ns, after, reached in zip(frames[::3], frames[1::3], frames[2::3], strict=True):
        if after > position.seq:
            found.gaps += 1
            return
        position.seq = max(position.seq, reached)
        first, upto = upto, bisect_right(seqs, reached, upto)
        found.screen.add_since(decided.due_ns[first:upto], moment_ns)
        for seq in seqs[first:upto] if committed_ns else ():
            if seq in committed_ns:
                found.commit.add((moment_ns - committed_ns[seq]) / 1e6)
    found.behind += upto < len(seqs)


def _length_s(due: dict[int, tuple[int, int]]) -> float:
    times = [at_ns for at_ns, _client in due.values()]
    return (max(times) - min(times)) / 1e9 if times else 0.0


def opened(heard: Heard, count: int) -> tuple[int, Counter[int]]:
    """How many of `count` clients came in, and why the others did not: HTTP status, or minus errno; 0: in time."""
    refused = Counter(record.a for record in heard.records if record.kind in (Kind.REFUSED, Kind.LOST))
    inside = {record.client for record in heard.records if record.kind == Kind.OPEN}
    return min(count, len(inside)), refused
