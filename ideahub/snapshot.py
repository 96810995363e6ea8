"""A workshop's whole state at one seq, for one audience. Built once per (epoch, seq, audience), kept compressed."""

import json
import zlib
from collections import OrderedDict, defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock
from time import monotonic
from typing import Any
from uuid import UUID

from django.db.models import Q

from ideahub import visibility
from ideahub.actions.facts import action_fact, suggestion_fact
from ideahub.actions.models import ActionItem, Suggestion
from ideahub.actions.queries import SUGGESTED, suggestions_by_author
from ideahub.core.actor import Actor, Audience
from ideahub.core.clock import now, to_wire
from ideahub.eventlog.moment import at_one_moment
from ideahub.eventlog.queries import Head, head
from ideahub.eventlog.statements import Question
from ideahub.ideas import facts as idea_facts
from ideahub.ideas.exposure import fair_order, phones_by_target
from ideahub.ideas.models import Cluster, Comment, Idea
from ideahub.ideas.supporting import SUPPORTED, supported_by
from ideahub.protocol import state
from ideahub.voting.models import Ballot, Vote
from ideahub.voting.tally import limits
from ideahub.workshops import facts as workshop_facts
from ideahub.workshops.domain import Counts, ballot_counts
from ideahub.workshops.models import Activity, Column, Participant, Table, Workshop
from ideahub.workshops.scene import PEOPLE, WORKSHOP, vote_of

MOST_KEPT = 64
# While so many ask within a second, they get what was built at most a second ago: events after it follow on the socket.
CROWD, CROWD_WITHIN_S = 8, 1.0

Json = dict[str, Any]
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Shared:
    """The part that everybody of an audience has in common: the JSON text without its closing brace, also deflated."""

    head: Head
    text: bytes
    deflated: bytes
    checksum: int
    built_at: float = field(default_factory=monotonic)


_kept: OrderedDict[tuple[UUID, Audience], Shared] = OrderedDict()
_kept_lock = Lock()
_building: defaultdict[tuple[UUID, Audience], Lock] = defaultdict(Lock)
_asked: defaultdict[tuple[UUID, Audience], deque[float]] = defaultdict(lambda: deque(maxlen=CROWD))


def shared(workshop: UUID, audience: Audience) -> Shared:
    """The snapshot without `me`, `online`, `hands` and `server_time`."""
    now_at = head(workshop)
    with _kept_lock:
        one_at_a_time, asked = _building[workshop, audience], _asked[workshop, audience]
        asked.append(monotonic())
        if found := _find(workshop, audience, now_at, _is_crowd(asked)):
            return found
    # Many who ask at once wait for the first one's work instead of repeating it.
    with one_at_a_time:
        now_at = head(workshop)
        with _kept_lock:
            found = _find(workshop, audience, now_at, _is_crowd(asked))
        return found or _keep(workshop, audience)


def _is_crowd(asked: deque[float]) -> bool:
    return len(asked) == CROWD and asked[-1] - asked[0] < CROWD_WITHIN_S


def _find(workshop: UUID, audience: Audience, at: Head, crowd: bool) -> Shared | None:
    """The one kept for this audience, if it is of this moment or, in a crowd, of the last."""
    found = _kept.get((workshop, audience))
    if found is None or found.head.epoch != at.epoch:
        return None
    if found.head.seq < at.seq and not (crowd and monotonic() - found.built_at < CROWD_WITHIN_S):
        return None
    _kept.move_to_end((workshop, audience))
    return found


def _keep(workshop: UUID, audience: Audience) -> Shared:
    built = _compress(*_build(workshop, audience))
    with _kept_lock:
        _kept[(workshop, audience)] = built
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return built


def _compress(at: Head, body: Json) -> Shared:
    text = "".join(_open_json(body)).encode()
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    deflated = squeeze.compress(text) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return Shared(at, text, deflated, zlib.crc32(text))


