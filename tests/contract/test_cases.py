"""Every command, and every event for each audience, has a case that both reducers, Python's and the clients', replay.

`--update` writes them anew.
"""

import json
from pathlib import Path

import pytest

from ideahub.core.actor import Audience
from ideahub.protocol import commands as wire
from ideahub.protocol.events import EVENT_TYPES
from ideahub.visibility import STAFF_ONLY_EVENTS
from tests.contract.cases import FOLDER, Case, cases, path_of, written
from tests.support.fold import canonical, fold, hold

STORED = sorted(FOLDER.glob("*.json"))


def test_the_cases_are_what_the_server_says_now(db: None, request: pytest.FixtureRequest) -> None:
    made = {path_of(case): written(case) for case in cases()}
    if request.config.getoption("--update"):
        for path in STORED:
            path.unlink()
        for path, text in made.items():
            path.write_text(text)
    found = {path: path.read_text() for path in FOLDER.glob("*.json")}
    assert sorted(found) == sorted(made)
    for path, text in made.items():
        assert found[path] == text, path.name


def test_every_event_has_a_case_for_each_audience_that_is_told_it() -> None:
    told = {(event["type"], audience) for case in stored() for event in events_of(case) for audience in seen_by(case)}
    open_to_all = {(kind, audience) for kind in EVENT_TYPES - STAFF_ONLY_EVENTS for audience in Audience}
    assert told == open_to_all | {(kind, Audience.STAFF) for kind in STAFF_ONLY_EVENTS}


def test_every_command_has_a_case_in_which_it_is_taken() -> None:
    sent = [case["sent"] for case in stored() if "sent" in case]
    assert {one["command"]["name"] for one in sent} == wire.ALL.keys()
    assert all(one["result"]["ok"] and one["result"]["id"] == one["command"]["id"] for one in sent)


def stored() -> list[Case]:
    return [json.loads(path.read_text()) for path in STORED]


def events_of(case: Case) -> list[Case]:
    return list(case["frame"].get("events", ()))


def seen_by(case: Case) -> set[Audience]:
    """A projector that is told the same as participants has no file of its own."""
    audience = Audience(case["audience"])
    own = path_of({**case, "audience": Audience.PROJECTOR.value})
    return {audience, Audience.PROJECTOR} if audience is Audience.PARTICIPANT and not own.exists() else {audience}


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_before_and_the_events_make_after(path: Path) -> None:
    case = json.loads(path.read_text())
    frame, staff = case["frame"], case["audience"] == "staff"
    if frame["type"] == "hands":
        assert canonical(hold(case["before"], frame)) == canonical(case["after"])
        return
    assert frame["after"] == case["before"]["seq"]
    after = {**fold(own(case), frame["events"], staff=staff), "seq": frame["upto"]}
    assert canonical(after) == canonical(case["after"])
    again = {**fold(after, frame["events"], staff=staff), "seq": frame["upto"]}
    assert canonical(again) == canonical(case["after"])


def own(case: Case) -> Case:
    """The state before, with what `you` says of oneself."""
    return {**case["before"], "me": {**case["before"]["me"], **case["you"]}} if "you" in case else case["before"]
