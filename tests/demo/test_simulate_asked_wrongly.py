"""Each is told before a phone joins, in a line that says what was wrong."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ideahub.demo.material import DATA
from ideahub.embedded import ports

TEXTS = str(DATA / "ideas" / "vatgas.json")


def simulate(*more: str, url: str = "http://localhost:1", code: str = "428617", data: str = TEXTS) -> str:
    with pytest.raises(CommandError) as ended:
        call_command("simulate", "--url", url, "--code", code, "--data", data, *more)
    assert "\n" not in str(ended.value)
    return str(ended.value)


@pytest.fixture
def another_service() -> Iterator[str]:
    """Answers everything with a page, as a proxy's or somebody else's server does."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<h1>Welcome</h1>")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("value", ["0", "-3", "1.5", "many"])
def test_a_number_of_phones_that_cannot_be(value: str) -> None:
    assert f"--participants: {value} is no" in simulate("--participants", value)


@pytest.mark.parametrize("option", ["--speed", "--stay"])
@pytest.mark.parametrize("value", ["nan", "inf", "-1", "fast"])
def test_a_pace_with_which_the_session_never_ends(option: str, value: str) -> None:
    assert f"{option}: {value} is no" in simulate(option, value)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://localhost", "http://", ""])
def test_what_is_no_address(url: str) -> None:
    assert "is no address such as http://" in simulate(url=url)


def test_an_address_where_nobody_answers() -> None:
    url = f"http://127.0.0.1:{ports.free_port()}"
    assert simulate(url=url).startswith(f"{url} does not answer")


def test_an_address_of_something_else(another_service: str) -> None:
    assert simulate(url=another_service) == f"{another_service} answers, but is no Ideahub"


@pytest.mark.parametrize("code", ["", "abc"])
def test_what_is_no_code(code: str) -> None:
    assert "is no join code" in simulate(code=code)


def test_data_that_lacks_something_is_told_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "ideas.json").write_text('{"ideas": [{"id": "a", "column": "b", "at_s": 1}]}')
    assert simulate(data=str(tmp_path / "ideas.json")) == f"{tmp_path}/ideas.json: ideas.0.text: Field required"


def test_data_that_is_not_there(tmp_path: Path) -> None:
    assert simulate(data=str(tmp_path / "none.json")) == f"{tmp_path}/none.json: No such file or directory"


def test_figures_that_could_not_be_written_afterwards(tmp_path: Path) -> None:
    assert simulate("--json", str(tmp_path / "none" / "out.json")).endswith("out.json: No such file or directory")
