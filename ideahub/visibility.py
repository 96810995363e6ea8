"""The one rule on who sees what. It filters the snapshot, the replay, the live frames and what leaves in reports.

Facts are JSON-ready dicts in the staff's view; what comes back is what the audience may see, or None.
"""

from collections.abc import Mapping
from typing import Any

from ideahub.core.actor import Actor, Audience
from ideahub.protocol.events import EVENT_TYPES
from ideahub.protocol.state import Hands

Fact = Mapping[str, Any]

STAFF_ONLY_OF_IDEA = ("participant", "flags", "reason")
STAFF_ONLY_EVENTS = frozenset(
    {
        "participant.joined", "participant.muted", "participant.unmuted",
        "suggestion.made", "suggestion.changed", "suggestion.withdrawn",
    }
)  # fmt: skip
# Lists of the snapshot that these events change. Whoever made a suggestion has it in their own view.
STAFF_ONLY_LISTS = ("participants", "suggestions")
CLUSTER_FIELDS = ("cluster", "into")
# How many have voted is on the board and on the room's screen; a phone is not told at every vote of somebody else.
BALLOT_COUNTS = {"voted": 0, "done": 0}
# In agree and scale, what fewer than this many answered is not told: too few to stand for a room, enough to guess who.
FEWEST_ANSWERS_TOLD = 5


def room_sees_idea(idea: Fact) -> bool:
    return bool(idea["status"] == "shown" and idea["room"])


def idea_seen_by(audience: Audience, idea: Fact, *, totals_shown: bool) -> dict[str, Any] | None:
    """An idea as this audience sees it; authors get their own unseen ones through `own_idea`."""
    if audience is Audience.STAFF:
        return dict(idea)
    return own_idea(idea, totals_shown=totals_shown, with_reason=False) if room_sees_idea(idea) else None


def own_idea(idea: Fact, *, totals_shown: bool, with_reason: bool = True) -> dict[str, Any]:
    """An idea as its author sees it, in any status."""
    hidden = STAFF_ONLY_OF_IDEA[:2] if with_reason else STAFF_ONLY_OF_IDEA
    seen = {key: value for key, value in idea.items() if key not in hidden}
    return _with_totals(seen, totals_shown=totals_shown)


def cluster_seen_by(audience: Audience, cluster: Fact, *, totals_shown: bool) -> dict[str, Any]:
    return dict(cluster) if audience is Audience.STAFF else _with_totals(cluster, totals_shown=totals_shown)


def _with_totals(target: Fact, *, totals_shown: bool) -> dict[str, Any]:
    told = totals_shown and enough_answered(target.get("answers"))
    return dict(target) if told else {**target, "points": None, "answers": None}


def enough_answered(answers: Fact | None) -> bool:
    """Whether the room is told how a target stands, by what is kept of its answers (null: none, or only a sum)."""
    if answers is None:
        return True
    if "benefit" in answers:
        return min(sum(answers["benefit"]), sum(answers["effort"])) >= FEWEST_ANSWERS_TOLD
    return "passed" not in answers or sum(answers.values()) >= FEWEST_ANSWERS_TOLD


def workshop_seen_by(audience: Audience, workshop: Fact) -> dict[str, Any]:
    """Whose phone writes for a table is for staff."""
    if audience is Audience.STAFF:
        return dict(workshop)
    tables = [{**table, "holder": None} for table in workshop.get("tables", ())]
    return {**workshop, **(BALLOT_COUNTS if audience is Audience.PARTICIPANT else {}), "tables": tables}


def hands_seen_by(actor: Actor, hands: Hands) -> dict[str, Any]:
    """Who wants to speak is for staff. Everybody else is told how many do, and who waits their own place, from 1."""
    if actor.is_staff:
        return hands.model_dump(mode="json", exclude={"place"})
    told: dict[str, Any] = {"count": hands.count, "hands": None}
    place = hands.places.get(actor.id) if actor.participant else None
    return told if place is None else {**told, "place": place}


def action_seen_by(audience: Audience, action: Fact) -> dict[str, Any] | None:
    """Drafts and addresses are for staff."""
    if audience is Audience.STAFF:
        return dict(action)
    if action["status"] == "draft":
        return None
    return {key: value for key, value in action.items() if key != "owner_email"}


def seen_by(audience: Audience, event: Fact, *, totals_shown: bool, was_seen: bool) -> dict[str, Any] | None:
    """One event as this audience sees it. Something that leaves the audience's sight becomes its removal."""
    if audience is Audience.STAFF:
        return dict(event)
    kind = event["type"]
    # What this version does not know, since a newer one runs beside it, it cannot judge.
    if kind in STAFF_ONLY_EVENTS or kind not in EVENT_TYPES:
        return None
    if kind == "tally.changed":
        return _tally(audience, event, totals_shown=totals_shown)
    if kind == "totals.shown":
        return _with_enough(event)
    if kind.startswith("idea."):
        return _idea_event(audience, event, totals_shown=totals_shown, was_seen=was_seen)
    if kind.startswith("cluster."):
        return {
            key: cluster_seen_by(audience, value, totals_shown=totals_shown) if key in CLUSTER_FIELDS else value
            for key, value in event.items()
        }
    if kind.startswith("action."):
        return _action_event(audience, event, was_seen=was_seen)
    if (kind.startswith("comment.") or kind == "support.changed") and not was_seen:
        return None
    if "workshop" in event:
        return {**event, "workshop": workshop_seen_by(audience, event["workshop"])}
    return dict(event)


def _tally(audience: Audience, event: Fact, *, totals_shown: bool) -> dict[str, Any] | None:
    if audience is Audience.PROJECTOR:
        return _with_enough(event) if totals_shown else {**event, "points": {}, "answers": {}}
    return {**_with_enough(event), **BALLOT_COUNTS} if totals_shown else None


def _with_enough(event: Fact) -> dict[str, Any]:
    """Totals without those of targets that too few have answered: these stand in `answers` as null, and not in `points`."""
    answers = event.get("answers", {})
    few = {target for target, counts in answers.items() if not enough_answered(counts)}
    return {
        **event,
        "points": {target: points for target, points in event["points"].items() if target not in few},
        "answers": {target: None if target in few else counts for target, counts in answers.items()},
    }


def _idea_event(audience: Audience, event: Fact, *, totals_shown: bool, was_seen: bool) -> dict[str, Any] | None:
    seen = {key: value for key, value in event.items() if not isinstance(value, dict)}
    gone = {"seq": event["seq"], "type": "idea.hidden", "id": event.get("id") or event.get("idea", {}).get("id")}
    if event["type"] in {"idea.hidden", "idea.withdrawn"}:
        return seen if was_seen else None
    for key in ("idea", "into", "from"):
        if key not in event:
            continue
        idea = idea_seen_by(audience, event[key], totals_shown=totals_shown)
        if idea is None:
            return gone if was_seen else None
        seen[key] = idea
    return seen


def _action_event(audience: Audience, event: Fact, *, was_seen: bool) -> dict[str, Any] | None:
    if event["type"] == "action.removed":
        return dict(event) if was_seen else None
    action = action_seen_by(audience, event["action"])
    if action is None:
        gone = {"seq": event["seq"], "type": "action.removed", "id": event["action"]["id"]}
        return gone if was_seen else None
    return {**event, "action": action}
