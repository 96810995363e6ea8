"""Each refusal that a command can answer has a case: its ack, as clients get it. `--update` writes them anew."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from ideahub.core.ids import new_id
from ideahub.edge.limits import COMMANDS, IDEAS
from ideahub.edge.pacing import TELLING_IDEAS, take_in
from ideahub.protocol import commands as wire
from tests.contract.cases import settled, told
from tests.contract.refusals import REFUSALS, Refusal
from tests.contract.stories import Stage
from tests.support.refusals import refusals, table
from tests.support.room import Room, command
from tests.support.undoing import undone

FOLDER = Path(__file__).parent / "refused"
PROTOCOL = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
HEADING = "| command | may be refused with |\n"
COMMANDS_THERE_ARE = sorted(wire.ALL)


def needed(name: str) -> list[str]:
    """The arguments that it is not without, as they are called on the wire."""
    fields = wire.ALL[name].model_fields.items()
    return [info.alias or field for field, info in fields if info.is_required()]


def cases_of(name: str) -> list[Refusal]:
    return [one for one in REFUSALS if one.command == name]


def case(one: Refusal, stage: Stage) -> dict[str, Any]:
    """The command and its ack, made by running the case."""
    actor, args = one.ask(stage)
    made = {"made": args.pop("made")} if "made" in args else {}
    before, sent = stage.room.seq, command(actor, one.command, **args)
    sent.raw.update(made)
    result = stage.room.send(sent)[0]
    assert (result.ok, result.code) == (False, one.code), one.name
    assert result.detail, one.name
    assert stage.room.seq == before, one.name
    ack = {"type": "ack", "results": [told(result)]}
    return settled({"name": one.name, "audience": actor.audience.value, "command": sent.raw, "ack": ack})


def acted(cases: list[Refusal]) -> Iterator[dict[str, Any]]:
    """Each on the stage as it was set, which takes longer than most cases."""
    stage = Stage.set()
    for one in cases:
        with undone():
            made = case(one, deepcopy(stage))
        yield made


def written(cases: list[dict[str, Any]]) -> str:
    """One line for the command and one for its ack, so that a change can be read."""
    return (
        "[\n"
        + ",\n".join(json.dumps(one, ensure_ascii=False).replace(', "ack"', ',\n  "ack"') for one in cases)
        + "\n]\n"
    )


@pytest.mark.parametrize("name", COMMANDS_THERE_ARE)
def test_the_refusals_are_what_the_server_says_now(db: None, name: str, request: pytest.FixtureRequest) -> None:
    text = written(list(acted(cases_of(name))))
    path = FOLDER / f"{name}.json"
    if request.config.getoption("--update"):
        path.write_text(text)
    assert path.read_text() == text


@pytest.mark.parametrize("name", COMMANDS_THERE_ARE)
def test_every_refusal_of_a_command_has_a_case(name: str) -> None:
    assert {one.code for one in cases_of(name)} == set(refusals(name))


def test_no_case_is_of_a_command_that_does_not_exist() -> None:
    assert {one.command for one in REFUSALS} <= wire.ALL.keys()
    assert {path.stem for path in FOLDER.glob("*.json")} == wire.ALL.keys()


def test_the_protocol_lists_what_each_command_may_be_refused_with(request: pytest.FixtureRequest) -> None:
    text = PROTOCOL.read_text()
    listed = HEADING + text.split(HEADING)[1].split("\n\n")[0] + "\n"
    if request.config.getoption("--update"):
        PROTOCOL.write_text(text.replace(listed, table()))
        return
    assert listed == table()


@pytest.mark.parametrize("name", COMMANDS_THERE_ARE)
def test_every_command_is_refused_under_an_id_that_somebody_else_has_used(room: Room, name: str) -> None:
    spent = new_id()
    assert room.send(command(room.ana, "workshop.lock", id=spent))[0].ok
    again = room.send(command(room.ben, name, id=spent))[0]
    assert (again.ok, again.code, again.field) == (False, "invalid", "id")


@pytest.mark.parametrize("name", [name for name in COMMANDS_THERE_ARE if needed(name)])
def test_every_command_names_the_first_argument_that_it_lacks(room: Room, name: str) -> None:
    result = room.ask(room.ana, name)
    assert (result.ok, result.code, result.field) == (False, "invalid", needed(name)[0])


@pytest.mark.parametrize("name", COMMANDS_THERE_ARE)
def test_every_command_of_a_participant_keeps_to_the_pace(room: Room, name: str) -> None:
    most = int((IDEAS if name in TELLING_IDEAS else COMMANDS).burst)
    goes_on, beyond = take_in(room.ben, [command(room.ben, name).raw for _ in range(most + 5)])
    assert (len(goes_on), [one.code for one in beyond]) == (most, ["too_fast"] * 5)
    assert take_in(room.ana, [command(room.ana, name).raw for _ in range(most + 5)])[1] == []
