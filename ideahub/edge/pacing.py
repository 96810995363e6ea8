"""Taking commands in at a bearable pace: those beyond it are refused one by one, before they reach the database."""

from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from ideahub.commands import Sent
from ideahub.core.actor import Actor
from ideahub.edge.limits import COMMANDS, IDEAS, grant
from ideahub.protocol.frames import Result

Raw = dict[str, Any]


def take_in(actor: Actor, raw: list[Raw]) -> tuple[list[Sent], list[Result]]:
    """Splits commands into those that go on and the refusals (`too_fast`) of the rest. Staff are not limited."""
    if actor.is_staff:
        return [Sent(actor, one) for one in raw], []
    ideas = [one for one in raw if one.get("name") == "idea.capture"]
    others = [one for one in raw if one.get("name") != "idea.capture"]
    late = _beyond(IDEAS, actor, ideas) + _beyond(COMMANDS, actor, others)
    late_ones = {id(one) for one in late}
    return [Sent(actor, one) for one in raw if id(one) not in late_ones], [_too_fast(actor, one) for one in late]


def _beyond(limit: Any, actor: Actor, raw: list[Raw]) -> list[Raw]:
    return raw[grant(limit, actor.key, len(raw)) :] if raw else []


def _too_fast(actor: Actor, raw: Raw) -> Result:
    try:
        command = UUID(str(raw.get("id")))
    except ValueError:
        command = UUID(int=0)
    with translation.override(actor.language):
        detail = _("Det går lite fort. Vänta en stund, så skickas det igen.")
    return Result(id=command, ok=False, code="too_fast", detail=detail)
