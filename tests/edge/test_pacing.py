"""Commands are taken in at a bearable pace: each sender's own, however many send in the same moment."""

import pytest

from ideahub.core.actor import Actor, Audience
from ideahub.core.ids import new_id
from ideahub.edge import limits
from ideahub.edge.limits import COMMANDS, IDEAS, Ask
from ideahub.edge.pacing import Pushed, take_in, take_in_all
from ideahub.eventlog import link

pytestmark = pytest.mark.django_db


def pushed(audience: Audience = Audience.PARTICIPANT, *, ideas: int = 0, votes: int = 0) -> Pushed:
    names = ["idea.capture"] * ideas + ["vote.set"] * votes
    return Pushed(Actor(audience, new_id()), [{"id": str(new_id()), "name": name} for name in names])


def test_each_of_many_gets_what_they_would_get_alone() -> None:
    few, flood, staff = pushed(ideas=2, votes=3), pushed(ideas=15, votes=70), pushed(Audience.STAFF, ideas=99)
    told = take_in_all([few, flood, staff])
    assert [(len(goes_on), len(refused)) for goes_on, refused in told] == [
        (5, 0),
        (int(IDEAS.burst + COMMANDS.burst), 85 - int(IDEAS.burst + COMMANDS.burst)),
        (99, 0),
    ]
    goes_on, refused = told[1]
    assert [sent.raw for sent in goes_on] == flood.raw[:10] + flood.raw[15:75]
    assert {one.code for one in refused} == {"too_fast"}
    assert [str(one.id) for one in refused] == [one["id"] for one in flood.raw[10:15] + flood.raw[75:]]


def test_bringing_an_idea_back_counts_as_writing_one() -> None:
    some = pushed(ideas=6)
    back = [{"id": str(new_id()), "name": "idea.restore"} for _ in range(6)]
    goes_on, refused = take_in(some.actor, some.raw + back)
    assert [sent.raw for sent in goes_on] == [*some.raw, *back[:4]]
    assert {one.code for one in refused} == {"too_fast"}


def test_the_same_sender_twice_in_a_moment_has_one_pace() -> None:
    first = pushed(votes=40)
    again = Pushed(first.actor, pushed(votes=40).raw)
    assert [len(goes_on) for goes_on, _refused in take_in_all([first, again])] == [40, 20]
    assert take_in(first.actor, pushed(votes=5).raw)[0] == []


def test_one_exchange_with_redis_is_enough_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    shared = link.shared()
    monkeypatch.setattr(limits.link, "shared", lambda: shared)
    real = shared.eval
    monkeypatch.setattr(shared, "eval", lambda script, count, *rest: asked.append(count) or real(script, count, *rest))
    take_in_all([pushed(ideas=1, votes=1) for _ in range(50)])
    assert asked == [100]


def test_nobody_asked_is_no_exchange() -> None:
    assert limits.grant_all([]) == []
    assert limits.grant_all([Ask(COMMANDS, f"somebody-{new_id()}", 0)]) == [0]
