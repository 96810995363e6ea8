"""A workshop's whole state at one seq, for one audience. Built once per (epoch, seq, audience), kept compressed."""

import json
import zlib
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ideahub import visibility
from ideahub.actions.facts import action_fact
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.eventlog.queries import Head, head
from ideahub.ideas import facts as idea_facts
from ideahub.ideas.models import Comment, Idea
from ideahub.protocol import state
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import limits
from ideahub.workshops import facts as workshop_facts
from ideahub.workshops.domain import ballot_counts
from ideahub.workshops.models import Participant, Workshop

MOST_KEPT = 64

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """The part that everybody of an audience has in common: the JSON text without its closing brace, also deflated."""

    head: Head
    text: bytes
    deflated: bytes
    checksum: int


_kept: OrderedDict[tuple[UUID, Head, Audience], Shared] = OrderedDict()
_kept_lock = Lock()
_building: defaultdict[tuple[UUID, Audience], Lock] = defaultdict(Lock)


def shared(workshop: UUID, audience: Audience) -> Shared:
    """The snapshot without `me`, `online`, `hands` and `server_time`."""
    if found := _find(workshop, audience):
        return found
    with _kept_lock:
        one_at_a_time = _building[workshop, audience]
    # Many who ask at once wait for the first one's work instead of repeating it.
    with one_at_a_time:
        return _find(workshop, audience) or _keep(workshop, audience)


def _find(workshop: UUID, audience: Audience) -> Shared | None:
    key = (workshop, head(workshop), audience)
    with _kept_lock:
        if found := _kept.get(key):
            _kept.move_to_end(key)
        return found


def _keep(workshop: UUID, audience: Audience) -> Shared:
    built = _compress(*_build(workshop, audience))
    with _kept_lock:
        _kept[(workshop, built.head, audience)] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return built


def _compress(at: Head, body: Json) -> Shared:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = squeeze.compress(text) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return Shared(at, text, deflated, zlib.crc32(text))


def with_own(common: Shared, own: Json) -> bytes:
    """The whole snapshot as JSON; `own` holds what is not the same for everybody."""
    return common.text + b"," + _tail(own)


def with_own_gzipped(common: Shared, own: Json) -> bytes:
    """The same as one gzip member: the shared part is not compressed again, the caller's own is put behind it."""
    tail = b"," + _tail(own)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    checksum = zlib.crc32(tail, common.checksum)
    size = len(common.text) + len(tail)
    trailer = checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + common.deflated + squeeze.compress(tail) + squeeze.flush() + trailer


def _tail(own: Json) -> bytes:
    return json.dumps(own, ensure_ascii=False, separators=(",", ":")).encode()[1:]


def own_part(workshop: UUID, actor: Actor, *, online: int, hands: state.Hands) -> Json:
    """What is added beside the shared part for one caller."""
    seen_hands = hands.model_dump(mode="json")
    if not actor.is_staff:
        seen_hands["hands"] = None
    return {
        "server_time": to_wire(now()),
        "online": online,
        "hands": seen_hands,
        "me": me(workshop, actor.participant) if actor.participant else None,
    }


def build(workshop: UUID, audience: Audience) -> Json:
    """The shared part as a dict, straight from the database."""
    return _build(workshop, audience)[1]


def _build(workshop_id: UUID, audience: Audience) -> tuple[Head, Json]:
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        # The level is set before the first query, or not at all: inside another transaction it is that one's.
        if connection.vendor == "postgresql" and outermost:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        at = head(workshop_id)
        whole = _everything(Workshop.objects.select_related("arena").get(pk=workshop_id), at)
    return at, _seen_by(audience, whole)


