import pytest

from ideahub.reports.facts import Proposal, in_order
from ideahub.reports.ranking import ranks


@pytest.mark.parametrize(
    ("votes", "places"),
    [
        ([5, 3, 1], [1, 2, 3]),
        ([5, 3, 3, 1], [1, 2, 2, 4]),
        ([1, 5, 5], [3, 1, 1]),
        ([2, None], [1, None]),
        ([None, None], [None, None]),
        ([], []),
    ],
)
def test_equal_votes_share_a_place_and_no_votes_have_none(votes: list[int | None], places: list[int | None]) -> None:
    assert ranks(votes) == places


def test_equals_stand_by_the_swedish_alphabet() -> None:
    titles = ["Öppna gården", "zebra", "Ängen", "Åkern", "bas"]
    proposals = [Proposal(title=title, number=None, votes=2, rank=1, rank_in_column=1, ideas=()) for title in titles]
    assert [one.title for one in sorted(proposals, key=in_order)] == ["bas", "zebra", "Åkern", "Ängen", "Öppna gården"]
