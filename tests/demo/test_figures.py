"""The judge itself is tried: each planted fault must be seen."""

import asyncio
import random
from typing import Any

import httpx

from ideahub.demo.simulation import figures
from ideahub.demo.simulation.client import Client
from ideahub.demo.simulation.door import Door, Pass
from ideahub.demo.simulation.figures import Figures, Seen
from ideahub.demo.simulation.ledger import Ledger
from ideahub.demo.simulation.reducer import State

Json = dict[str, Any]
IDEA: Json = {"id": "i1", "number": 1, "cluster": None, "status": "shown", "points": None, "comments": 0}


def snapshot(**more: Any) -> Json:
    empty: Json = {
        "epoch": "e", "seq": 1, "workshop": {"id": "w", "status": "open", "voted": 0, "done": 0, "reported_at": None},
        "activities": [], "columns": [], "clusters": [], "ideas": [], "actions": [], "comments": [],
        "me": {"ideas": [], "own": [], "points": {}, "points_left": 5},
    }  # fmt: skip
    return {**empty, **more}


def ledger_of(name: str, args: Json, *results: Json) -> Ledger:
    ledger = Ledger()
    ledger.write({"id": "c1", "name": name, "args": args})
    for result in results:
        ledger.answered({"id": "c1", **result})
    return ledger


def test_an_acknowledged_idea_that_its_author_does_not_have_is_lost() -> None:
    ledger = ledger_of("idea.capture", {"idea": "i1"}, {"ok": True, "seq": 1})

    assert figures.find_lost(ledger, [State(snapshot())])["ideas"] == 1
    kept = State(snapshot(me={"ideas": [], "own": ["i1"], "points": {}}))
    assert figures.find_lost(ledger, [kept])["ideas"] == 0


def test_a_command_that_nobody_answered_is_lost() -> None:
    assert figures.find_lost(ledger_of("hand.raise", {}), [State(snapshot())])["unanswered"] == 1


def test_an_acknowledged_comment_that_nobody_sees_is_lost() -> None:
    ledger = ledger_of("comment.add", {"comment": "k1", "idea": "i1"}, {"ok": True, "seq": 1})

    assert figures.find_lost(ledger, [State(snapshot(ideas=[IDEA]))])["comments"] == 1


def test_a_comment_that_a_leader_took_away_or_whose_idea_is_out_of_sight_is_not_lost() -> None:
    ledger = ledger_of("comment.add", {"comment": "k1", "idea": "i1"}, {"ok": True, "seq": 1})
    state = State(snapshot(ideas=[IDEA]))
    state.apply({"type": "comment.removed", "idea": "i1", "id": "k1", "comments": 0})

    assert figures.find_lost(ledger, [state], but=state.rearranged)["comments"] == 0
    assert figures.find_lost(ledger, [State(snapshot())])["comments"] == 0


def test_points_that_are_not_what_was_acknowledged_are_wrong() -> None:
    end = State(snapshot(me={"ideas": [], "own": [], "points": {"i1": 2}, "effort": {"i1": 3}}))

    assert figures.find_wrong_votes({"i1": (2, 3), "i2": (0, 0)}, end) == 0
    assert figures.find_wrong_votes({"i1": (1, 3)}, end) == 1
    assert figures.find_wrong_votes({"i1": (2, 4)}, end) == 1
    assert figures.find_wrong_votes({}, end) == 1


def test_points_of_what_a_leader_merged_are_not_wrong() -> None:
    state = State(snapshot(ideas=[IDEA, {**IDEA, "id": "i2", "number": 2}, {**IDEA, "id": "i3", "number": 3}]))
    state.apply({"type": "idea.merged", "id": "i2", "into": IDEA})

    end = State(snapshot(me={"ideas": [], "own": [], "points": {"i1": 2, "i3": 1}, "effort": {}}))
    placed = {"i1": (1, 0), "i2": (1, 0), "i3": (1, 0)}
    assert figures.find_wrong_votes(placed, end, but=state.rearranged) == 0
    assert figures.find_wrong_votes({**placed, "i3": (2, 0)}, end, but=state.rearranged) == 1


def load_anew(before: State) -> State:
    """What a phone that has followed so far knows after a `resync`."""

    async def told() -> State | None:
        door = Door("http://localhost:1", "428617")
        await door.http.aclose()
        answer = httpx.MockTransport(lambda _request: httpx.Response(200, json=snapshot(seq=7)))
        async with httpx.AsyncClient(base_url=door.url, transport=answer) as door.http:
            phone = Client(door, Pass("participant"), Ledger(), random.Random(1))
            phone.state = before
            phone._hear({"type": "resync", "reason": "behind"})
            await asyncio.gather(*phone.errands)
            return phone.state

    state = asyncio.run(told())
    assert state is not None
    assert state.seq == 7
    return state


def test_what_a_leader_merged_is_known_to_a_phone_that_loads_the_state_anew() -> None:
    before = State(snapshot(ideas=[IDEA, {**IDEA, "id": "i2", "number": 2}]))
    before.apply({"type": "idea.merged", "id": "i2", "into": IDEA})

    assert load_anew(before).rearranged == {"i1", "i2"}


