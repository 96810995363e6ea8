import random
from collections import Counter

import pytest

from ideahub.demo.ballots import share_out
from ideahub.demo.material import PERSONAL, read_programme, texts_of


@pytest.mark.parametrize(
    ("totals", "people", "budget", "most"),
    [({"a": 5, "b": 3, "c": 1}, 3, 3, 2), ({"a": 2}, 2, 1, 1), ({}, 4, 5, 2), ({"a": 9, "b": 9, "c": 9}, 9, 3, 1)],
)
def test_ballots_add_up_within_every_budget_and_cap(
    totals: dict[str, int], people: int, budget: int, most: int
) -> None:
    placed = share_out(totals, people=people, budget=budget, most=most)

    sums: Counter[str] = Counter()
    spent: Counter[int] = Counter()
    for one in placed:
        sums[one.target] += one.points
        spent[one.person] += one.points
    assert dict(sums) == totals
    assert all(points <= budget for points in spent.values())
    assert all(1 <= one.points <= most for one in placed)
    assert len({(one.person, one.target) for one in placed}) == len(placed)


def test_more_points_than_people_can_place_are_refused() -> None:
    with pytest.raises(ValueError, match="more than 2 people may place"):
        share_out({"a": 5}, people=2, budget=5, most=2)


def test_each_held_session_can_have_been_voted_as_its_data_says() -> None:
    for session in read_programme().sessions:
        texts = texts_of(session)
        if texts is None:
            continue
        vote = next(step.settings for step in session.agenda if step.kind == "vote")
        totals = {one.id: one.votes for one in texts.presentable if one.votes and PERSONAL not in one.flags}

        placed = share_out(
            totals,
            people=session.people,
            budget=int(str(vote["votes_per_person"])),
            most=int(str(vote["max_per_idea"])),
        )

        assert sum(one.points for one in placed) == sum(totals.values())
        assert len({one.person for one in placed}) > session.people / 2


def test_sharing_out_is_the_same_every_time() -> None:
    totals = {f"t{n}": random.Random(n).randint(0, 6) for n in range(20)}

    first, second = (share_out(totals, people=30, budget=5, most=2) for _ in range(2))

    assert first == second
