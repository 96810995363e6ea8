"""What a client does with events: a small reducer written from the protocol, nothing of the server's in it."""

from collections.abc import Iterable
from typing import Any

from ideahub.core.actor import Audience
from ideahub.eventlog.models import Event
from ideahub.visibility import seen_by

State = dict[str, Any]

WORKSHOP_EVENTS = {
    "workshop.opened", "workshop.changed", "workshop.closed", "workshop.reopened", "workshop.locked",
    "workshop.unlocked", "activity.started", "timer.set", "spotlight.set", "table.changed",
}  # fmt: skip


def fold(state: State, events: Iterable[State], *, staff: bool) -> State:
    """The state after the events, in order."""
    for event in events:
        state = apply(state, event, staff=staff)
    return state


def hold(state: State, frame: State) -> State:
    """The state after a frame that is outside the log and whole, and has the name of what it tells."""
    return {**state, frame["type"]: {key: value for key, value in frame.items() if key != "type"}}


def seen(audience: Audience, events: Iterable[Event]) -> list[State]:
    """The events of a log as this audience is told them."""
    told = (seen_by(audience, one.payload, totals_shown=one.totals_shown, was_seen=one.was_seen) for one in events)
    return [one for one in told if one is not None]


def apply(state: State, event: State, *, staff: bool) -> State:
    kind = event["type"]
    state = {**state, "seq": event["seq"]}
    if kind in WORKSHOP_EVENTS:
        lists = {key: event[key] for key in ("activities", "columns") if event.get(key) is not None}
        return {**state, "workshop": event["workshop"], **lists}
    if kind.startswith("idea."):
        return _idea(state, event)
    if kind.startswith("cluster."):
        return _cluster(state, event)
    if kind.startswith("action."):
        changed = _put(state["actions"], event["action"]) if "action" in event else _drop(state["actions"], event["id"])
        return {**state, "actions": changed}
    if kind.startswith("suggestion."):
        gone = "suggestion" not in event
        rows = state["suggestions"]
        return {**state, "suggestions": _drop(rows, event["id"]) if gone else _put(rows, event["suggestion"])}
    if kind.startswith("participant."):
        return {**state, "participants": _put(state["participants"], event["participant"])}
    if kind in {"totals.shown", "totals.hidden", "tally.changed"}:
        return _totals(state, event, staff=staff)
    if kind.startswith("comment."):
        return _comment(state, event)
    if kind == "support.changed":
        supports = event["supports"]
        ideas = [{**one, "supports": supports.get(one["id"], one["supports"])} for one in state["ideas"]]
        return {**state, "ideas": ideas}
    if kind == "report.sent":
        return {**state, "workshop": event["workshop"]}
    return state


def _put(rows: list[State], row: State) -> list[State]:
    return [*_drop(rows, row["id"]), row]


def _drop(rows: list[State], gone: str) -> list[State]:
    return [one for one in rows if one["id"] != gone]


def _without_idea(state: State, idea: str) -> State:
    """What is said about it and about its parts goes with it."""
    gone = next((_with_parts(one) for one in state["ideas"] if one["id"] == idea), {idea})
    comments = [one for one in state["comments"] if one["idea"] not in gone]
    return {**state, "ideas": _drop(state["ideas"], idea), "comments": comments}


def _with_parts(idea: State) -> set[str]:
    return {idea["id"], *idea["merged_ids"]}


def _idea(state: State, event: State) -> State:
    if event["type"] in {"idea.hidden", "idea.withdrawn"} and event.get("idea") is None:
        state = _without_idea(state, event["id"])
    if event["type"] == "idea.merged":
        state = {**state, "ideas": _drop(state["ideas"], event["id"])}
    for key in ("from", "into", "idea"):
        if event.get(key) is not None:
            state = {**state, "ideas": _put(state["ideas"], event[key])}
    return state


def _cluster(state: State, event: State) -> State:
    if "id" in event:
        state = {**state, "clusters": _drop(state["clusters"], event["id"])}
    for key in ("cluster", "into"):
        if key in event:
            state = {**state, "clusters": _put(state["clusters"], event[key])}
    return state


def _totals(state: State, event: State, *, staff: bool) -> State:
    kind, points, workshop = event["type"], event.get("points", {}), dict(state["workshop"])
    if kind == "tally.changed":
        workshop |= {"voted": event["voted"], "done": event["done"]}
    else:
        workshop["totals"] = kind.removeprefix("totals.")

    answers = event.get("answers", {})

    def of(row: State) -> State:
        if kind == "totals.hidden":
            return row if staff else {**row, "points": None, "answers": None}
        target = row["id"]
        if (kind == "tally.changed" or staff) and target not in points and target not in answers:
            return row
        too_few = target in answers and target not in points
        return {**row, "points": None if too_few else points.get(target, 0), "answers": answers.get(target)}

    told = {name: [of(one) for one in state[name]] for name in ("ideas", "clusters")}
    return {**state, "workshop": workshop, **told}


def _comment(state: State, event: State) -> State:
    if event["type"] == "comment.removed":
        comments = _drop(state["comments"], event["id"])
    else:
        comments = _put(state["comments"], {**event["comment"], "idea": event["idea"]})
    ideas = [
        {**one, "comments": event["comments"]} if event["idea"] in _with_parts(one) else one for one in state["ideas"]
    ]
    return {**state, "comments": comments, "ideas": ideas}


def canonical(state: State) -> State:
    """Lists in order of id, so that two states compare whatever way they came about."""
    lists = {key: sorted(value, key=lambda one: one["id"]) for key, value in state.items() if isinstance(value, list)}
    return {**state, **lists}
