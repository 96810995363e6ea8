"""A running meeting as the plain page shows it: the participant's snapshot and what is the reader's own, put into words."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ideahub.actions.models import ActionItem
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now
from ideahub.ideas.exposure import Seen, fair_order, seen_by
from ideahub.ideas.rules import goes_on_in
from ideahub.plain.standing import is_told, standing_of
from ideahub.protocol.state import ActivitySettings
from ideahub.snapshot import me, shared
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.models import Receipt, Workshop
from ideahub.workshops.receipts import token_of
from ideahub.workshops.rules import takes_input

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnIdea:
    """`may_edit`: the step takes ideas. `may_withdraw`: nobody has grouped it. `table`: that it was written for; of what was merged
    into another it is not known."""

    id: str
    number: int
    text: str
    state: str
    may_edit: bool
    may_withdraw: bool
    table: int | None = None


@dataclass(frozen=True, slots=True)
class OwnSuggestion:
    """`may_withdraw`: nobody has decided about it."""

    id: str
    title: str
    state: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """What can be voted on, with the reader's own answer; `points` null is no answer. `unseen`: it is not shown any more, and its
    votes can only be taken back."""

    id: str
    title: str
    number: int | None
    texts: tuple[str, ...]
    points: int | None
    effort: int | None
    unseen: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the result. Equal points share a rank; where votes are not shared out there is none."""

    rank: int | None
    title: str
    standing: str


