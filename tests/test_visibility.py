"""The rule on who sees what, where no story of the contract tells it."""

import pytest

from ideahub.core.actor import Audience
from ideahub.visibility import seen_by


@pytest.mark.parametrize("audience", [Audience.PARTICIPANT, Audience.PROJECTOR])
def test_what_only_a_newer_version_knows_is_kept_from_phones_and_the_projector(audience: Audience) -> None:
    event = {"seq": 7, "type": "secret.told", "secret": {"text": "För ledarna"}}
    assert seen_by(audience, event, totals_shown=True, was_seen=True) is None
    assert seen_by(Audience.STAFF, event, totals_shown=True, was_seen=True) == event
