"""Who may write, who wants to speak, and who wants the summary."""

from typing import Any

from ideahub.core.ids import new_id
from ideahub.workshops.models import Workshop
from tests.contract.refusals.case import Asked, ben, for_staff, refused, somebody_gone, while_open
from tests.contract.stories import Stage


def a_wish(_stage: Stage) -> dict[str, Any]:
    return {"email": "ben@example.se", "ticket": new_id()}


def not_yet_open(stage: Stage) -> None:
    Workshop.objects.filter(pk=stage.room.workshop.id).update(status="draft")


for_staff("participant.mute", lambda stage: {"participant": stage.room.eva.id})
for_staff("participant.unmute", lambda stage: {"participant": stage.room.eva.id})
while_open("hand.raise", lambda stage: {}, by=ben)


@refused("participant.mute", "not_found")
def the_muted_one_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"participant": new_id()}


@refused("participant.unmute", "not_found")
def the_unmuted_one_is_unknown(stage: Stage) -> Asked:
    return stage.room.ana, {"participant": new_id()}


@refused("hand.raise", "not_open")
def nobody_is_discussing(stage: Stage) -> Asked:
    return stage.room.ben, {}


@refused("hand.raise", "not_allowed")
def staff_raise_a_hand(stage: Stage) -> Asked:
    stage.room.go_to("discuss")
    return stage.room.ana, {}


@refused("hand.raise", "not_found")
def whoever_raises_it_is_gone(stage: Stage) -> Asked:
    stage.room.go_to("discuss")
    return somebody_gone(), {}


@refused("hand.lower", "invalid")
def staff_do_not_say_whose(stage: Stage) -> Asked:
    return stage.room.ana, {}


@refused("hand.lower", "not_allowed")
def it_is_somebody_elses_hand(stage: Stage) -> Asked:
    return stage.room.ben, {"participant": stage.room.eva.id}


@refused("hand.lower", "not_found")
def nobody_has_that_hand(stage: Stage) -> Asked:
    return stage.room.ana, {"participant": new_id()}


@refused("summary.request", "invalid")
def the_address_is_none(stage: Stage) -> Asked:
    return stage.room.ben, {**a_wish(stage), "email": "ben"}


@refused("summary.request", "not_allowed")
def staff_ask_for_it(stage: Stage) -> Asked:
    return stage.room.ana, a_wish(stage)


@refused("summary.request", "not_found")
def whoever_asks_is_gone(stage: Stage) -> Asked:
    return somebody_gone(), a_wish(stage)


@refused("summary.request", "not_open")
def there_is_nothing_to_sum_up_yet(stage: Stage) -> Asked:
    not_yet_open(stage)
    return stage.room.ben, a_wish(stage)


@refused("summary.withdraw", "not_allowed")
def staff_take_it_back(stage: Stage) -> Asked:
    return stage.room.ana, {"ticket": new_id()}


@refused("summary.withdraw", "not_found")
def nothing_was_asked_for_with_that_ticket(stage: Stage) -> Asked:
    return stage.room.ben, {"ticket": new_id()}


@refused("summary.withdraw", "not_open")
def nothing_can_have_been_asked_for_yet(stage: Stage) -> Asked:
    not_yet_open(stage)
    return stage.room.ben, {"ticket": new_id()}


@refused("mine.erase", "not_allowed")
def staff_have_written_nothing_of_their_own(stage: Stage) -> Asked:
    return stage.room.ana, {}


@refused("mine.erase", "not_found")
def whoever_wrote_it_is_gone(stage: Stage) -> Asked:
    return somebody_gone(), {}
