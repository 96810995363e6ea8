import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ideahub.demo.material import DATA
from tests.support.service import ROOT, Service, environment, running_service
from tests.support.template import make_database


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("simulated")
    with running_service(folder, env={"IDEAHUB_DATABASE_URL": make_database(folder)}) as service:
        yield service


def simulate(service: Service, *more: str) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable, "manage.py", "simulate", "--url", service.url, "--code", service.demo["code"],
        "--data", str(DATA / "ideas" / "vatgas.json"), *more,
    ]  # fmt: skip
    return subprocess.run(
        command, cwd=ROOT, env=environment(service.folder), capture_output=True, text=True, timeout=100, check=False
    )


def test_a_wrong_code_ends_with_one_clear_line(service: Service, tmp_path: Path) -> None:
    ended = simulate(service, "--code", "111111")

    assert ended.returncode == 1
    assert "404" in ended.stderr.strip().splitlines()[-1]


def test_data_in_another_format_ends_with_one_clear_line(service: Service, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")

    ended = simulate(service, "--data", str(tmp_path / "other.json"))

    assert ended.returncode == 1
    assert ended.stderr.startswith("CommandError: ")
    assert len(ended.stderr.strip().splitlines()) == 1


def test_who_simulates_without_a_leader_is_told_what_is_waited_for_and_why_the_phones_left(service: Service) -> None:
    ended = simulate(service, "--participants", "4", "--speed", "2000", "--stay", "0")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{service.url}{service.demo['board_path']}" in ended.stdout
    assert "--facilitator" in ended.stdout
    assert "--stay" in ended.stdout


def test_a_led_session_loses_and_doubles_nothing_and_ends_alike_for_all(service: Service, tmp_path: Path) -> None:
    sign_in = f"{service.demo['email']}:{service.demo['password']}"

    ended = simulate(
        service, "--participants", "12", "--speed", "300", "--seed", "7", "--facilitator", sign_in,
        "--json", str(tmp_path / "out.json"),
    )  # fmt: skip

    assert ended.returncode == 0, ended.stdout + ended.stderr
    saw: dict[str, Any] = json.loads((tmp_path / "out.json").read_text())
    assert saw["lost"] == {"unanswered": 0, "ideas": 0, "comments": 0, "votes": 0}
    assert (saw["doubled"], saw["diverged"], saw["resyncs"]) == (0, 0, 0)
    assert saw["acknowledged"] > 100
    assert min(saw["acknowledged_by"][name] for name in ("idea.capture", "vote.set", "comment.add")) > 10
    assert saw["processes"] == 2
    assert saw["reconnects"] >= saw["cuts"] > 0
    assert saw["state"].keys() == {"participant", "staff"}
    assert saw["ack_ms"]["count"] >= saw["acknowledged"]
