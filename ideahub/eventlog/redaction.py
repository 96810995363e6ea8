"""The only change that is ever made to what the log holds: a text that its author, or for a comment its leader, has removed is taken
out of it, and so are an action's address that is no longer its own and, after the meeting, names. What the same transaction has recorded
and not stored yet is `pending`. Call it all under the stream's lock, and record an event after it, by which everybody who holds the old
ones in memory lets go of them; after `redact_names`, `begin_anew`."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from ideahub.eventlog.models import Event, Stream, new_epoch

Json = dict[str, Any]
# Facts in events that say who took part or who wrote, and by which field.
NAMED = {"participant": ("name", ""), "idea": ("author", None), "into": ("author", None), "from": ("author", None),
         "comment": ("author", None)}  # fmt: skip


def redact_idea(stream: UUID, *, idea: UUID, text: str, pending: Iterable[Event]) -> int:
    """Puts `text` in place of the idea's own in every event told so far, also where it is a part of another idea, and
    takes its author's name away. Returns how many stored events were changed."""
    bearers = [str(one) for one in _bearers(stream, str(idea))]
    told = Event.objects.filter(stream_id=stream, type__startswith="idea.").filter(
        Q(payload__idea__id__in=bearers) | Q(payload__into__id__in=bearers) | Q(payload__from__id__in=bearers)
    )
    changed = [event for event in told if _redact(event.payload, str(idea), text)]
    Event.objects.bulk_update(changed, ["payload"], batch_size=200)
    for event in pending:
        if event.type.startswith("idea."):
            _redact(event.payload, str(idea), text)
    return len(changed)


def redact_comment(stream: UUID, *, comment: UUID, pending: Iterable[Event]) -> None:
    """Takes the text and its author's name out of every event that told of a comment."""
    _blank(stream, "comment", comment, {"text": "", "author": None}, pending)


def redact_suggestion(stream: UUID, *, suggestion: UUID, pending: Iterable[Event]) -> None:
    """Takes the text out of every event that told of a suggestion."""
    _blank(stream, "suggestion", suggestion, {"title": ""}, pending)


def redact_address(stream: UUID, *, action: UUID, pending: Iterable[Event]) -> None:
    """Takes its owner's address out of every event that told of an action."""
    _blank(stream, "action", action, {"owner_email": None}, pending)


def redact_owner(stream: UUID, *, action: UUID, pending: Iterable[Event]) -> None:
    """Takes everything about its owner out of every event that told of an action."""
    _blank(stream, "action", action, {"owner_name": "", "owner_org": "", "owner_email": None}, pending)


def redact_names(stream: UUID, *, after: int, most: int) -> int | None:
    """Takes the names that participants gave out of the next `most` events after seq `after` that may tell them.

    Returns the seq to go on from, None when there are no more.
    """
    kinds = Q(type__startswith="participant.") | Q(type__startswith="idea.") | Q(type__startswith="comment.")
    told = list(Event.objects.filter(kinds, stream_id=stream, seq__gt=after).order_by("seq")[:most])
    changed = [event for event in told if _forget_names(event.payload)]
    Event.objects.bulk_update(changed, ["payload"], batch_size=200)
    return told[-1].seq if told else None


def begin_anew(stream: UUID) -> None:
    """Gives the log a new epoch: whoever knows what was told before takes a fresh snapshot, and keeps nothing else."""
    Stream.objects.filter(pk=stream).update(epoch=new_epoch())


def _forget_names(payload: Json) -> bool:
    facts = [(fact, *NAMED[key]) for key in NAMED if isinstance(fact := payload.get(key), dict)]
    named = [(fact, field, nobody) for fact, field, nobody in facts if fact.get(field)]
    for fact, field, nobody in named:
        fact[field] = nobody
    return bool(named)


def _blank(stream: UUID, kind: str, thing: UUID, nothing: Json, pending: Iterable[Event]) -> None:
    """`kind` begins the events that tell of it, and is what it is called in them."""
    told = Event.objects.filter(stream_id=stream, type__startswith=f"{kind}.")
    stored = list(told.filter(**{f"payload__{kind}__id": str(thing)}))
    unstored = [event for event in pending if event.payload.get(kind, {}).get("id") == str(thing)]
    for event in (*stored, *unstored):
        event.payload[kind] |= nothing
    Event.objects.bulk_update(stored, ["payload"], batch_size=200)


def _bearers(stream: UUID, idea: str) -> set[str]:
    """The idea itself and all that it was ever merged into, whose facts carry its text."""
    merges = list(
        Event.objects.filter(stream_id=stream, type="idea.merged").values_list("payload__id", "payload__into__id")
    )
    found = {idea}
    while further := {into for part, into in merges if part in found} - found:
        found |= further
    return found


def _redact(payload: Json, idea: str, text: str) -> bool:
    facts = [fact for key in ("idea", "into", "from") if isinstance(fact := payload.get(key), dict)]
    changed = [_redact_own(fact, text) if fact["id"] == idea else _redact_part(fact, idea, text) for fact in facts]
    return any(changed)


def _redact_own(fact: Json, text: str) -> bool:
    fact.update(text=text, author=None, flags=[])
    return True


def _redact_part(fact: Json, idea: str, text: str) -> bool:
    if idea not in fact["merged_ids"]:
        return False
    fact["merged_texts"][fact["merged_ids"].index(idea)] = text
    return True
