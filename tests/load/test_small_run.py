"""A small run against the real product, through to the report."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.load.bench import Bench, Size
from tests.load.cost import everywhere
from tests.load.report.chart import svg
from tests.load.report.goals import goals
from tests.load.report.tables import WIDTH, text
from tests.load.report.written import as_json, write
from tests.load.scenarios import fan_out, steady, storms, votes
from tests.load.scenarios.whole import a_room, full_room
from tests.load.yardsticks.running import TEXTBOOK

# Other work on the machine may make it slow.
pytestmark = pytest.mark.timeout(240)
SMALL = Size(
    phones=20,
    fan_out_s=0.5,
    samples=2,
    steady_s=0.5,
    bursts=1,
    loop_s=2.0,
    sustained_s=0.5,
    held_s=0.5,
    sustained_from=20,
    sustained_most=20,
)
SOCKETS = SMALL.phones + 4


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(SMALL, tmp_path_factory.mktemp("bench"), everywhere())
    with full_room(bench, "sqlite") as room:
        room.look()
        room.open()
        fan_out.product(bench, room)
        fan_out.telling(bench, room, against=(TEXTBOOK,))
        votes.burst(bench, room)
        steady.steady(bench, room, seconds=SMALL.steady_s)
        votes.at_once(bench, room)
        steady.most(bench, room, held_s=SMALL.held_s)
        storms.join_at_once(bench, a_room(room.installation, room.crowd))
    return bench


def test_every_phone_board_and_projector_gets_every_event(bench: Bench) -> None:
    rows = bench.rows
    assert [row.scenario for row in rows] == [
        *["fan-out"] * 3, "fan-out, times", "vote burst", "steady", *["vote burst"] * 2, "sustained", "storm",
    ]  # fmt: skip
    assert [row.failures for row in rows] == [{}] * len(rows)
    assert rows[0].figures["sockets"] == SOCKETS


def test_what_a_frame_costs_is_told_of_a_process_that_only_tells_too(bench: Bench) -> None:
    rows = [bench.row(fan_out.NAME, what) for what in (fan_out.WHOLE, fan_out.TELLING)]
    assert all(row and float(row.figures["us a frame"] or 0) > 0 for row in rows)
    assert rows[1]
    assert rows[1].figures["samples"] == SMALL.samples
    times = bench.row(fan_out.RATIO, "against textbook")
    assert times
    assert float(times.figures["telling alone"] or 0) > 0


def test_how_many_vote_in_a_second_is_told_where_they_do_not_wait_for_one(bench: Bench) -> None:
    spread, at_once, loop = (row for row in bench.rows if row.scenario == votes.NAME)
    assert "votes a second" not in spread.figures
    assert (spread.figures["votes"], at_once.figures["votes"]) == (SMALL.phones, SMALL.phones)
    assert float(loop.figures["votes"] or 0) > SMALL.phones
    assert all(float(row.figures["votes a second"] or 0) > SMALL.phones for row in (at_once, loop))


def test_events_delivered_are_counted_on_every_screen(bench: Bench) -> None:
    row = bench.row("sustained", "one workshop, one daphne")
    assert row
    # On a busy machine it may be a lower step that held.
    rate = float(row.figures["commands a second"] or 0)
    commands = int(rate * SMALL.held_s)
    # From the first command to the last one is one step less than there are commands.
    assert row.figures["events delivered a second"] == pytest.approx(
        commands * SOCKETS / ((commands - 1) / rate), rel=0.05
    )


def test_room_that_joins_at_once_is_told_with_the_size_of_its_snapshot(bench: Bench) -> None:
    row = bench.row("storm", "join, all at once")
    assert row
    assert row.figures["phones"] == SMALL.phones
    assert float(row.figures["snapshot kB"] or 0) > float(row.figures["snapshot kB sent"] or 0) > 0


def test_goals_of_what_was_not_measured_stay_open(bench: Bench) -> None:
    known = [goal for goal in goals(bench) if goal.met is not None]
    assert {goal.name.partition(",")[0] for goal in known} == {
        "CPU of a delivered frame", "votes within a second", "100 commands a second",
    }  # fmt: skip


def test_written_file_holds_rows_goals_and_machine(bench: Bench, tmp_path: Path) -> None:
    write(tmp_path / "bench.json", as_json(bench, goals(bench), {"processor": "any"}))
    told = json.loads((tmp_path / "bench.json").read_text())
    assert set(told) == {"machine", "asked", "seconds", "rows", "goals", "not_measured"}
    assert set(told["rows"][0]) == {"scenario", "what", "database", "figures", "failures", "valid", "good"}
    assert set(told["goals"][0]) == {"name", "measured", "limit", "unit", "at_least", "spoiled", "met"}


def test_report_fits_a_terminal_and_the_chart_is_a_picture(bench: Bench) -> None:
    assert max(len(line) for line in text(bench, goals(bench), {"processor": "any"}).splitlines()) <= WIDTH
    ElementTree.fromstring(svg(bench, goals(bench)))
