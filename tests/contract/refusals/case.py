"""How a refusal is told: what stands before, and who then asks for what."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.workshops.models import Workshop
from tests.contract.stories import Stage

Asked = tuple[Actor, dict[str, Any]]
Ask = Callable[[Stage], Asked]
Args = Callable[[Stage], dict[str, Any]]


class Refusal(NamedTuple):
    command: str
    code: str
    name: str
    ask: Ask


REFUSALS: list[Refusal] = []


def refused(command: str, code: str) -> Callable[[Ask], Ask]:
    """The function brings about what refuses the command, and returns who sends it with which arguments, and `made` among them."""

    def remember(ask: Ask) -> Ask:
        REFUSALS.append(Refusal(command, code, ask.__name__.replace("_", " "), ask))
        return ask

    return remember


def for_staff(command: str, args: Args) -> None:
    """A participant may not."""
    REFUSALS.append(Refusal(command, "not_allowed", "a participant tries", lambda stage: (stage.room.ben, args(stage))))


def while_open(command: str, args: Args, *, by: Callable[[Stage], Actor]) -> None:
    """Neither before the workshop nor after it."""

    def too_early(stage: Stage) -> Asked:
        Workshop.objects.filter(pk=stage.room.workshop.id).update(status="draft")
        return by(stage), args(stage)

    def too_late(stage: Stage) -> Asked:
        stage.room.do(stage.room.ana, "workshop.close")
        return by(stage), args(stage)

    REFUSALS.append(Refusal(command, "not_open", "the workshop is not open yet", too_early))
    REFUSALS.append(Refusal(command, "closed", "the workshop is closed", too_late))


def ana(stage: Stage) -> Actor:
    return stage.room.ana


def ben(stage: Stage) -> Actor:
    return stage.room.ben


def eva(stage: Stage) -> Actor:
    return stage.room.eva


def somebody_gone() -> Actor:
    """Whose participant was deleted while the phone was still connected."""
    return Actor(Audience.PARTICIPANT, new_id())


def mute_ben(stage: Stage) -> Actor:
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)
    return stage.room.ben