def _open_json(body: Json) -> Iterator[str]:
    """Without the closing brace. Item by item: as a whole, thousands of ideas would keep the event loop from its turn."""
    for number, (key, value) in enumerate(body.items()):
        yield f'{"," if number else "{"}"{key}":'
        if isinstance(value, list):
            yield f"[{','.join(map(to_json, value))}]"
        else:
            yield to_json(value)


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
    return to_json(own).encode()[1:]


def own_part(workshop: UUID, actor: Actor, *, online: int, hands: state.Hands, view: Json | None = None) -> Json:
    """What is added beside the shared part for one caller; `view` is their `me`, where it has been read already."""
    return {
        "server_time": to_wire(now()),
        "online": online,
        "hands": visibility.hands_seen_by(actor, hands),
        "me": view or (me(workshop, actor.participant) if actor.participant else None),
        **_reading(workshop, actor),
    }


def _reading(workshop: UUID, actor: Actor) -> Json:
    """For phones the order to read in, for the staff on how many phones each idea was shown."""
    if actor.participant:
        return {"fair": _dump(fair_order(workshop))}
    if actor.is_staff:
        return {"shown_on": {str(target): phones for target, phones in phones_by_target(workshop).items()}}
    return {}


def build(workshop: UUID, audience: Audience) -> Json:
    """The shared part as a dict, straight from the database."""
    return _build(workshop, audience)[1]


