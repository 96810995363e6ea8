"""The model's shape: what grows how. Its figures are held against the product by `python -m tests.load.scaling`."""

from dataclasses import replace

import pytest

from tests.load.scaling.model import Constants, Load, commits_a_s, frames_a_s, most_commands_a_s, need, web_cores

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
    assert commits_a_s(1000, 10) < 100
    assert frames_a_s(1) == pytest.approx(1, rel=0.03)
    assert frames_a_s(1000) < 50


def test_workshops_add_up_and_phones_cost_frames() -> None:
    assert web_cores(Load(100, 46, 5), AT) == pytest.approx(100 * web_cores(Load(1, 46, 5), AT))
    assert web_cores(Load(1, 600, 5), AT) > web_cores(Load(1, 46, 5), AT)


def test_each_scale_names_what_is_used_up_first() -> None:
    assert need(Load(1, 46, 5), AT).first == "cores for web processes"
    assert need(Load(10_000, 46, 5), AT).first == "the database"
    assert need(Load(1, 600, 5 * most_commands_a_s(600, AT)), AT).first == "the process of one workshop"


def test_a_process_has_room_for_peaks() -> None:
    found = need(Load(100, 46, 5), AT)
    assert found.web_processes >= found.web_cores / 0.6


def test_cheaper_frames_let_more_commands_in() -> None:
    assert most_commands_a_s(600, replace(AT, frame_us=7)) > most_commands_a_s(600, AT)