def test_a_command_decided_twice_is_doubled_and_a_repeat_is_not() -> None:
    once: Json = {"ok": True, "seq": 1}

    twice = ledger_of("idea.capture", {"idea": "i1"}, once, once)
    repeated = ledger_of("idea.capture", {"idea": "i1"}, once, {**once, "repeat": True})

    assert figures.find_doubled(twice, [], []) == 1
    assert figures.find_doubled(repeated, [], []) == 0


def test_two_ideas_with_one_number_are_doubled() -> None:
    end = State(snapshot(ideas=[IDEA, {**IDEA, "id": "i2"}]))

    assert figures.find_doubled(Ledger(), [], [end]) == 1


def test_an_idea_told_twice_is_doubled() -> None:
    state = State(snapshot())
    for seq in (2, 3):
        state.receive({"after": seq - 1, "upto": seq, "events": [{"seq": seq, "type": "idea.captured", "idea": IDEA}]})

    assert figures.find_doubled(Ledger(), [state], [state]) == 1


def test_an_idea_told_twice_is_doubled_though_the_state_was_loaded_anew_since() -> None:
    before = State(snapshot(ideas=[IDEA]))
    before.apply({"type": "idea.captured", "idea": IDEA})

    assert figures.find_doubled(Ledger(), [load_anew(before)], []) == 1


def test_another_text_or_another_own_view_is_told_by_its_part() -> None:
    server = State(snapshot(ideas=[IDEA]))

    assert figures.differences(State(snapshot(ideas=[IDEA])), server) == []
    assert figures.differences(State(snapshot(ideas=[{**IDEA, "text": "annat"}])), server) == ["ideas"]
    changed = State(snapshot(ideas=[IDEA], me={"ideas": [], "own": [], "points": {}, "points_left": 4}))
    assert figures.differences(changed, server) == ["me.points_left"]


def test_what_a_phone_is_told_of_the_whole_meeting_counts_to_the_last_field() -> None:
    for field in ("voted", "done", "reported_at"):
        other = snapshot()
        other["workshop"] = {**other["workshop"], field: 1}
        assert figures.differences(State(other), State(snapshot())) == ["workshop"], field


def test_totals_count_for_an_idea_that_only_its_author_sees() -> None:
    state = State(snapshot(me={"ideas": [IDEA], "own": ["i1"], "points": {}}))

    state.apply({"type": "totals.shown", "points": {"i1": 2}})
    assert figures.own_view(state)["me.ideas"][0]["points"] == 2
    state.apply({"type": "totals.hidden"})
    assert figures.own_view(state)["me.ideas"][0]["points"] is None


def seen(**more: Any) -> Seen:
    plain: Json = {
        "phones": 2, "acknowledged": {"vote.set": 2}, "refused": {}, "delayed_too_fast": 0, "lost": {"ideas": 0}, "doubled": 0,
        "diverged": 0, "diverged_in": {}, "ack_s": [0.01], "screen_s": [], "cuts": 0, "reconnects": 0, "resyncs": 0,
        "ideas_sent": 3, "state": {"participant": [7, "same"]}, "unexpected": {},
    }  # fmt: skip
    return Seen.read({**plain, **more})


def together(*parts: Seen) -> Figures:
    return Figures.of(parts, processes=len(parts), seconds=1, ideas=10)


def test_what_the_processes_saw_is_put_together() -> None:
    joined = together(
        seen(), seen(ack_s=[0.03, 0.02], acknowledged={"vote.set": 1, "idea.capture": 3}, refused={"muted": 1})
    )

    assert (joined.participants, joined.acknowledged, joined.left_out, joined.seq) == (4, 6, 4, 7)
    assert (joined.acknowledged_by, joined.refused) == ({"vote.set": 3, "idea.capture": 3}, {"muted": 1})
    assert (joined.ack_ms.count, joined.ack_ms.p50, joined.ack_ms.p99) == (3, 20.0, 30.0)
    assert joined.state == {"participant": "same"}
    assert joined.is_good


def test_whatever_one_process_found_wrong_is_wrong() -> None:
    for wrong in ({"lost": {"ideas": 1}}, {"doubled": 1}, {"diverged": 1}):
        assert not together(seen(), seen(**wrong)).is_good, wrong


def test_two_snapshots_of_one_moment_that_differ_between_processes_are_told() -> None:
    assert together(seen(), seen(state={"participant": [7, "other"]})).diverged == 1
    later = together(seen(), seen(state={"participant": [8, "other"]}))
    assert (later.diverged, later.seq, later.state) == (0, 8, {"participant": "other"})


def test_a_frame_after_a_gap_is_not_applied() -> None:
    state = State(snapshot())

    assert state.receive({"after": 5, "upto": 6, "events": []}) is None
    assert state.seq == 1


def test_too_fast_is_no_outcome() -> None:
    ledger = ledger_of("idea.capture", {"idea": "i1"}, {"ok": False, "code": "too_fast"})

    assert (ledger.unanswered, ledger.delayed, ledger.refused) == (1, 1, {})
