"""Holds a history against the truth: invariants I1 to I6 and I8, each a function; mail (I7) has its own."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from tests.faults.history import OK, REFUSED, UNKNOWN, Asked, Frame, History, Seen, Truth, Violation

Json = dict[str, Any]
# Refused at the door, before anything is written: there is no outcome of it.
AT_THE_DOOR = {"too_fast"}
# A tally that a later one in the same frame replaces may be left out.
MAY_BE_GATHERED = {"tally.changed"}
SEQ = itemgetter("seq")


def check(history: History, truths: Iterable[Truth]) -> list[Violation]:
    """Everything that was promised and is not so; empty when all is well."""
    truths = list(truths)
    found: list[Violation] = []
    for truth in truths:
        asked = [one for one in history.asked if one.workshop == truth.workshop]
        seen = [one for one in history.seen if one.workshop == truth.workshop]
        found += [
            *commands_once(asked, truth),
            *votes_once(asked, truth),
            *log_without_gaps(truth),
            *prefixes(seen, history.frames, truth),
            *same_state(seen, truth),
            *tallies(truth),
            *support(asked, truth),
        ]
    return [*found, *nothing_of_others(history, truths)]


def commands_once(asked: list[Asked], truth: Truth) -> Iterator[Violation]:
    """I1: acknowledged exactly once, refused not at all, unknown at most once."""
    outcomes = defaultdict(list)
    for row in truth.outcomes:
        outcomes[row["command"]].append(row)
    told = Counter(one["thing"] for one in truth.events if one["type"] in {"idea.captured", "comment.added"})
    for one in asked:
        rows = outcomes[one.id]
        carried_out = sum(row["ok"] for row in rows)
        if one.outcome == OK and carried_out != 1:
            yield Violation("I1", f"{one.name} {one.id} acknowledged, and carried out {carried_out} times")
        if one.outcome == REFUSED and (carried_out or (not rows and one.code not in AT_THE_DOOR)):
            yield Violation("I1", f"{one.name} {one.id} refused ({one.code}), and carried out {carried_out} times")
        if one.outcome == UNKNOWN and carried_out > 1:
            yield Violation("I1", f"{one.name} {one.id} never answered, and carried out {carried_out} times")
        if one.decisions > 1:
            yield Violation("I1", f"{one.name} {one.id} decided {one.decisions} times")
        if len(set(one.answers)) > 1:
            yield Violation("I1", f"{one.name} {one.id} answered in different ways: {sorted(set(one.answers))}")
        yield from _effect_once(one, carried_out, told, truth)


def _effect_once(one: Asked, carried_out: int, told: Counter[str], truth: Truth) -> Iterator[Violation]:
    thing = {"idea.capture": one.args.get("idea"), "comment.add": one.args.get("comment")}.get(one.name)
    if thing is None:
        return
    there = thing in truth.ideas if one.name == "idea.capture" else thing in truth.comments
    if told[thing] != carried_out or there != bool(carried_out):
        yield Violation("I1", f"{one.name} {one.id} carried out {carried_out} times, in the log {told[thing]} times")
    if there and one.name == "idea.capture" and truth.ideas[thing]["text"] != one.args["text"]:
        yield Violation("I1", f"{one.name} {one.id} has another text than was written")


def votes_once(asked: list[Asked], truth: Truth) -> Iterator[Violation]:
    """I2: one row for a participant and target, what was acknowledged last is in it, and no prefix of the log overspends."""
    rows = Counter((row["activity"], row["participant"], row["target"]) for row in truth.votes)
    for key, count in rows.items():
        if count > 1:
            yield Violation("I2", f"{count} rows of {key}")
    placed: dict[tuple[str, str], int] = {}
    yield from _replayed(asked, truth, placed)
    spent: Counter[tuple[str, str]] = Counter()
    for row in truth.votes:
        if not row["parked"]:
            spent[row["activity"], row["participant"]] += row["points"]
    for ballot in truth.ballots:
        total = spent[ballot["activity"], ballot["participant"]]
        if total != ballot["spent"] or total > ballot["budget"]:
            yield Violation(
                "I2", f"{ballot['participant']} placed {total}, counted {ballot['spent']} of {ballot['budget']}"
            )


def _replayed(asked: list[Asked], truth: Truth, placed: dict[tuple[str, str], int]) -> Iterator[Violation]:
    """Votes in the order of the log, each within the budget; the rows must be where they lead."""
    votes = {one.id: one for one in asked if one.name == "vote.set"}
    budgets = {ballot["participant"]: ballot["budget"] for ballot in truth.ballots}
    spent: Counter[str] = Counter()
    for row in sorted(
        (one for one in truth.outcomes if one["ok"] and one["command"] in votes), key=lambda one: one["seq"]
    ):
        vote = votes[row["command"]]
        key = (vote.actor, vote.args["target"])
        spent[vote.actor] += vote.args["points"] - placed.get(key, 0)
        placed[key] = vote.args["points"]
        # Who never placed a point has no ballot, and all of the budget left.
        left = (
            budgets[vote.actor] - spent[vote.actor] if vote.actor in budgets else row["points_left"] - spent[vote.actor]
        )
        if left < 0 or row["points_left"] != left:
            yield Violation("I2", f"{vote.actor} had {left} left at {row['seq']}, was told {row['points_left']}")
    has = {(row["participant"], row["target"]): row["points"] for row in truth.votes if not row["parked"]}
    for key, points in placed.items():
        if has.get(key, 0) != points:
            yield Violation("I2", f"{key} was acknowledged {points}, has {has.get(key, 0)}")


def log_without_gaps(truth: Truth) -> Iterator[Violation]:
    """I3: seq is 1..N without gap or repeat."""
    seqs = [one["seq"] for one in truth.events]
    if sorted(seqs) != list(range(1, truth.head + 1)):
        missing = set(range(1, truth.head + 1)) - set(seqs)
        twice = [seq for seq, count in Counter(seqs).items() if count > 1]
        yield Violation(
            "I3", f"head {truth.head}, {len(seqs)} events, missing {sorted(missing)[:5]}, twice {twice[:5]}"
        )


def prefixes(seen: list[Seen], frames: list[Frame], truth: Truth) -> Iterator[Violation]:
    """I4: each client applied a prefix of the log, with snapshots, never backward."""
    used = {step for one in seen for step in one.trail if isinstance(step, int)}
    log = sorted(truth.events, key=SEQ)
    for number in sorted(used):
        frame = frames[number]
        # Frames of a log that a restore has replaced have nothing to be held against.
        if frame.epoch in {"", truth.epoch}:
            within = log[bisect_right(log, frame.after, key=SEQ) : bisect_right(log, frame.upto, key=SEQ)]
            yield from _as_in_the_log(frame, within)
    for one in seen:
        yield from _forward(one, frames)


def _as_in_the_log(frame: Frame, within: list[Json]) -> Iterator[Violation]:
    visible = {one["seq"]: one["type"] for one in within if frame.audience in one["seen"]}
    lacking = {seq for seq in visible if seq not in frame.events and visible[seq] not in MAY_BE_GATHERED}
    strange = [seq for seq in frame.events if seq not in visible]
    if lacking or strange or frame.events != sorted(set(frame.events)):
        where = f"{frame.audience} ({frame.after}, {frame.upto}]"
        yield Violation("I4", f"{where} lacks {sorted(lacking)[:5]}, has {strange[:5]} that it should not")


def _forward(one: Seen, frames: list[Frame]) -> Iterator[Violation]:
    epoch, at = None, -1
    for step in one.trail:
        if isinstance(step, int):
            frame = frames[step]
            if frame.workshop != one.workshop or frame.after > at or frame.upto <= at:
                yield Violation("I4", f"{one.client} at {at} applied ({frame.after}, {frame.upto}]")
            at = frame.upto
        else:
            if step[0] == epoch and step[1] < at:
                yield Violation("I4", f"{one.client} at {at} went back to a snapshot of {step[1]}")
            epoch, at = step
    if at != one.seq:
        yield Violation("I4", f"{one.client} says it is at {one.seq}, its trail ends at {at}")


def same_state(seen: list[Seen], truth: Truth) -> Iterator[Violation]:
    """I5: after the quiet moment every client, the server and the fold of the log are alike, for each audience."""
    for one in seen:
        if one.differs or one.fingerprint != one.server:
            yield Violation(
                "I5", f"{one.client} ({one.audience}) differs from the server in {one.differs or 'its state'}"
            )
        if one.audience in truth.folded and one.server != truth.folded[one.audience]:
            yield Violation("I5", f"the server tells {one.client} ({one.audience}) another state than its log gives")
        if one.captured_twice:
            yield Violation("I4", f"{one.client} was told of {one.captured_twice} ideas twice")
        if one.waiting:
            yield Violation("I1", f"{one.client} still has {one.waiting} commands without an answer")


def tallies(truth: Truth) -> Iterator[Violation]:
    """I6: the points kept on ideas and clusters are the sum of the votes."""
    counted: Counter[str] = Counter()
    for row in truth.votes:
        if not row["parked"]:
            counted[row["target"]] += row["points"]
    for target in truth.points.keys() | counted.keys():
        if truth.points.get(target, 0) != counted[target]:
            yield Violation("I6", f"{target} shows {truth.points.get(target)}, its votes are {counted[target]}")


def support(asked: list[Asked], truth: Truth) -> Iterator[Violation]:
    """I2 and I6: who was last acknowledged to support an idea does, once, and the idea says how many do."""
    rows = Counter((row["participant"], row["idea"]) for row in truth.given)
    said = {one.id: one for one in asked if one.name == "idea.support"}
    wanted: dict[tuple[str, str], int] = {}
    for row in truth.outcomes:
        if row["ok"] and (one := said.get(row["command"])):
            wanted[one.actor, one.args["idea"]] = int(one.args["on"])
    for key, count in wanted.items():
        if rows[key] != count:
            yield Violation("I2", f"{key} was acknowledged {count}, has {rows[key]}")
    counted = Counter(idea for _participant, idea in rows)
    for idea, supports in truth.supports.items():
        if supports != counted[idea]:
            yield Violation("I6", f"{idea} says that {supports} support it, {counted[idea]} do")


def nothing_of_others(history: History, truths: list[Truth]) -> Iterator[Violation]:
    """I8: no idea or cluster of one workshop reached a client of another."""
    owner = {thing: truth.workshop for truth in truths for thing in truth.points}
    for workshop, ids in history.ids.items():
        strange = [thing for thing in ids if owner.get(thing, workshop) != workshop]
        if strange:
            yield Violation("I8", f"{len(strange)} things of others reached {workshop}: {strange[:3]}")


def mails_delivered(
    rows: list[Json], delivered: list[str], *, expected: int, crashed: frozenset[str] = frozenset()
) -> list[Violation]:
    """I7: each mail key at least once; more than once only where a crash hit its dialogue.

    `delivered` are Message-IDs as the mail server took them, `crashed` those whose dialogue a crash hit.
    """
    count = Counter(delivered)
    found = []
    if len(rows) != expected:
        found.append(Violation("I7", f"{len(rows)} mails were to be sent, not {expected}"))
    for row in rows:
        times = count[row["message_id"]]
        if times == 0 or row["state"] != "sent":
            found.append(Violation("I7", f"{row['key']} delivered {times} times, state {row['state']}"))
        if times > 1 and row["message_id"] not in crashed:
            found.append(Violation("I7", f"{row['key']} delivered {times} times without a crash"))
    return found
