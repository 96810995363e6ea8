"""What a meeting lacks before it can be opened."""

from ideahub.core.ids import new_id
from ideahub.workshops.models import Activity, Column, Workshop
from ideahub.workshops.readiness import what_is_missing


def lacks(workshop: Workshop, columns: list[Column], steps: list[Activity]) -> list[str]:
    return [one.code for one in what_is_missing(workshop, columns, steps)]


def meeting(**fields: object) -> Workshop:
    return Workshop(**{"title": "Omställning", "settings": {"minutes": 60}, **fields})


def step(minutes: int | None = 10, title: str = "Idéer") -> Activity:
    return Activity(id=new_id(), kind="collect", title=title, minutes=minutes, position=0)


def column(title: str = "Vätgas") -> Column:
    return Column(id=new_id(), title=title, position=0)


def test_a_complete_meeting_lacks_nothing() -> None:
    assert lacks(meeting(), [column()], [step()]) == []


def test_everything_that_lacks_is_said_in_order() -> None:
    assert lacks(meeting(title=""), [column("")], [step(61, "")]) == ["title", "column_title", "step_title", "too_long"]


def test_ideas_need_a_column_and_a_meeting_a_step() -> None:
    assert lacks(meeting(), [], [step()]) == ["columns"]
    assert lacks(meeting(), [], []) == ["steps"]


def test_a_meeting_without_an_end_is_never_too_long() -> None:
    assert lacks(meeting(settings={}), [column()], [step(600)]) == []


def test_a_step_without_a_clock_takes_no_minutes() -> None:
    assert lacks(meeting(settings={"minutes": 10}), [column()], [step(10), step(None)]) == []
