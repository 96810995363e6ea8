"""A client's state as the protocol defines it: a snapshot at seq N plus all events after N, in order."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

Json = dict[str, Any]

IDEA_AS_IT_IS = {"idea.captured", "idea.edited", "idea.erased", "idea.shown", "idea.moved"}
REARRANGING = {"idea.merged", "idea.split", "cluster.merged", "cluster.removed", "comment.removed"}
CLUSTER_AS_IT_IS = {"cluster.created", "cluster.renamed", "cluster.moved"}


def _by_id(rows: list[Json]) -> dict[str, Json]:
    return {row["id"]: row for row in rows}


class State:
    """What one client knows. Values that arrive are replaced, never changed: many clients may hold the same ones."""

    def __init__(self, snapshot: Json) -> None:
        self.epoch: str = snapshot["epoch"]
        self.seq: int = snapshot["seq"]
        self.workshop: Json = snapshot["workshop"]
        self.activities: list[Json] = snapshot["activities"]
        self.columns: list[Json] = snapshot["columns"]
        self.clusters = _by_id(snapshot["clusters"])
        self.ideas = _by_id(snapshot["ideas"])
        self.actions = _by_id(snapshot["actions"])
        self.comments = _by_id(snapshot["comments"])
        people = snapshot.get("participants")
        self.participants = None if people is None else _by_id(people)
        self.me: Json | None = snapshot["me"]
        self.captured_twice = 0
        # What somebody who leads merged, split or took away: votes on it and its comments are not where they were.
        self.rearranged: set[str] = set()

    def go_on_from(self, before: "State") -> None:
        """Takes over what was noticed in following events, which no snapshot tells."""
        self.captured_twice, self.rearranged = before.captured_twice, before.rearranged

    @property
    def is_staff(self) -> bool:
        return self.participants is not None

    @property
    def activity(self) -> Json | None:
        return next((one for one in self.activities if one["id"] == self.workshop["activity"]), None)

    def receive(self, frame: Json) -> list[Json] | None:
        """Applies an `events` frame; returns the events that were new, or None when something before it is lacking."""
        if frame["upto"] <= self.seq:
            return []
        if frame["after"] > self.seq:
            return None
        fresh = [event for event in frame["events"] if event["seq"] > self.seq]
        for event in fresh:
            self.apply(event)
        self.seq = frame["upto"]
        return fresh

    def receive_you(self, frame: Json) -> None:
        if self.me is not None:
            self.me = self.me | {key: value for key, value in frame.items() if key != "type" and value is not None}

    def apply(self, event: Json) -> None:
        kind: str = event["type"]
        if kind in REARRANGING:
            parts = (event.get(part) for part in ("idea", "into", "from"))
            self.rearranged |= {part["id"] for part in parts if isinstance(part, dict)} | {event.get("id", "")}
        if kind in IDEA_AS_IT_IS:
            self.captured_twice += kind == "idea.captured" and event["idea"]["id"] in self.ideas
            self._put_idea(event["idea"])
        elif kind.startswith("idea."):
            self._apply_idea(kind, event)
        elif kind.startswith("cluster."):
            self._apply_cluster(kind, event)
        elif kind.startswith("action."):
            self._apply_action(event)
        elif kind.startswith("participant."):
            self.participants = {**(self.participants or {}), event["participant"]["id"]: event["participant"]}
        elif kind == "comment.added":
            self._add_comment(event)
        elif kind == "comment.removed":
            self.comments.pop(event["id"], None)
            self._count_comments(event)
        elif kind == "support.changed":
            self._count_support(event["supports"])
        elif kind in {"totals.shown", "totals.hidden", "tally.changed"}:
            self._apply_totals(kind, event)
        elif "workshop" in event:
            self.workshop = event["workshop"]
            self.activities = event.get("activities") or self.activities
            self.columns = event.get("columns") or self.columns

    def _put_idea(self, idea: Json) -> None:
        self.ideas[idea["id"]] = idea
        self._forget_own(idea["id"])

    def _drop_idea(self, idea: str) -> None:
        """With what is said about it and about its parts."""
        gone = {idea, *self.ideas.pop(idea, {}).get("merged_ids", ())}
        self.comments = {key: one for key, one in self.comments.items() if one["idea"] not in gone}
        self._forget_own(idea)

    def _forget_own(self, idea: str) -> None:
        if self.me is not None and any(one["id"] == idea for one in self.me["ideas"]):
            self.me = {**self.me, "ideas": [one for one in self.me["ideas"] if one["id"] != idea]}

    def _apply_idea(self, kind: str, event: Json) -> None:
        if kind == "idea.split":
            self._put_idea(event["from"])
            self._put_idea(event["idea"])
        elif event.get("idea"):
            self._put_idea(event["idea"])
        elif kind == "idea.merged":
            # What is said about it stays, and stands with the whole.
            self.ideas.pop(event["id"], None)
            self._forget_own(event["id"])
            self._put_idea(event["into"])
        else:
            self._drop_idea(event["id"])

    def _apply_cluster(self, kind: str, event: Json) -> None:
        if kind in CLUSTER_AS_IT_IS:
            self.clusters[event["cluster"]["id"]] = event["cluster"]
            return
        self.clusters.pop(event["id"], None)
        if "into" in event:
            self.clusters[event["into"]["id"]] = event["into"]

    def _apply_action(self, event: Json) -> None:
        if "action" in event:
            self.actions[event["action"]["id"]] = event["action"]
        else:
            self.actions.pop(event["id"], None)

    def _add_comment(self, event: Json) -> None:
        self.comments[event["comment"]["id"]] = {**event["comment"], "idea": event["idea"]}
        self._count_comments(event)

    def _count_comments(self, event: Json) -> None:
        about = event["idea"]
        whole = self.ideas.get(about) or next((one for one in self.ideas.values() if about in one["merged_ids"]), None)
        if whole:
            self.ideas[whole["id"]] = {**whole, "comments": event["comments"]}

    def _count_support(self, supports: dict[str, int]) -> None:
        for key in supports.keys() & self.ideas.keys():
            self.ideas[key] = {**self.ideas[key], "supports": supports[key]}

    def _apply_totals(self, kind: str, event: Json) -> None:
        if kind == "tally.changed":
            self.workshop = self.workshop | {"voted": event["voted"], "done": event["done"]}
            self._stand(event, only=event["points"].keys() | event.get("answers", {}).keys())
            return
        self.workshop = self.workshop | {"totals": kind.removeprefix("totals.")}
        if kind == "totals.shown":
            self._stand(event)
        elif not self.is_staff:
            self._stand({"points": {}}, unknown=True)

    def _stand(self, event: Json, *, only: Collection[str] | None = None, unknown: bool = False) -> None:
        """How the targets stand now, those too that only their author sees. One with answers and no points has too few answers
        to be told."""
        points, answers = event["points"], event.get("answers", {})

        def now(row: Json) -> Json:
            target = row["id"]
            none = unknown or (target in answers and target not in points)
            return {**row, "points": None if none else points.get(target, 0), "answers": answers.get(target)}

        for rows in (self.ideas, self.clusters):
            for target in rows.keys() if only is None else rows.keys() & only:
                rows[target] = now(rows[target])
        if self.me is not None and self.me["ideas"]:
            own = [now(row) if only is None or row["id"] in only else row for row in self.me["ideas"]]
            self.me = {**self.me, "ideas": own}

    def canonical(self) -> Json:
        """What all clients of an audience must agree on, in one order."""
        return {
            "workshop": self.workshop,
            "activities": sorted(self.activities, key=lambda one: one["id"]),
            "columns": sorted(self.columns, key=lambda one: one["id"]),
            "clusters": _in_order(self.clusters),
            "ideas": _in_order(self.ideas),
            "actions": _in_order(self.actions),
            "comments": _in_order(self.comments),
            "participants": None if self.participants is None else _in_order(self.participants),
        }

    def fingerprint(self) -> str:
        """A hash of the canonical state."""
        text = json.dumps(self.canonical(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _in_order(rows: dict[str, Json]) -> list[Json]:
    return [rows[key] for key in sorted(rows)]
