"""The model's shape: what grows how. Its figures are held against the product by `python -m tests.load.scaling`."""

from dataclasses import replace

import pytest
from django.conf import settings

from tests.load.scaling.check import Row, Seen
from tests.load.scaling.model import (
    MOST_CONNECTIONS,
    POOL,
    Constants,
    Load,
    commits_a_s,
    connections,
    frames_a_s,
    most_commands_a_s,
    most_processes,
    need,
    web_cores,
)

AT = Constants(
    frame_us=14,
    batch_us=3000,
    command_us=300,
    commit_us=1500,
    commit_ms=10,
    socket_kb=40,
    process_mb=130,
    event_bytes=300,
)


def test_what_gathers_grows_slower_than_what_comes() -> None:
    assert commits_a_s(1, 10) == pytest.approx(1, rel=0.02)
    assert commits_a_s(1000, 10) <= 100
    assert frames_a_s(1) == pytest.approx(1, rel=0.03)
    assert frames_a_s(1000) <= 50


def test_workshops_add_up_and_phones_cost_frames() -> None:
    assert web_cores(Load(100, 46, 5), AT) == pytest.approx(100 * web_cores(Load(1, 46, 5), AT))
    assert web_cores(Load(1, 600, 5), AT) > web_cores(Load(1, 46, 5), AT)


def test_each_scale_names_what_is_used_up_first() -> None:
    assert need(Load(1, 46, 5), AT).first == "cores for web processes"
    assert need(Load(10_000, 46, 5), AT).first == "the database"
    assert need(Load(1, 600, 5 * most_commands_a_s(600, AT)), AT).first == "the process of one workshop"


def test_connections_run_out_before_the_database_does() -> None:
    assert need(Load(1, 46, 5), AT).connections < MOST_CONNECTIONS
    assert connections(most_processes()) <= MOST_CONNECTIONS < connections(most_processes() + 1)
    assert most_processes(pool=6) > most_processes()


def test_the_pool_is_the_one_that_is_set() -> None:
    assert settings.DATABASE_POOL == POOL


@pytest.mark.parametrize("name", [one for one in Seen.__annotations__ if one != "connections"])
def test_the_model_is_off_where_any_of_its_columns_is(name: str) -> None:
    load = Load(1, 200, 20)
    seen = Seen(**{one: getattr(need(load, AT), one) for one in Seen.__annotations__})
    held_to = [one for one in Seen.__annotations__ if one != "connections"]

    def is_off(**other: float) -> bool:
        return Row(load, replace(seen, **other), commit_ms=10, event_bytes=300, lost={}).is_off(AT, names=held_to)

    assert not is_off()
    assert not is_off(connections=3)
    assert is_off(connections=seen.connections + 1)
    assert is_off(**{name: getattr(seen, name) * 1.6})
    assert is_off(**{name: getattr(seen, name) / 1.6})


def test_a_process_has_room_for_peaks() -> None:
    found = need(Load(100, 46, 5), AT)
    assert found.web_processes >= found.web_cores / 0.6


def test_cheaper_frames_let_more_commands_in() -> None:
    assert most_commands_a_s(600, replace(AT, frame_us=7)) > most_commands_a_s(600, AT)
