"""Each reason not to start is one line, in Swedish or English."""

import errno
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideahub.embedded import children, guards, ports, valkey


@pytest.fixture(params=["sv_SE.UTF-8", "en_GB.UTF-8"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("LC_ALL", request.param)
    return str(request.param)[:2]


@pytest.fixture
def taken_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Who is refused it need not wait first."""
    monkeypatch.setattr(guards, "PATIENCE_S", 0)
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


def test_port_that_comes_free_in_time_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_way = [errno.EADDRINUSE, errno.EADDRINUSE]
    monkeypatch.setattr(ports, "obstacle", lambda **_: in_the_way.pop() if in_the_way else None)
    guards.check_port(host="127.0.0.1", port=8000)


def test_only_a_port_in_use_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "obstacle", lambda **_: errno.EACCES)
    monkeypatch.setattr("ideahub.embedded.ports.time.sleep", lambda _s: pytest.fail("waits"))
    with pytest.raises(guards.Refused):
        guards.check_port(host="127.0.0.1", port=80)


def test_last_port_in_use_is_refused_with_one_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "PATIENCE_S", 0)
    monkeypatch.setattr(ports, "obstacle", lambda **_: errno.EADDRINUSE)
    with pytest.raises(guards.Refused, match=r"PORT=8000$"):
        guards.check_port(host="127.0.0.1", port=65_535)


def test_port_that_is_roots_alone_is_not_said_to_be_in_use(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr(ports, "obstacle", lambda **_: errno.EACCES)
    with pytest.raises(guards.Refused) as refusal:
        guards.check_port(host="127.0.0.1", port=80)
    assert str(refusal.value).startswith({"sv": "Port 80 får du inte", "en": "You may not use port 80"}[language])


# The last two are of the range that is documented as nobody's.
@pytest.mark.parametrize("host", ["", "a b", ".a", "no-such-host.invalid", "192.0.2.77", "2001:db8::1"])
def test_address_of_another_machine_is_not_called_a_port_in_use(host: str) -> None:
    with pytest.raises(guards.Refused, match="does not exist on this machine"):
        guards.check_port(host=host, port=ports.free_port())


@pytest.mark.parametrize("raw", ["", "abc", "-1", "0", "70000", "80.5", "²"])
def test_what_is_no_port_is_refused(raw: str) -> None:
    with pytest.raises(guards.Refused, match="from 1 to 65535"):
        guards.read_port(raw)


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


def test_our_own_server_keeps_its_data_in_a_folder_whatever_that_is_called(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b" \\n å'
    place = valkey.Place(port=ports.free_port(), password="only-for-tests", folder=folder)
    server = valkey.start(place=place)
    try:
        assert valkey.wait_ready(url=place.url, timeout_s=20)
        assert (folder / "appendonlydir").is_dir()
    finally:
        children.stop(server)
