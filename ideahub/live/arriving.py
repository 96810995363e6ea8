"""Phones that come in or back, many at once: who they are, their place in the meeting, and its state."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ideahub.core.actor import Actor, Audience
from ideahub.edge.identity import workshop_by_code
from ideahub.edge.knocking import knocker_of, with_stock
from ideahub.edge.presence import online_now
from ideahub.edge.whole_state import answer, tag_of
from ideahub.live.executor import read, write
from ideahub.live.gathering import Gathering
from ideahub.snapshot import mine, own_part, shared
from ideahub.workshops.domain import raised_hands
from ideahub.workshops.joining import Joined, Newcomer, cookie_name, find_participants, join_all
from ideahub.workshops.models import Participant, Workshop

Cookies = Mapping[str, str]


class Recognised(NamedTuple):
    workshop: Workshop | None
    person: Participant | None


def _recognise(code: str, all_cookies: list[Cookies]) -> list[Recognised]:
    workshop = workshop_by_code(code)
    if workshop is None:
        return [Recognised(None, None) for _cookies in all_cookies]
    tokens = [cookies.get(cookie_name(workshop.id)) for cookies in all_cookies]
    people = find_participants(workshop.id, tokens)
    return [Recognised(workshop, people.get(token or "")) for token in tokens]


class WantsIn(NamedTuple):
    request: HttpRequest
    newcomer: Newcomer


def _let_in(code: str, wanting: list[WantsIn]) -> list[Joined | Participant | None]:
    """Who is known, as they are; the others as new participants, in one transaction. None: whoever must be looked at closely."""
    known = _recognise(code, [one.request.COOKIES for one in wanting])
    workshop = known[0].workshop
    if workshop is None or workshop.status != "open" or workshop.locked:
        return [found.person for found in known]
    # Takes nothing: where many codes were wrong, each is asked for its proof and pays for the answer.
    knockers = [knocker_of(one.request) for one in wanting]
    calm = with_stock(knockers)
    new = [place for place, one in enumerate(knockers) if known[place].person is None and one in calm]
    told: list[Joined | Participant | None] = [found.person for found in known]
    joined = join_all(workshop, [wanting[place].newcomer for place in new]) if new else []
    for place, one in zip(new, joined, strict=True):
        told[place] = one
    return told


class Told(NamedTuple):
    response: HttpResponse
    workshop: UUID


def _tell_state(code: str, requests: list[HttpRequest]) -> list[Told | None]:
    """The snapshot of each participant. None for who is none."""
    found = _recognise(code, [request.COOKIES for request in requests])
    workshop = found[0].workshop
    people = {one.person.id for one in found if one.person}
    if workshop is None or not people:
        return [None for _request in requests]
    common = shared(workshop.id, Audience.PARTICIPANT)
    views = mine(workshop.id, list(people))
    online, hands = online_now(workshop.id), raised_hands(workshop.id)

    def told(request: HttpRequest, person: Participant | None) -> Told | None:
        if person is None or person.id not in views:
            return None
        actor = Actor(Audience.PARTICIPANT, person.id, person.language)
        own = own_part(workshop.id, actor, online=online, hands=hands, view=views[person.id])
        return Told(answer(request, common, own, tag_of(actor, common.head, own)), workshop.id)

    return [told(request, one.person) for request, one in zip(requests, found, strict=True)]


recognising = Gathering[Cookies, Recognised](read, _recognise)
letting_in = Gathering[WantsIn, Joined | Participant | None](write, _let_in)
telling_state = Gathering[HttpRequest, Told | None](read, _tell_state)
