"""What a snapshot says to one caller alone: `me` of a participant, and what only the staff or only phones are told."""

from collections import defaultdict
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from uuid import UUID

from django.db.models import Q

from ideahub import visibility
from ideahub.actions.facts import suggestion_fact
from ideahub.actions.queries import SUGGESTED, suggestions_by_author
from ideahub.core.actor import Actor
from ideahub.core.clock import now, to_wire
from ideahub.eventlog.statements import Question
from ideahub.ideas import facts as idea_facts
from ideahub.ideas.exposure import fair_order, phones_by_target
from ideahub.ideas.models import Idea
from ideahub.ideas.supporting import SUPPORTED, supported_by
from ideahub.protocol import state
from ideahub.snapshot.whole import Json, dump
from ideahub.voting.domain import PLACED
from ideahub.voting.models import Ballot
from ideahub.voting.tally import limits
from ideahub.workshops.models import Activity, Participant, Table, Workshop
from ideahub.workshops.scene import PEOPLE, WORKSHOP, vote_of


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
        return {"fair": dump(fair_order(workshop))}
    if actor.is_staff:
        return {"shown_on": {str(target): phones for target, phones in phones_by_target(workshop).items()}}
    return {}


def me(workshop: UUID, participant: UUID) -> Json:
    """What concerns one participant only, as JSON. Raises KeyError for who is not in the workshop."""
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
            own["suggestions"] = [dump(suggestion_fact(one)) for one in suggested.get(author, ())]
    return found


def _person(person: Participant) -> Json:
    told: Json = {
        "name": person.name,
        "hand": person.hand_raised_at is not None,
        "muted": person.muted,
        "summary": person.asked_for_summary,
    }
    return told | {"erased_at": to_wire(person.erased_at)} if person.erased_at else told


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
        idea.id: visibility.own_idea(dump(idea_facts.idea_fact(idea, parts=parts)), totals_shown=shown)
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
    told = cache(str)
    for person, target, points, effort in PLACED.ask(workshop.pk, found.keys()):
        if points or (zero_is_said and points == 0):
            found[person]["points"][told(target)] = points
        if effort:
            found[person]["effort"][told(target)] = effort
    for person, spent, done in SPENT.ask(workshop.pk, found.keys()):
        found[person]["done"] = done
        if budget is not None:
            found[person]["points_left"] = budget - spent