def _build(workshop_id: UUID, audience: Audience) -> tuple[Head, Json]:
    with at_one_moment():
        at = head(workshop_id)
        rows = Rows.of(Workshop.objects.select_related("arena").get(pk=workshop_id))
    # Built outside: on SQLite nobody can commit while somebody reads.
    return at, _seen_by(audience, _everything(rows, at))


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a snapshot is made of, read."""

    workshop: Workshop
    counts: Counts
    activities: list[Activity]
    columns: list[Column]
    clusters: list[Cluster]
    ideas: list[Idea]
    actions: list[ActionItem]
    suggestions: list[Suggestion]
    comments: list[Comment]
    participants: list[Participant]

    @classmethod
    def of(cls, workshop: Workshop) -> "Rows":
        comments = Comment.objects.filter(removed=False, idea__workshop=workshop)
        seen = comments.filter(idea__withdrawn=False, idea__merged_into=None)
        return cls(
            workshop=workshop,
            counts=ballot_counts(workshop.pk),
            activities=list(workshop.activities.all()),
            columns=list(workshop.columns.all()),
            clusters=list(workshop.clusters.filter(removed=False)),
            ideas=idea_facts.idea_rows(workshop.ideas.filter(withdrawn=False).order_by("position", "number")),
            actions=list(workshop.actions.filter(removed=False).prefetch_related("ideas")),
            suggestions=list(workshop.suggestions.all()),
            comments=list(seen),
            participants=list(workshop.participants.all()),
        )


def _everything(rows: Rows, at: Head) -> Json:
    parts: dict[UUID, list[Idea]] = {}
    for idea in sorted(rows.ideas, key=lambda one: one.number):
        if idea.merged_into_id:
            parts.setdefault(idea.merged_into_id, []).append(idea)
    return {
        "epoch": at.epoch,
        "seq": at.seq,
        "workshop": _dump(workshop_facts.workshop_fact(rows.workshop, **rows.counts._asdict())),
        "activities": [_dump(workshop_facts.activity_fact(one)) for one in rows.activities],
        "columns": [_dump(workshop_facts.column_fact(one)) for one in rows.columns],
        "clusters": [_dump(idea_facts.cluster_fact(one)) for one in rows.clusters],
        "ideas": [
            _dump(idea_facts.idea_fact(one, parts=parts.get(one.id, [])))
            for one in rows.ideas
            if one.merged_into_id is None
        ],
        "actions": [
            _dump(action_fact(one, ideas=[idea.id for idea in sorted(one.ideas.all(), key=lambda i: i.number)]))
            for one in rows.actions
        ],
        "suggestions": [_dump(suggestion_fact(one)) for one in rows.suggestions],
        "comments": [_dump(idea_facts.idea_comment_fact(one)) for one in rows.comments],
        "participants": [_dump(workshop_facts.participant_fact(one)) for one in rows.participants],
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
        for name in visibility.STAFF_ONLY_LISTS:
            del seen[name]
    return seen


def me(workshop: UUID, participant: UUID) -> Json:
    """What concerns one participant only, as JSON. Raises Participant.DoesNotExist."""
    return mine(workshop, [participant])[participant]


class Part(StrEnum):
    """Fields of `me` that change together."""

    PERSON = "person"
    IDEAS = "ideas"
    SUPPORTS = "supports"
    VOTES = "votes"
    SUGGESTIONS = "suggestions"


# What a table's pen has a say in.
OF_TABLES = {Part.PERSON, Part.IDEAS}


OF_OWN = ("id", "author_id", "table", "status", "room", "merged_into_id")
HELD = Question(
    lambda workshop, people: (
        Table.objects.filter(workshop=workshop, holder__in=people).order_by().values_list("holder_id", "number")
    )
)
WRITTEN = Question(
    lambda people: Idea.objects.filter(author__in=people, withdrawn=False).order_by("number").values_list(*OF_OWN)
)
# What the room does not see of it, and what was merged into that.
UNSEEN = Question(
    lambda people: Idea.objects.filter(author__in=people, withdrawn=False, merged_into=None).exclude(
        status="shown", room=True
    )
)
PARTS_OF_UNSEEN = Question(
    lambda people: (
        Idea.objects.filter(merged_into__author__in=people)
        .exclude(merged_into__status="shown", merged_into__room=True)
        .order_by("number")
    )
)
STEP = Question(lambda workshop: Activity.objects.filter(pk__in=vote_of(workshop)))
PLACED = Question(
    lambda workshop, people: Vote.objects.filter(
        activity__in=vote_of(workshop), participant__in=people, parked=False
    ).values_list("participant_id", "target", "points", "effort")
)
SPENT = Question(
    lambda workshop, people: Ballot.objects.filter(activity__in=vote_of(workshop), participant__in=people).values_list(
        "participant_id", "spent", "done"
    )
)


def ask_mine_ahead(workshop: UUID, participants: list[UUID], parts: Collection[Part]) -> None:
    """For `mine` of the same ones and parts, where statements travel together."""
    WORKSHOP.ask_ahead(workshop)
    if Part.PERSON in parts:
        PEOPLE.ask_ahead(workshop, participants)
    if OF_TABLES & set(parts):
        HELD.ask_ahead(workshop, participants)
    if Part.IDEAS in parts:
        for question in (WRITTEN, UNSEEN, PARTS_OF_UNSEEN):
            question.ask_ahead(participants)
    if Part.SUPPORTS in parts:
        SUPPORTED.ask_ahead(participants)
    if Part.VOTES in parts:
        STEP.ask_ahead(workshop)
        for question in (PLACED, SPENT):
            question.ask_ahead(workshop, participants)
    if Part.SUGGESTIONS in parts:
        SUGGESTED.ask_ahead(participants)


def mine(workshop_id: UUID, participants: list[UUID], parts: Collection[Part] = tuple(Part)) -> dict[UUID, Json]:
    """`me` of several at once, or only parts of it, with a fixed number of queries. Who is not in the workshop is left out."""
    workshop = WORKSHOP.one(workshop_id)
    # Parts are for those whose commands were just carried out: of them nothing is asked.
    people = PEOPLE.ask(workshop_id, participants) if Part.PERSON in parts else []
    known = [one.id for one in people] if Part.PERSON in parts else participants
    found: dict[UUID, Json] = {one: {"participant": str(one)} for one in known}
    tables = dict(HELD.ask(workshop_id, found.keys())) if OF_TABLES & set(parts) else {}
    for person in people:
        found[person.id] |= _person(person) | {"table": tables.get(person.id, 0)}
    if Part.IDEAS in parts:
        _add_ideas(workshop, found, tables)
    if Part.SUPPORTS in parts:
        given = supported_by(found.keys())
        for one, own in found.items():
            own["supports"] = given[one]
    if Part.VOTES in parts:
        _add_votes(workshop, found)
    if Part.SUGGESTIONS in parts:
        suggested = suggestions_by_author(found.keys())
        for author, own in found.items():
            own["suggestions"] = [_dump(suggestion_fact(one)) for one in suggested.get(author, ())]
    return found


def _person(person: Participant) -> Json:
    return {
        "name": person.name,
        "hand": person.hand_raised_at is not None,
        "muted": person.muted,
        "summary": person.asked_for_summary,
    }


def _add_ideas(workshop: Workshop, found: dict[UUID, Json], tables: dict[UUID, int]) -> None:
    """The ids of all own ideas, and those whole that the room does not see. Of the others nothing more is read."""
    holders = {number: holder for holder, number in tables.items()}
    if tables:
        # By author alone: people are of one workshop, and all of its ideas are many.
        ours = Idea.objects.filter(Q(author__in=found.keys()) | Q(table__in=tables.values(), workshop=workshop))
        written = list(ours.filter(withdrawn=False).order_by("number").values_list(*OF_OWN))
    else:
        written = WRITTEN.ask(found.keys())
    shown = workshop.totals == "shown"
    hidden = [
        idea for idea, _, _, status, room, merged_into in written if not ((status == "shown" and room) or merged_into)
    ]
    unseen = {
        idea.id: visibility.own_idea(_dump(idea_facts.idea_fact(idea, parts=parts)), totals_shown=shown)
        for idea, parts in _unseen(hidden, None if tables else found.keys())
    }
    for own in found.values():
        own["ideas"], own["own"] = [], []
    for idea, author, table, *_ in written:
        for writer in {author, holders.get(table or 0)} - {None}:
            if writer not in found:
                continue
            found[writer]["own"].append(str(idea))
            if idea in unseen:
                found[writer]["ideas"].append(unseen[idea])


def _unseen(hidden: list[UUID], authors: Collection[UUID] | None) -> list[tuple[Idea, list[Idea]]]:
    """These ideas with the parts of each, by number; by their authors where they are all that is hidden of these."""
    if not hidden:
        return []
    if authors is None:
        rows = list(Idea.objects.filter(pk__in=hidden))
        merged = list(Idea.objects.filter(merged_into__in=hidden).order_by("number"))
    else:
        rows, merged = UNSEEN.ask(authors), PARTS_OF_UNSEEN.ask(authors)
    parts: defaultdict[UUID | None, list[Idea]] = defaultdict(list)
    for one in merged:
        parts[one.merged_into_id].append(one)
    return [(one, parts[one.id]) for one in rows]


def _add_votes(workshop: Workshop, found: dict[UUID, Json]) -> None:
    vote = next(iter(STEP.ask(workshop.pk)), None) if workshop.vote_activity_id else None
    rules = vote.rules if vote else None
    budget = limits(rules).budget if rules else None
    # A card that was passed over is an answer; no points and no thumb are none.
    zero_is_said = rules is not None and rules.model == "agree"
    for own in found.values():
        own |= {"points": {}, "effort": {}, "points_left": budget or 0, "done": False}
    if vote is None:
        return
    for person, target, points, effort in PLACED.ask(workshop.pk, found.keys()):
        if points or (zero_is_said and points == 0):
            found[person]["points"][str(target)] = points
        if effort:
            found[person]["effort"][str(target)] = effort
    for person, spent, done in SPENT.ask(workshop.pk, found.keys()):
        found[person]["done"] = done
        if budget is not None:
            found[person]["points_left"] = budget - spent
