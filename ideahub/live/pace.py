"""The pace of those who send commands, looked up in one round for all whose commands came while the last round ran."""

from collections.abc import Sequence

from ideahub.commands import Sent
from ideahub.edge.pacing import Pushed, Taken, take_in_all
from ideahub.live.executor import read
from ideahub.live.gathering import ANY, Gathering


def _take_in(_code: str, pushed: Sequence[Pushed]) -> list[Taken]:
    return take_in_all(pushed)


# A round takes about as long as an exchange with Redis; waiting beyond that would only be felt in the acknowledgements.
_rounds = Gathering[Pushed, Taken](read, _take_in, apart_s=0.0)


async def at_their_pace(pushed: Pushed) -> Taken:
    """What goes on and what is refused. Staff are not limited and wait for nobody."""
    if pushed.actor.is_staff:
        return [Sent(pushed.actor, one) for one in pushed.raw], []
    return await _rounds.ask(ANY, pushed)
