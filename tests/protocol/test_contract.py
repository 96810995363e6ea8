"""The tables of the protocol and the code name the same things."""

import pytest

from ideahub.dispatch import RUN
from ideahub.protocol import commands
from ideahub.protocol.events import EVENT_TYPES
from ideahub.protocol.frames import read_frame

TOGETHER = {"vote.set", "vote.done", "idea.capture", "comment.add", "idea.support"}


def test_every_command_can_be_carried_out() -> None:
    assert set(RUN) | TOGETHER == set(commands.ALL)


def test_the_protocols_commands_and_events_are_all_there() -> None:
    told = (
        "idea.captured idea.edited idea.shown idea.hidden idea.withdrawn idea.moved idea.merged idea.split cluster.created \
        cluster.renamed cluster.removed comment.added workshop.opened workshop.closed activity.started timer.set totals.shown \
        totals.hidden tally.changed spotlight.set action.created action.updated action.removed report.sent"
    )
    assert set(told.split()) <= EVENT_TYPES
    asked = (
        "idea.capture idea.edit idea.withdraw vote.set comment.add hand.raise hand.lower idea.show idea.hide idea.move \
        idea.merge idea.split cluster.create cluster.rename cluster.move cluster.merge cluster.remove workshop.open \
        workshop.lock workshop.unlock workshop.close workshop.reopen activity.start timer.set totals.show totals.hide \
        spotlight.set action.create action.update action.remove action.claim participant.mute participant.unmute"
    )
    assert set(asked.split()) <= set(commands.ALL)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "NaN", '{"type":"ping","t":Infinity}', "1" * 5000, '{"type":"x"}']
)
def test_what_is_no_frame_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_frame(text)


def test_fields_that_are_not_known_are_ignored() -> None:
    frame = read_frame('{"type": "got", "seq": 7, "later": {"x": [1]}}')
    assert frame.model_dump() == {"type": "got", "seq": 7}
