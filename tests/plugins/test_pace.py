"""The files that take longest are begun first."""

from tests.plugins.pace import LONGEST, ROOT, longest_first


def test_each_file_that_is_said_to_take_long_is_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []


def test_the_longest_come_first_then_those_with_most_tests() -> None:
    slowest, second = (ROOT / name for name in LONGEST[:2])
    few, many = ROOT / "tests" / "few.py", ROOT / "tests" / "many.py"
    assert longest_first([few, many, second, many, slowest]) == [slowest, second, many, few]
