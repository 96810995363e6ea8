"""How long the phones of a simulation stay when nobody leads them by an option."""

from dataclasses import replace

import pytest

from ideahub.demo.simulation.look import Look
from ideahub.demo.simulation.patience import LED_S, UNLED_S, Patience
from ideahub.demo.simulation.room import processes_for
from ideahub.demo.simulation.script import Part

IDLE = Look(step="collect", seq=5, is_busy=False)


def test_alone_they_wait_two_minutes() -> None:
    patience = Patience(None, IDLE, 100)

    assert patience.left_s(IDLE, 100 + UNLED_S - 1) == 1
    assert patience.left_s(IDLE, 100 + UNLED_S + 1) < 0
    assert UNLED_S == 120


def test_the_wait_begins_anew_when_a_phone_has_something_to_do_or_anything_happens() -> None:
    patience = Patience(None, IDLE, 0)

    assert patience.left_s(replace(IDLE, is_busy=True), 50) == UNLED_S
    grouped = replace(IDLE, seq=6)
    assert patience.left_s(grouped, 90) == UNLED_S
    assert patience.left_s(grouped, 100) == UNLED_S - 10


def test_once_somebody_leads_they_wait_longer() -> None:
    patience = Patience(None, IDLE, 0)

    assert patience.left_s(replace(IDLE, step="vote", seq=6), 10) == LED_S
    assert patience.left_s(replace(IDLE, step="vote", seq=6), 20) == LED_S - 10
    assert patience.is_led


def test_how_long_may_be_said() -> None:
    patience = Patience(5, IDLE, 0)

    assert patience.left_s(IDLE, 4) == 1
    assert patience.left_s(replace(IDLE, step="vote", seq=6), 4) == 5


@pytest.mark.parametrize(("phones", "processes"), [(1, 1), (2, 2), (12, 2), (120, 3), (600, 4)])
def test_each_phone_is_in_one_of_a_few_processes(phones: int, processes: int) -> None:
    parts = [Part(index, of=processes, phones=phones) for index in range(processes_for(phones))]

    assert len(parts) == processes
    assert sorted(index for part in parts for index in part.mine) == list(range(phones))


def test_together_they_stand_where_the_furthest_phone_does() -> None:
    ahead = Look(step="vote", seq=9, joined=2, is_busy=False, played=["collect", "vote"])
    behind = Look(step="collect", seq=8, joined=3, is_busy=False, is_resting=True, played=["collect"])

    look = Look.over([behind, ahead])

    assert (look.step, look.seq, look.joined, look.played) == ("vote", 9, 5, ["collect"])
    assert not look.is_resting


def test_together_they_have_something_to_do_as_long_as_one_of_them_has_or_has_not_heard_of_the_step() -> None:
    done = Look(step="vote", seq=9, is_busy=False)

    assert not Look.over([done, replace(done, seq=8)]).is_busy
    assert Look.over([done, replace(done, is_busy=True)]).is_busy
    assert Look.over([done, replace(done, step="collect", seq=8)]).is_busy
