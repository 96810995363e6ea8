"""Every type of event has a case that both reducers, Python's and the clients', replay. `--update` writes them anew."""

import json
from pathlib import Path

import pytest

from ideahub.protocol.events import EVENT_TYPES
from tests.contract.cases import FOLDER, cases, path_of, written
from tests.support.fold import canonical, fold, hold

STORED = sorted(FOLDER.glob("*.json"))


def test_the_cases_are_what_the_server_says_now(db: None, request: pytest.FixtureRequest) -> None:
    made = {path_of(case): written(case) for case in cases()}
    if request.config.getoption("--update"):
        for path in STORED:
            path.unlink()
        for path, text in made.items():
            path.write_text(text)
    stored = {path: path.read_text() for path in FOLDER.glob("*.json")}
    assert sorted(stored) == sorted(made)
    for path, text in made.items():
        assert stored[path] == text, path.name


def test_every_type_of_event_has_a_case() -> None:
    frames = [json.loads(path.read_text())["frame"] for path in STORED]
    assert {event["type"] for frame in frames for event in frame.get("events", ())} == EVENT_TYPES


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_before_and_the_events_make_after(path: Path) -> None:
    case = json.loads(path.read_text())
    frame, staff = case["frame"], case["audience"] == "staff"
    if frame["type"] == "hands":
        assert canonical(hold(case["before"], frame)) == canonical(case["after"])
        return
    assert frame["after"] == case["before"]["seq"]
    after = {**fold(case["before"], frame["events"], staff=staff), "seq": frame["upto"]}
    assert canonical(after) == canonical(case["after"])
    again = {**fold(after, frame["events"], staff=staff), "seq": frame["upto"]}
    assert canonical(again) == canonical(case["after"])