def _everything(workshop: Workshop, at: Head) -> Json:
    counts = ballot_counts(workshop.vote_activity_id)
    ideas = list(workshop.ideas.filter(withdrawn=False).order_by("position", "number"))
    parts: dict[UUID, list[Idea]] = {}
    for idea in sorted(ideas, key=lambda one: one.number):
        if idea.merged_into_id:
            parts.setdefault(idea.merged_into_id, []).append(idea)
    actions = workshop.actions.filter(removed=False).prefetch_related("ideas")
    comments = Comment.objects.filter(idea__workshop=workshop, idea__withdrawn=False, idea__merged_into=None)
    return {
        "epoch": at.epoch,
        "seq": at.seq,
        "workshop": _dump(workshop_facts.workshop_fact(workshop, **counts)),
        "activities": [_dump(workshop_facts.activity_fact(one)) for one in workshop.activities.all()],
        "columns": [_dump(workshop_facts.column_fact(one)) for one in workshop.columns.all()],
        "clusters": [_dump(idea_facts.cluster_fact(one)) for one in workshop.clusters.filter(removed=False)],
        "ideas": [
            _dump(idea_facts.idea_fact(one, parts=parts.get(one.id, []))) for one in ideas if one.merged_into_id is None
        ],
        "actions": [
            _dump(action_fact(one, ideas=[idea.id for idea in sorted(one.ideas.all(), key=lambda i: i.number)]))
            for one in actions
        ],
        "comments": [_dump(idea_facts.idea_comment_fact(one)) for one in comments],
        "participants": [_dump(workshop_facts.participant_fact(one)) for one in workshop.participants.all()],
    }


def _dump(model: state.Shared) -> Json:
    return model.model_dump(mode="json")


def _seen_by(audience: Audience, whole: Json) -> Json:
    shown = whole["workshop"]["totals"] == "shown"
    ideas = [visibility.idea_seen_by(audience, idea, totals_shown=shown) for idea in whole["ideas"]]
    actions = [visibility.action_seen_by(audience, action) for action in whole["actions"]]
    seen = {
        **whole,
        "workshop": visibility.workshop_seen_by(audience, whole["workshop"]),
        "clusters": [visibility.cluster_seen_by(audience, one, totals_shown=shown) for one in whole["clusters"]],
        "ideas": [idea for idea in ideas if idea is not None],
        "actions": [action for action in actions if action is not None],
    }
    if audience is not Audience.STAFF:
        visible = {idea["id"] for idea in seen["ideas"]}
        seen["comments"] = [one for one in whole["comments"] if one["idea"] in visible]
        del seen["participants"]
    return seen


def me(workshop: UUID, participant: UUID) -> Json:
    """What concerns one participant only, as JSON. Raises Participant.DoesNotExist."""
    return mine(workshop, [participant])[participant]


def mine(workshop_id: UUID, participants: list[UUID]) -> dict[UUID, Json]:
    """`me` of several at once, with a fixed number of queries."""
    workshop = Workshop.objects.select_related("vote_activity").get(pk=workshop_id)
    people = list(Participant.objects.filter(workshop=workshop, pk__in=participants))
    ideas: dict[UUID, list[Idea]] = {one.id: [] for one in people}
    for idea in workshop.ideas.filter(author__in=people, withdrawn=False).prefetch_related("parts").order_by("number"):
        ideas[idea.author_id].append(idea)  # type: ignore[index]
    votes: dict[UUID, dict[str, int]] = {one.id: {} for one in people}
    ballots: dict[UUID, Ballot] = {}
    if workshop.vote_activity_id:
        placed = Vote.objects.filter(activity=workshop.vote_activity_id, participant__in=people, parked=False)
        for vote in placed.exclude(points=0):
            votes[vote.participant_id][str(vote.target)] = vote.points
        ballots = {
            one.participant_id: one
            for one in Ballot.objects.filter(activity=workshop.vote_activity_id, participant__in=people)
        }
    return {one.id: _me(workshop, one, ideas[one.id], votes[one.id], ballots.get(one.id)) for one in people}


def _own_fact(idea: Idea) -> Json:
    """`parts` were read with the idea."""
    return _dump(idea_facts.idea_fact(idea, parts=sorted(idea.parts.all(), key=lambda part: part.number)))


def _me(
    workshop: Workshop, person: Participant, ideas: list[Idea], votes: dict[str, int], ballot: Ballot | None
) -> Json:
    shown = workshop.totals == "shown"
    unseen = [one for one in ideas if not one.is_seen and one.merged_into_id is None]
    budget = limits(workshop.vote_activity.rules).budget if workshop.vote_activity else None
    return {
        "participant": str(person.id),
        "name": person.name,
        "ideas": [visibility.own_idea(_own_fact(one), totals_shown=shown) for one in unseen],
        "own": [str(one.id) for one in ideas],
        "points": votes,
        "points_left": (budget or 0) - (ballot.spent if ballot and budget is not None else 0),
        "done": bool(ballot and ballot.done),
        "hand": person.hand_raised_at is not None,
        "muted": person.muted,
        "summary": person.asked_for_summary,
    }
