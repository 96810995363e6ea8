"""The truth of one workshop as the database has it, as plain JSON for the checker."""

from typing import Any
from uuid import UUID

from ideahub.core.actor import Audience
from ideahub.demo.simulation.reducer import State
from ideahub.eventlog.models import Event, Outcome, Stream
from ideahub.ideas.models import Cluster, Comment, Idea, Support
from ideahub.mail.models import Message
from ideahub.visibility import seen_by
from ideahub.voting.models import Ballot, Vote

Json = dict[str, Any]


def read_truth(wanted: Json) -> Json:
    """`workshop`, and `starts`: a snapshot for each audience, from which the log is folded."""
    workshop = UUID(wanted["workshop"])
    stream = Stream.objects.get(pk=workshop)
    events = list(Event.objects.filter(stream=stream).order_by("seq"))
    ideas = list(Idea.objects.filter(workshop=workshop))
    clusters = list(Cluster.objects.filter(workshop=workshop))
    return {
        "workshop": str(workshop),
        "epoch": stream.epoch,
        "head": stream.seq,
        "events": [_event(one) for one in events],
        "outcomes": [_outcome(one) for one in Outcome.objects.filter(stream=stream).order_by("id")],
        "ideas": {str(one.id): {"text": one.text, "author": str(one.author_id)} for one in ideas},
        "comments": [str(one) for one in Comment.objects.filter(idea__workshop=workshop).values_list("id", flat=True)],
        "points": {str(one.id): one.points for one in (*ideas, *clusters)},
        "votes": [
            {"activity": str(one.activity_id), "participant": str(one.participant_id), "target": str(one.target),
             "points": one.points or 0, "parked": one.parked}
            for one in Vote.objects.filter(activity__workshop=workshop)
        ],
        "ballots": [
            {"activity": str(one.activity_id), "participant": str(one.participant_id), "spent": one.spent,
             "budget": one.budget}
            for one in Ballot.objects.filter(activity__workshop=workshop)
        ],
        "supports": {str(one.id): one.supports for one in ideas},
        "given": [
            {"participant": str(one.participant_id), "idea": str(one.idea_id)}
            for one in Support.objects.filter(idea__workshop=workshop)
        ],
        "folded": {audience: _fold(events, start, Audience(audience)) for audience, start in wanted["starts"].items()},
    }  # fmt: skip


def _event(event: Event) -> Json:
    seen = [audience.value for audience in Audience if _seen(event, audience) is not None]
    thing = event.payload.get("comment") or event.payload.get("idea") or {}
    return {
        "seq": event.seq,
        "type": event.type,
        "seen": seen,
        "thing": thing["id"] if isinstance(thing, dict) and thing else None,
    }


def _seen(event: Event, audience: Audience) -> Json | None:
    return seen_by(audience, event.payload, totals_shown=event.totals_shown, was_seen=event.was_seen)


def _outcome(outcome: Outcome) -> Json:
    return {
        "command": str(outcome.command),
        "actor": outcome.actor,
        "ok": outcome.result["ok"],
        "code": outcome.result.get("code"),
        "seq": outcome.result.get("seq"),
        "points_left": outcome.result.get("points_left"),
    }


def _fold(events: list[Event], start: Json, audience: Audience) -> str:
    """The fingerprint of the state that the log gives, folded on from a snapshot."""
    state = State(start)
    for event in events:
        if event.seq > state.seq and (fact := _seen(event, audience)) is not None:
            state.apply(fact)
    return state.fingerprint()


def read_mails(_wanted: Json) -> Json:
    rows = Message.objects.values("key", "message_id", "state", "recipient")
    return {"mails": list(rows)}
