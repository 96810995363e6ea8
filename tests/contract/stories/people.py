"""Who takes part, who may write, who wants to speak, and who wants the summary."""

from collections.abc import Iterator

from ideahub.core.ids import new_id
from tests.contract.stories.stage import Stage, story


@story
def somebody_joins(stage: Stage) -> Iterator[None]:
    yield
    stage.room.join("Kim")


@story
def somebody_is_muted(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)


@story
def somebody_is_unmuted(stage: Stage) -> Iterator[None]:
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)
    yield
    stage.room.do(stage.room.ana, "participant.unmute", participant=stage.room.ben.id)


@story
def a_hand_is_raised(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    stage.room.do(stage.room.eva, "hand.raise")
    yield
    stage.room.do(stage.room.ben, "hand.raise")


@story
def somebody_who_is_muted_raises_a_hand(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    stage.room.do(stage.room.ana, "participant.mute", participant=stage.room.ben.id)
    yield
    stage.room.do(stage.room.ben, "hand.raise")


@story
def the_first_who_waits_to_speak_is_called(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    for one in (stage.room.eva, stage.room.ben):
        stage.room.do(one, "hand.raise")
    yield
    stage.room.do(stage.room.ana, "hand.lower", participant=stage.room.eva.id)


@story
def somebody_who_waits_to_speak_is_called(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    for one in (stage.room.eva, stage.room.ben):
        stage.room.do(one, "hand.raise")
    yield
    stage.room.do(stage.room.ana, "hand.lower", participant=stage.room.ben.id)


@story
def a_hand_is_lowered(stage: Stage) -> Iterator[None]:
    stage.room.go_to("discuss")
    for one in (stage.room.eva, stage.room.ben):
        stage.room.do(one, "hand.raise")
    yield
    stage.room.do(stage.room.ben, "hand.lower")


@story
def the_summary_is_asked_for(stage: Stage) -> Iterator[None]:
    yield
    stage.room.do(stage.room.ben, "summary.request", email="ben@example.se", ticket=new_id())


@story
def the_summary_is_not_wanted_after_all(stage: Stage) -> Iterator[None]:
    ticket = new_id()
    stage.room.do(stage.room.ben, "summary.request", email="ben@example.se", ticket=ticket)
    yield
    stage.room.do(stage.room.ben, "summary.withdraw", ticket=ticket)
