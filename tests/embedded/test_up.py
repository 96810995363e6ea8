"""`manage.py up` as people run it: a real service in a folder of its own."""

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ideahub.embedded import children, ports
from ideahub.embedded import service as service_of
from ideahub.embedded.environment import Run
from tests.support.processes import alive
from tests.support.service import Service, running_service, start_service
from tests.support.template import make_database

pytestmark = pytest.mark.timeout(180)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service left behind that ran and was stopped by Ctrl-C; `left` are those of its processes that go on."""

    folder: Path
    key: str
    demo: dict[str, str]
    code: int
    url: str
    said: str
    left: set[int]

    def copy(self, to: Path) -> Path:
        return shutil.copytree(self.folder, to / "kept")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A first start takes many times as long as the next."""
    folder = tmp_path_factory.mktemp("kept")
    with running_service(folder) as service:
        pids = everybody(service)
        code = service.stop()
        key = (folder / "secret_key").read_text()
        return Kept(folder, key, service.demo, code, service.url, service.said, alive(pids))


@pytest.fixture(scope="module")
def service(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Started on what that one left behind."""
    with running_service(kept.copy(tmp_path_factory.mktemp("service"))) as service:
        yield service


@dataclass(frozen=True, slots=True)
class Killed:
    """What a service on the wifi said, and what was left of it once its supervisor had been killed."""

    said: str
    showed_mails: bool
    left: set[int]


@pytest.fixture(scope="module")
def killed(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    service = start_service(kept.copy(tmp_path_factory.mktemp("killed")), host="0.0.0.0")
    try:
        assert service.says("Ctrl-C", timeout_s=90), service.said
        assert service.answers()
        showed_mails, pids = service.answers("/dev/mail/"), everybody(service)
        os.kill(service.process.pid, signal.SIGKILL)
        service.process.wait(10)
        ports.wait_until(lambda: not alive(pids), timeout_s=30)
        return Killed(service.said, showed_mails, alive(pids))
    finally:
        service.stop()


def everybody(service: Service) -> set[int]:
    """The warden, Valkey, web, and the worker with its beat and its two pool processes."""
    assert ports.wait_until(lambda: len(service.children()) == 7, timeout_s=30), service.children()
    return {process.pid for process in service.children()}


def refused_line(service: Service) -> str:
    """The one line of a start that is refused."""
    assert service.process.wait(30) == 1
    assert service.said.count("\n") == 1
    return service.said.strip()


def test_first_start_says_last_where_it_is_and_how_to_get_in(kept: Kept) -> None:
    require_told(kept.said, kept.url, kept.demo)


def test_next_start_keeps_the_data_and_the_key_and_says_the_same(kept: Kept, service: Service) -> None:
    assert (service.folder / "secret_key").read_text() == kept.key
    assert service.demo == kept.demo
    require_told(service.said, service.url, kept.demo)


def require_told(said: str, url: str, demo: dict[str, str]) -> None:
    last = said[said.index("Ideahub is running") :]
    assert url in last
    assert f"{demo['email']}  {demo['password']}" in last
    assert url + demo["board_path"] in last
    assert "428 617" in last
    assert f"{url}/dev/mail/" in last


@pytest.mark.parametrize("path", ["/nope", "/q/nope", "/meetings/nope/"])
def test_an_unknown_address_shows_our_own_page_on_a_developers_machine_too(service: Service, path: str) -> None:
    answer = httpx.get(service.url + path, headers={"Accept-Language": "sv"})
    assert answer.status_code == 404
    assert 'name="code"' in answer.text
    assert "urlpatterns" not in answer.text
    assert "URLconf" not in answer.text


@pytest.mark.parametrize(("name", "program"), [("web", "daphne"), ("worker", "celery"), ("Valkey", "valkey-server")])
def test_killed_process_is_started_again_and_said_so(service: Service, name: str, program: str) -> None:
    victim = service.child(program)
    os.kill(victim.pid, signal.SIGKILL)
    assert service.says(f"{name} ended (SIGKILL) and starts again in", timeout_s=10)
    assert ports.wait_until(lambda: _replaced(service, program, victim.pid), timeout_s=15)
    assert ports.wait_until(lambda: service.answers("/healthz"), timeout_s=30)


def test_second_instance_on_the_same_data_is_one_line(service: Service, tmp_path: Path) -> None:
    second = start_service(tmp_path, env={"IDEAHUB_DATA_DIR": str(service.folder)})
    assert refused_line(second).startswith(f"Ideahub already runs with the data folder {service.folder} (process ")


def test_data_folder_with_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    # For root every file is writable; a folder in the place of one is not.
    (tmp_path / "last_run.env").mkdir()
    line = refused_line(start_service(tmp_path))
    assert line == f"The data folder {tmp_path} cannot be written: Is a directory."


def test_port_in_use_is_one_line(service: Service, tmp_path: Path) -> None:
    second = start_service(tmp_path, port=service.port)
    assert refused_line(second) == f"Port {service.port} is in use. Choose another: make run PORT={service.port + 1}"


def test_redis_that_is_away_is_one_line(tmp_path: Path) -> None:
    port = ports.free_port()
    service = start_service(tmp_path, env={"IDEAHUB_REDIS_URL": f"redis://127.0.0.1:{port}/0"})
    assert refused_line(service) == f"Redis does not answer at 127.0.0.1:{port}/0."


def test_a_web_process_that_nobody_tells_to_listen_ends(tmp_path: Path) -> None:
    port = ports.free_port()
    run = Run(folder=tmp_path, host="127.0.0.1", port=port, valkey=None)
    held = service_of.hold_web(run)
    children.tell(held, b"")
    assert held.wait(60) == 0
    assert not ports.is_taken(host="127.0.0.1", port=port)


def test_ctrl_c_ends_everything_cleanly(kept: Kept) -> None:
    assert kept.code == 0
    assert kept.said.endswith("Stopping …\nStopped.\n")
    assert not kept.left


def test_killed_supervisor_leaves_nobody_behind(killed: Killed) -> None:
    assert not killed.left


def test_phones_on_the_wifi_are_told_where_to_go(killed: Killed) -> None:
    assert "On the same wifi" in killed.said
    assert "/dev/mail/" not in killed.said
    assert not killed.showed_mails


def _replaced(service: Service, program: str, old: int) -> bool:
    return any(program in process.command and process.pid != old for process in service.children())


def test_a_service_for_others_gets_no_demo_and_says_how_the_first_account_is_made(tmp_path: Path) -> None:
    more = {"IDEAHUB_PUBLIC_URL": "https://ideahub.example.org", "IDEAHUB_TRUSTED_PROXY": "1"}
    more["IDEAHUB_DATABASE_URL"] = make_database(tmp_path)
    with running_service(tmp_path, env=more) as service:
        last = service.said[service.said.index("Ideahub is running") :]
        assert "manage.py createsuperuser" in last
        assert "428 617" not in last
        assert httpx.get(f"{service.url}/api/workshops/428617/").status_code == 404
