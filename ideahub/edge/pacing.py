"""Taking commands in at a bearable pace: those beyond it are refused one by one, before they reach the database."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from ideahub.commands import Sent
from ideahub.core.actor import Actor
from ideahub.edge.counting import count_too_fast
from ideahub.edge.limits import COMMANDS, IDEAS, TABLE_IDEAS, Ask, Limit, grant, grant_all
from ideahub.protocol.frames import Result
from ideahub.workshops.queries import table_of

Raw = dict[str, Any]
# Both put an idea on every screen, one that is restored with all that is said about it.
TELLING_IDEAS = ("idea.capture", "idea.restore")
# What goes on, and the refusals of the rest.
Taken = tuple[list[Sent], list[Result]]


class Pushed(NamedTuple):
    actor: Actor
    raw: list[Raw]


def take_in(actor: Actor, raw: list[Raw]) -> Taken:
    """Splits commands into those that go on and the refusals (`too_fast`) of the rest. Staff are not limited."""
    return take_in_all([Pushed(actor, raw)])[0]


def take_in_all(pushed: Sequence[Pushed]) -> list[Taken]:
    """The same for several who send in the same moment, in their order."""
    parts = [(limit, one.actor, raw) for one in pushed if not one.actor.is_staff for limit, raw in _by_limit(one.raw)]
    granted = grant_all([Ask(limit, actor.key, len(raw)) for limit, actor, raw in parts])
    late: set[int] = set()
    for (limit, actor, raw), count in zip(parts, granted, strict=True):
        beyond = raw[count:]
        late |= {id(one) for one in (_beyond_a_table(actor, beyond) if limit is IDEAS else beyond)}
    return [_split(one, late) for one in pushed]


def _by_limit(raw: list[Raw]) -> Iterator[tuple[Limit, list[Raw]]]:
    for limit, is_its in ((IDEAS, True), (COMMANDS, False)):
        if found := [one for one in raw if (one.get("name") in TELLING_IDEAS) is is_its]:
            yield limit, found


def _split(pushed: Pushed, late: set[int]) -> Taken:
    actor = pushed.actor
    goes_on = [Sent(actor, one) for one in pushed.raw if id(one) not in late]
    beyond = [one for one in pushed.raw if id(one) in late]
    count_too_fast(beyond)
    return goes_on, [_too_fast(actor, one) for one in beyond]


def _beyond_a_table(actor: Actor, raw: list[Raw]) -> list[Raw]:
    """Who writes for a table may send what a whole table says."""
    table = table_of(actor.participant) if raw and actor.participant else None
    return raw if table is None else raw[grant(TABLE_IDEAS, f"table:{table.hex}", len(raw)) :]


def _too_fast(actor: Actor, raw: Raw) -> Result:
    try:
        command = UUID(str(raw.get("id")))
    except ValueError:
        command = UUID(int=0)
    with translation.override(actor.language):
        detail = _("Det går lite fort. Vänta en stund, så skickas det igen.")
    return Result(id=command, ok=False, code="too_fast", detail=detail)
