"""The only change that is ever made to what the log holds: a text that its author, or for a comment its leader, has removed is taken
out of it. What the same transaction has recorded and not stored yet is `pending`. Call it all under the stream's lock, and record an
event after it, by which everybody who holds the old ones in memory lets go of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from ideahub.eventlog.models import Event

Json = dict[str, Any]


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