class Meeting:
    """One reader's view at one moment. A fixed number of queries."""

    def __init__(self, workshop: Workshop, actor: Actor) -> None:
        self.workshop = workshop
        self.actor = actor
        self.state: Json = json.loads(shared(workshop.id, Audience.PARTICIPANT).text + b"}")
        self.me: Json = me(workshop.id, actor.id)
        activity = workshop.activity
        self.takes_input = activity is not None and takes_input(workshop, activity, now=now())

    @cached_property
    def receipt(self) -> Receipt | None:
        return Receipt.objects.filter(participant=self.actor.id).first()

    @property
    def opens_receipt(self) -> bool:
        """Whether the link there is can be told again."""
        return self.receipt is not None and token_of(self.receipt) is not None

    @cached_property
    def place_in_queue(self) -> int | None:
        """Among those who want to speak, from 1."""
        return raised_hands(self.workshop.id).places.get(self.actor.id)

    @property
    def is_closed(self) -> bool:
        return bool(self.state["workshop"]["status"] == "closed")

    @cached_property
    def step(self) -> Json | None:
        return self._activity(self.state["workshop"]["activity"])

    @property
    def kind(self) -> str:
        return "close" if self.is_closed or self.step is None else str(self.step["kind"])

    @property
    def place(self) -> int:
        """The step's number among all steps, from 1."""
        return self.state["activities"].index(self.step) + 1 if self.step else 0

    @cached_property
    def rules(self) -> ActivitySettings:
        return ActivitySettings.model_validate(self.step["settings"] if self.step else {})

    @cached_property
    def collect(self) -> Json | None:
        """The step whose ideas are taken while this one takes input: itself, or one that goes on while ideas are grouped."""
        if self.kind == "collect":
            return self.step
        if self.kind != "group" or self.workshop.activity is None:
            return None
        found = goes_on_in(self.workshop.activity, self.workshop.activities.all())
        return self._activity(str(found.id)) if found else None

    @property
    def takes_ideas(self) -> bool:
        return self.collect is not None and self.takes_input and not self.me["muted"]

    @cached_property
    def idea_rules(self) -> ActivitySettings:
        return ActivitySettings.model_validate(self.collect["settings"] if self.collect else {})

    @property
    def ends_at(self) -> datetime | None:
        raw = self.state["workshop"]["timer"]["ends_at"]
        return datetime.fromisoformat(raw) if raw else None

    def _activity(self, activity: str | None) -> Json | None:
        return next((one for one in self.state["activities"] if one["id"] == activity), None)

    @property
    def columns(self) -> list[Json]:
        """Those that ideas are asked about."""
        wanted = self.idea_rules.columns
        return [one for one in self.state["columns"] if wanted is None or one["id"] in wanted]

    @property
    def table(self) -> int:
        """The table that the reader writes for in this step, 0 for none."""
        table = int(self.me["table"])
        return table if table <= self.idea_rules.tables else 0

    # ---- Ideas -----------------------------------------------------------------------------------------------------

    @cached_property
    def ideas(self) -> dict[str, Json]:
        """What the reader sees, their own unseen ideas included."""
        return {one["id"]: one for one in [*self.state["ideas"], *self.me["ideas"]]}

    @cached_property
    def clusters(self) -> dict[str, str]:
        return {one["id"]: one["title"] for one in self.state["clusters"]}

    @property
    def own(self) -> list[OwnIdea]:
        """The newest first."""
        mine = [self._own(one) for one in self.me["own"]]
        return sorted((one for one in mine if one), key=lambda one: -one.number)

    def _own(self, idea: str) -> OwnIdea | None:
        if found := self.ideas.get(idea):
            loose = found["cluster"] is None and not found["merged"]
            return OwnIdea(
                id=idea,
                number=found["number"],
                text=found["text"],
                state=self._state_of(found),
                may_edit=self.takes_ideas,
                may_withdraw=loose and not self.is_closed,
                table=found["table"],
            )
        return self._merged_away(idea)

    def _merged_away(self, idea: str) -> OwnIdea | None:
        whole = next((one for one in self.ideas.values() if idea in one["merged_ids"]), None)
        if whole is None:
            return None
        place = whole["merged_ids"].index(idea)
        state = _("Ihopslagen med idé %(number)s") % {"number": whole["number"]}
        return OwnIdea(idea, whole["merged"][place], whole["merged_texts"][place], state, False, False)

    def _state_of(self, idea: Json) -> str:
        if idea["status"] == "hidden":
            why = idea.get("reason") or _("Den som leder mötet har dolt idén.")
            return _("Dold: %(why)s") % {"why": why}
        if idea["status"] == "pending":
            return _("Granskas")
        if idea["cluster"] in self.clusters:
            return _("I gruppen %(title)s") % {"title": self.clusters[idea["cluster"]]}
        return _("Visas i rummet") if idea["room"] else _("Mottagen")

    @property
    def others(self) -> list[Json]:
        """What the room sees and somebody else wrote, in the order that is fair."""
        mine = set(self.me["own"])
        theirs = [one for one in self.state["ideas"] if one["id"] not in mine]
        return sorted(theirs, key=lambda one: self._fair_place(one["id"], one["number"]))

    @property
    def groups(self) -> list[Json]:
        """Clusters with their ideas, then the ideas without a group."""
        named = [{"title": title, "ideas": self._in(key)} for key, title in self.clusters.items()]
        return [*(one for one in named if one["ideas"]), {"title": "", "ideas": self._in(None)}]

    def _in(self, cluster: str | None) -> list[Json]:
        return [one for one in self.state["ideas"] if one["cluster"] == cluster]

    def comments_on(self, idea: Json) -> list[Json]:
        """On it and on what was merged into it, those with the `part`'s number."""
        parts = dict(zip(idea["merged_ids"], idea["merged"], strict=True))
        about = {idea["id"], *parts}
        return [one | {"part": parts.get(one["idea"])} for one in self.state["comments"] if one["idea"] in about]

    @property
    def takes_comments(self) -> bool:
        return self.rules.comments and self.takes_input and not self.me["muted"]

    # ---- Suggestions -----------------------------------------------------------------------------------------------

    @cached_property
    def suggestions(self) -> list[OwnSuggestion]:
        """What the reader has suggested, oldest first."""
        # What a crowd is shown may be a moment older than one's own view, and know nothing of the action yet.
        made = ActionItem.objects.filter(suggestion__author=self.actor.id).values_list("suggestion__id", "status")
        statuses = {str(suggestion): status for suggestion, status in made}
        return [
            OwnSuggestion(
                one["id"], one["title"], _became(one["status"], statuses.get(one["id"])), one["status"] == "waiting"
            )
            for one in self.me["suggestions"]
        ]

    # ---- Votes -----------------------------------------------------------------------------------------------------

    @cached_property
    def vote(self) -> ActivitySettings | None:
        """The vote whose points stand in the state."""
        found = self._activity(self.state["workshop"]["vote_activity"])
        return ActivitySettings.model_validate(found["settings"]) if found else None

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What can be voted on, in the order that is fair."""
        rules = self.vote or self.rules
        if rules.target == "clusters":
            found = [
                (one["id"], one["title"], None, tuple(idea["text"] for idea in self._in(one["id"])))
                for one in self.targets
            ]
        else:
            found = [(one["id"], one["text"], one["number"], tuple(one["merged_texts"])) for one in self.state["ideas"]]
        unanswered = 0 if rules.model == "points" else None
        placed, effort = self.me["points"], self.me.get("effort", {})
        made = [Candidate(*one, placed.get(one[0], unanswered), effort.get(one[0])) for one in found]
        return [*sorted(made, key=lambda one: self._fair_place(one.id, one.number)), *self._unseen(rules, made)]

    def _unseen(self, rules: ActivitySettings, shown: list[Candidate]) -> list[Candidate]:
        """Where votes are shared out those on what was hidden still count against the budget."""
        known, title = {one.id for one in shown}, _("Ett förslag som inte visas längre")
        placed = self.me["points"].items() if rules.model == "points" else ()
        return [
            Candidate(one, title, None, (), points, None, unseen=True) for one, points in placed if one not in known
        ]

    @cached_property
    def _bands(self) -> dict[str | int, int]:
        fair = fair_order(self.workshop.id)
        ideas = {number: at for at, band in enumerate(fair.ideas) for number in band}
        return ideas | {str(one): at for at, band in enumerate(fair.clusters) for one in band}

    def _fair_place(self, target: str, number: int | None) -> tuple[int, bytes]:
        """As on the phone: the least shown first, those alike in an order of the reader's own."""
        return self._bands.get(number or target, -1), _shuffled(self.actor.id, target)

    @property
    def on_screen(self) -> list[Seen]:
        """What others wrote and the page shows for the first time, without being asked to unfold it."""
        shown: list[str] = []
        if self.kind == "vote" and self.takes_input:
            shown = [one.id for one in self.candidates if not one.unseen]
        elif self.kind in {"group", "discuss"}:
            shown = [one["id"] for one in self.state["ideas"]]
        known = {str(one) for one in seen_by(self.actor.id)} | set(self.me["own"])
        return [Seen(self.actor.id, UUID(one)) for one in shown if one not in known]

    @cached_property
    def targets(self) -> list[Json]:
        """What the vote is or was about, as the snapshot has it. A group without ideas is not."""
        rules = self.vote or self.rules
        if rules.target == "ideas":
            return list(self.state["ideas"])
        filled = {one["cluster"] for one in self.state["ideas"]}
        return [one for one in self.state["clusters"] if one["id"] in filled]

    def target_of(self, idea: Json) -> Json | None:
        """What people voted on when they voted on this idea: itself, or the group that it lies in."""
        wanted = idea["cluster"] if self.vote and self.vote.target == "clusters" else idea["id"]
        return next((one for one in self.targets if one["id"] == wanted), None)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each target that has votes, where votes are shared out and shown; equals share one."""
        if self.vote is None or self.vote.model != "points":
            return {}
        scored = {one["id"]: one["points"] for one in self.targets if is_told(one) and one["points"] > 0}
        return {key: 1 + sum(other > points for other in scored.values()) for key, points in scored.items()}

    @property
    def results(self) -> list[Placed]:
        """Most points first, equals by the alphabet; empty while totals are hidden."""
        if self.vote is None or not self.totals_shown:
            return []
        told = [one for one in self.targets if is_told(one) and (one["id"] in self.ranks or one.get("answers"))]
        told.sort(key=lambda one: (-one["points"], title_of(one).casefold()))
        return [Placed(self.ranks.get(one["id"]), title_of(one), standing_of(one)) for one in told]

    @property
    def totals_shown(self) -> bool:
        return bool(self.state["workshop"]["totals"] == "shown")


def clock(moment: datetime) -> str:
    """As people write it: 13.18, or 13:18 in English."""
    return timezone.localtime(moment).strftime("%H.%M" if get_language() == "sv" else "%H:%M")


def _became(status: str, made: str | None) -> str:
    """`made`: the status of the action that was made of it."""
    if status == "waiting":
        return _("Skickat till mötesledaren")
    if status == "declined":
        return _("Avböjt av mötesledaren")
    if made == "draft":
        return _("Upptaget, men visas inte för alla än")
    return _("Blev en åtgärd som inte blir av") if made == "dropped" else _("Upptaget som åtgärd")


def title_of(target: Json) -> str:
    return str(target.get("title") or target["text"])


def _shuffled(person: UUID, target: str) -> bytes:
    return hashlib.sha256(f"{person} {target}".encode()).digest()
