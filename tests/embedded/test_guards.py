"""Each reason not to start is one line, in Swedish or English."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideahub.embedded import guards, ports, valkey


@pytest.fixture(params=["sv_SE.UTF-8", "en_GB.UTF-8"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", request.param)
    return str(request.param)[:2]


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_second_instance_on_the_same_data_is_refused(tmp_path: Path, language: str) -> None:
    with guards.claim_folder(tmp_path), pytest.raises(guards.Refused) as refusal:
        guards.claim_folder(tmp_path)
    expected = {"sv": "Ideahub körs redan med datamappen", "en": "Ideahub already runs with the data folder"}
    assert str(refusal.value).startswith(f"{expected[language]} {tmp_path}")
    assert "\n" not in str(refusal.value)


def test_folder_is_free_again_once_the_first_instance_ended(tmp_path: Path) -> None:
    guards.claim_folder(tmp_path).close()
    guards.claim_folder(tmp_path).close()


def test_port_in_use_is_refused_with_another_to_choose(taken_port: int, language: str) -> None:
    with pytest.raises(guards.Refused) as refusal:
        guards.check_port(host="127.0.0.1", port=taken_port)
    expected = {
        "sv": f"Port {taken_port} är upptagen. Välj en annan: make run PORT={taken_port + 1}",
        "en": f"Port {taken_port} is in use. Choose another: make run PORT={taken_port + 1}",
    }
    assert str(refusal.value) == expected[language]


def test_port_beyond_the_last_one_is_refused() -> None:
    with pytest.raises(guards.Refused, match="does not exist"):
        guards.check_port(host="127.0.0.1", port=70_000)


def test_free_port_is_let_through() -> None:
    guards.check_port(host="127.0.0.1", port=ports.free_port())


def test_missing_redis_is_refused_not_replaced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(valkey, "_bundled_server", lambda: None)
    with pytest.raises(guards.Refused) as refusal:
        guards.check_valkey_program()
    assert str(refusal.value).startswith({"sv": "Ingen Redis finns", "en": "There is no Redis"}[language])


def test_server_on_path_is_used_where_the_wheel_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "redis-server"
    program.symlink_to(valkey.find_server())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(valkey, "_bundled_server", lambda: None)
    assert valkey.find_server() == program


def test_redis_that_does_not_answer_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "wait_until", lambda ready, **_: ready())
    port = ports.free_port()
    with pytest.raises(guards.Refused) as refusal:
        guards.check_redis(f"redis://:secret@127.0.0.1:{port}/0")
    assert str(refusal.value) == f"Redis does not answer at 127.0.0.1:{port}/0."
